"""Carts beside products: prices that change, products that are gone or down, the change feed."""

import json

import pytest
from kit.errors import Unavailable
from trolleys import catalogue
from trolleys.actions import catalogue_changes
from trolleys.models import CartAudit, CartLine, SessionEvent
from world import BATCH, CHANGES, goods, success

pytestmark = pytest.mark.django_db

CART = "/api/cart/"


@pytest.fixture
def call(session_call):
    return session_call


@pytest.fixture
def feed(products):
    """What products says has changed: `feed(since, then, product, …)`."""

    def says(since, then, *changed, more=False):
        query = f"?since={since}" if since else ""
        products.on(
            "GET",
            CHANGES + query,
            success({"cursor": then, "more": more, "products": list(changed)}),
        )

    says("", "c1")
    says("c1", "c1")
    return says


def events():
    found = SessionEvent.objects.filter(kind="cart.changed").order_by("id")
    return [one for each in found if (one := json.loads(each.data))["action"] == "catalogue"]


def line(call):
    return call("GET")[1]["data"]["items"][0]


def test_a_line_keeps_its_price_until_it_is_refreshed(call, shop):
    shop(goods())
    call("POST", "add/", product_id=10, quantity=2)
    shop(goods(price="5.00"))
    shown = line(call)
    assert (shown["price_at_addition"], shown["current_price"]) == ("4.50", "5.00")
    assert (shown["price_changed"], shown["price_difference"]) == (True, "0.50")
    assert shown["total_price"] == "9.00"
    more = call("POST", "add/", product_id=10)[1]["data"]
    assert (more["price_at_addition"], more["total_price"]) == ("4.50", "13.50")
    status, body = call("POST", "refresh/")
    assert (status, body["message"]) == (200, "Cart prices updated")
    assert body["data"] == call("GET")[1]["data"]
    assert body["data"]["subtotal"] == "15.00"
    assert CartAudit.objects.latest("id").changes == {"old_price": "4.50", "new_price": "5.00"}
    rows = CartAudit.objects.count()
    assert call("POST", "refresh/")[0] == 200
    assert CartAudit.objects.count() == rows
    shop(goods(price="4.00"))
    assert line(call)["price_difference"] == "-1.00"


def test_stock_status_and_low_stock(call, shop):
    shop(goods())
    call("POST", "add/", product_id=10, quantity=3)
    for changes, status, low, enough in (
        ({"stock": 6}, "in_stock", False, True),
        ({"stock": 5}, "low_stock", True, True),
        ({"stock": 2}, "insufficient_stock", True, False),
        ({"stock": 50, "available": 1}, "insufficient_stock", True, False),
        ({"stock": None, "available": None}, "in_stock", False, True),
        ({"stock": 9, "low_stock_threshold": 9}, "low_stock", True, True),
        ({"stock": 2, "is_active": False}, "unavailable", True, False),
    ):
        shop(goods(**changes))
        shown = line(call)
        assert shown["stock_status"] == status
        assert shown["product"]["is_low_stock"] is low
        assert shown["has_sufficient_stock"] is enough
        assert (
            shown["is_available"] is shown["product"]["is_available"] is (status != "unavailable")
        )


def test_a_product_that_was_deleted_keeps_its_name_in_the_line(call, shop):
    shop(goods(image="/media/tea.jpg"))
    call("POST", "add/", product_id=10)
    shop()
    shown = line(call)
    assert (shown["stock_status"], shown["is_available"]) == ("unavailable", False)
    product = shown["product"]
    assert (product["name"], product["slug"]) == ("Tea", "tea")
    assert product["primary_image"].endswith("/media/tea.jpg")
    (issue,) = call("GET", "validate/")[1]["data"]["issues"]
    assert issue["codes"] == ["unavailable"]
    refusal = {"success": False, "message": "Product not found or unavailable"}
    assert call("PATCH", "update/", product_id=10, quantity=2) == (404, refusal)
    assert call("DELETE", "remove/", product_id=10)[0] == 200


