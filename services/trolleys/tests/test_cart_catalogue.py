"""Carts beside products: prices that change, products that are gone or down."""

import pytest
from kit.errors import Unavailable
from trolleys import catalogue
from trolleys.models import CartAudit, CartLine
from world import BATCH, goods, success

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(session_call):
    return session_call


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
    warnings = ["Prices and stock cannot be checked right now"]
    status, body = call("GET")
    assert (status, body["warnings"]) == (200, warnings)
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
    ):
        assert call(method, name, **more) == (503, refusal)
    status, body = call("GET", "validate/")
    assert (status, body["data"], body["warnings"]) == (200, {"valid": True}, warnings)
    assert list(CartLine.objects.values()) == before


@pytest.mark.parametrize(
    "nonsense",
    [
        *(b"<html>", {}, success([{}]), success({}), success([{"id": "x"}]), success([7])),
        *(success([goods(price=price)]) for price in ("NaN", "Infinity", "-1.00", None)),
    ],
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


def test_products_down_is_a_503(shop, products):
    products.broken = True
    with pytest.raises(Unavailable, match="Products service unavailable"):
        catalogue.products_get([10])
    assert catalogue.products_get([]) == {}
