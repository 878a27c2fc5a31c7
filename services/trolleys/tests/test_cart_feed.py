"""Carts beside the change feed of products: copies are kept fresh, listeners hear of changes."""

import json

import pytest
from peers import changes
from trolleys import catalogue
from trolleys.actions import catalogue_changes
from trolleys.models import CartLine, Session, SessionEvent
from world import BATCH, CHANGES, goods, success

pytestmark = pytest.mark.django_db

CART = "/api/cart/"


@pytest.fixture
def call(session_call):
    return session_call


@pytest.fixture
def feed(products, monkeypatch):
    """What products says has changed: `feed(since, then, product, …)`. What it once said stays
    fresh, however slow this machine is.
    """
    monkeypatch.setattr(changes, "FRESH", 3600.0)

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


def test_a_whole_cart_is_one_call_and_none_while_the_feed_is_followed(
    call, shop, products, feed, monkeypatch
):
    shop(*(goods(number, barcode=None) for number in range(1, 31)))
    for number in range(1, 31):
        call("POST", "add/", product_id=number)
    catalogue.forget()
    before = products.asked("POST", BATCH)
    call("GET")
    assert products.asked("POST", BATCH) == before + 1
    monkeypatch.setattr(catalogue, "SHORT", 0.0)
    catalogue.follower.round()
    call("GET")
    again = products.asked("POST", BATCH)
    assert again == before + 2, "what was asked before may have missed a change"
    for _ in range(3):
        call("GET")
        call("POST", "add/", product_id=7)
    assert products.asked("POST", BATCH) == again


def test_a_write_beside_lines_of_another_process_asks_for_their_products(call, shop, products):
    shop(goods(), goods(11, barcode=None), goods(12, barcode=None))
    for number in (10, 11):
        call("POST", "add/", product_id=number)
    shop(goods(stock=0, available=0), goods(11, barcode=None), goods(12, barcode=None))
    before = products.asked("POST", BATCH)
    assert call("POST", "add/", product_id=12)[0] == 201
    assert products.asked("POST", BATCH) == before + 2, "what is added, then what is in the cart"
    told = json.loads(SessionEvent.objects.filter(kind="cart.changed").latest("id").data)
    assert (told["total_items"], told["has_stock_issues"]) == (3, True)
    assert CartLine.objects.count() == 3


def test_a_session_that_is_over_is_told_so_before_what_its_product_lacks(call, shop):
    shop(goods())
    Session.objects.update(state="ended")
    for body in ({"product_id": 404}, {"barcode": "nonsense"}):
        assert call("POST", "add/", **body)[0] == 400
    assert call("PATCH", "update/", product_id=404, quantity=1)[0] == 400


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
    news: list[dict] = [{"price": "5.00"}, {"stock": 1}, {"is_active": False}, {"min_age": 18}]
    for number, change in enumerate(news, 1):
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


def test_a_feed_that_begins_takes_no_copy_away(call, shop, feed):
    shop(goods())
    call("POST", "add/", product_id=10)
    catalogue.follower.round()
    assert catalogue.products_known([10])[10].name == "Tea"