def test_while_products_is_down_carts_are_read_and_not_written(call, shop, products):
    shop(goods())
    call("POST", "add/", product_id=10, quantity=2)
    catalogue.forget()
    products.broken = True
    status, body = call("GET")
    assert (status, body["warnings"]) == (200, ["Prices and stock cannot be checked right now"])
    (shown,) = body["data"]["items"]
    assert (shown["stock_status"], shown["current_price"]) == ("unknown", "4.50")
    assert (shown["product"]["stock"], shown["product"]["name"]) == (None, "Tea")
    assert body["data"]["subtotal"] == "9.00"
    assert call("GET", "summary/")[1]["data"]["total_items"] == 2
    refusal = {"success": False, "message": "Products service unavailable"}
    before = list(CartLine.objects.values())
    for method, name, more in (
        ("POST", "add/", {"product_id": 10}),
        ("POST", "add/", {"barcode": "4006381333931"}),
        ("PATCH", "update/", {"product_id": 10, "quantity": 1}),
        ("DELETE", "remove/", {"product_id": 10}),
        ("DELETE", "clear/", {}),
        ("POST", "refresh/", {}),
        ("GET", "validate/", {}),
    ):
        assert call(method, name, **more) == (503, refusal)
    assert list(CartLine.objects.values()) == before


@pytest.mark.parametrize(
    "nonsense", [b"<html>", {}, success([{}]), success({}), success([{"id": "x"}]), success([7])]
)
def test_nonsense_counts_as_being_down(call, shop, products, nonsense):
    shop(goods())
    call("POST", "add/", product_id=10)
    catalogue.forget()
    products.on("POST", BATCH, nonsense)
    assert call("GET")[1]["data"]["items"][0]["stock_status"] == "unknown"
    assert call("POST", "add/", product_id=10)[0] == 503


def test_images_are_absolute(call, shop, settings):
    for image, shown in (
        (None, None),
        ("/media/tea.jpg", f"{settings.PUBLIC_URL}/media/tea.jpg"),
        ("https://cdn.example/tea.jpg", "https://cdn.example/tea.jpg"),
    ):
        shop(goods(image=image))
        call("POST", "add/", product_id=10)
        assert line(call)["product"]["primary_image"] == shown


def test_sellers_have_a_name_while_verification_is_down(call, shop, verification):
    shop(goods())
    verification.on("POST", "/internal/users/", {}, status=500)
    assert call("POST", "add/", product_id=10)[1]["data"]["product"]["seller_name"] == "Seller 1"


def test_a_whole_cart_is_one_call_and_none_while_the_feed_is_followed(call, shop, products, feed):
    shop(*(goods(number, barcode=None) for number in range(1, 31)))
    for number in range(1, 31):
        call("POST", "add/", product_id=number)
    catalogue.forget()
    before = products.asked("POST", BATCH)
    call("GET")
    assert products.asked("POST", BATCH) == before + 1
    catalogue.follower.round()
    call("GET")
    again = products.asked("POST", BATCH)
    for _ in range(3):
        call("GET")
        call("POST", "add/", product_id=7)
    assert products.asked("POST", BATCH) == again


def test_the_feed_brings_copies_up_to_date(call, shop, feed, products):
    shop(goods())
    catalogue.follower.round()
    call("POST", "add/", product_id=10)
    feed("c1", "c2", goods(price="5.00"))
    feed("c2", "c2")
    asked = products.asked("POST", BATCH)
    catalogue.follower.round()
    assert line(call)["current_price"] == "5.00"
    feed("c2", "c3", {"id": 10, "deleted": True})
    catalogue.follower.round()
    assert line(call)["stock_status"] == "unavailable"
    assert products.asked("POST", BATCH) == asked


def test_copies_are_asked_again_once_the_feed_is_silent(call, shop, products, feed, monkeypatch):
    shop(goods())
    catalogue.follower.round()
    call("POST", "add/", product_id=10)
    monkeypatch.setattr(catalogue.follower, "fresh_until", 0.0)
    monkeypatch.setattr(catalogue, "SHORT", 0.0)
    asked = products.asked("POST", BATCH)
    call("GET")
    assert products.asked("POST", BATCH) == asked + 1


def test_listeners_hear_of_a_product_that_has_changed(call, shop, feed):
    shop(goods(), goods(11, barcode=None, price="2.00"))
    call("POST", "add/", product_id=10, quantity=2)
    call("POST", "add/", product_id=11)
    catalogue_changes.follower.forget()
    catalogue_changes.follower.follow()
    assert events() == []  # nothing is new since they were added
    changes: list[dict] = [{"price": "5.00"}, {"stock": 1}, {"is_active": False}, {"min_age": 18}]
    for number, change in enumerate(changes, 1):
        feed(f"c{number}", f"c{number + 1}", goods(**change))
        feed(f"c{number + 1}", f"c{number + 1}", goods(**change))  # as it does for ten seconds
        catalogue_changes.follower.follow()
        catalogue_changes.follower.follow()
    assert [
        (one["line"]["current_price"], one["line"]["stock_status"], one["line"]["approval"])
        for one in events()
    ] == [
        ("5.00", "in_stock", "not_needed"),
        ("4.50", "insufficient_stock", "not_needed"),
        ("4.50", "unavailable", "not_needed"),
        ("4.50", "in_stock", "waiting"),
    ]
    assert [one["has_stock_issues"] for one in events()] == [False, True, False, False]
    assert [one["has_unavailable_items"] for one in events()] == [False, False, True, False]
    assert {(one["total_items"], one["subtotal"]) for one in events()} == {(3, "11.00")}
    assert CartLine.objects.get(product_id=10).waiting_since is not None


def test_units_that_change_hands_are_told_where_few_are_left(call, shop, feed):
    shop(goods(stock=50))
    call("POST", "add/", product_id=10)
    catalogue_changes.follower.forget()
    catalogue_changes.follower.follow()
    for number, stock in enumerate((40, 30, 5, 4), 1):
        feed(f"c{number}", f"c{number + 1}", goods(stock=stock))
        catalogue_changes.follower.follow()
    assert [one["line"]["product"]["available"] for one in events()] == [5, 4]


def test_what_happened_while_no_worker_ran_is_told_when_one_begins(call, shop, feed):
    shop(goods())
    call("POST", "add/", product_id=10)
    shop(goods(price="5.00"))
    catalogue_changes.follower.forget()
    catalogue_changes.follower.follow()
    assert [one["line"]["current_price"] for one in events()] == ["5.00"]
    catalogue_changes.all_compare()
    assert len(events()) == 1


def test_a_users_line_learns_its_age_though_nobody_listens(
    api, john, shop, feed, django_assert_num_queries
):
    shop(goods())
    api.send(f"{CART}add/", {"product_id": 10}, token=john)
    catalogue_changes.products_changed(catalogue.products_seen([10]))
    shop(goods(min_age=16))
    catalogue_changes.products_changed(catalogue.products_seen([10]))
    kept = CartLine.objects.get()
    assert (kept.min_age, kept.approval) == (16, "waiting")
    with django_assert_num_queries(1):
        catalogue_changes.products_changed(catalogue.products_seen([10]))


def test_a_feed_that_is_down_or_was_set_back_is_asked_again(call, shop, products, feed):
    shop(goods())
    call("POST", "add/", product_id=10)
    watch = catalogue_changes.follower
    watch.forget()
    watch.follow()
    products.on("GET", f"{CHANGES}?since=c1", {}, status=500)
    watch.follow()
    assert watch.cursor == "c1"
    refused = {"success": False, "reason": "erroneous_value"}
    products.on("GET", f"{CHANGES}?since=c1", refused, status=400)
    watch.follow()
    assert watch.cursor is None
    shop(goods(price="9.00"))
    feed("c1", "c1")
    watch.follow()
    assert [one["line"]["current_price"] for one in events()] == ["9.00"]


def test_products_down_is_a_503(shop, products):
    products.broken = True
    with pytest.raises(Unavailable, match="Products service unavailable"):
        catalogue.products_get([10])
    assert catalogue.products_get([]) == {}


def test_a_feed_that_begins_takes_no_copy_away(call, shop, feed):
    shop(goods())
    call("POST", "add/", product_id=10)
    catalogue.follower.round()
    assert catalogue.products_known([10])[10].name == "Tea"
