"""What the seed carts refuses, in its words; the cart stays as it was."""

import pytest
from trolleys.models import CartLine
from world import JOHN, OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(user_call):
    return user_call


def refused(answer, status, message, **more):
    assert answer == (status, {"success": False, "message": message, **more})
    assert not CartLine.objects.exists()


def test_insufficient_stock(call, phone):
    phone(stock=3)
    errors = {"quantity": ["Only 3 unit(s) available"]}
    answer = call("POST", "add", product_id=10, quantity=4)
    refused(answer, 400, "Validation failed", errors=errors)
    phone(stock=0)
    errors = {"quantity": ["Only 0 unit(s) available"]}
    refused(call("POST", "add", product_id=10), 400, "Validation failed", errors=errors)


def test_a_seller_buys_nothing_of_itself(call, phone, token):
    errors = {"product_id": ["You cannot add your own products to cart"]}
    answer = call("POST", "add", token=token(OWNER), product_id=10)
    refused(answer, 400, "Validation failed", errors=errors)


def test_product_not_found(call, phone):
    text = "Product not found or unavailable"
    refused(call("POST", "add", product_id=11), 404, text)
    phone(is_active=False)
    refused(call("POST", "add", product_id=10), 404, text)


LARGE = {"id": 1, "name": "Large", "price": "1.00", "is_default": False}


@pytest.mark.parametrize(("least", "options"), [(1, [LARGE]), (0, [{**LARGE, "is_default": True}])])
def test_what_is_had_only_with_an_option_is_never_sold_at_its_bare_price(
    call, phone, least, options
):
    group = {"id": 1, "name": "Size", "least": least, "most": 1, "options": options}
    phone(options=[group], barcode="4006381333931")
    for wanted in ({"product_id": 10}, {"barcode": "4006381333931"}):
        refused(call("POST", "add", **wanted), 404, "Product not found or unavailable")


def test_what_may_be_had_without_an_option_is_sold_as_it_is(call, phone):
    phone(options=[{"id": 1, "name": "Size", "least": 0, "most": 1, "options": [LARGE]}])
    assert call("POST", "add", product_id=10)[0] == 201


def test_a_choice_that_is_needed_by_now_keeps_the_cart_from_being_paid(call, phone):
    assert call("POST", "add", product_id=10)[0] == 201
    phone(options=[{"id": 1, "name": "Size", "least": 1, "most": 1, "options": [LARGE]}])
    data = call("GET", "validate")[1]["data"]
    assert data["valid"] is False
    assert [each["issues"] for each in data["issues"]] == [["Product is no longer available"]]


def test_what_stands_on_no_menu_is_not_sold(call, phone):
    phone(is_listed=False)
    refused(call("POST", "add", product_id=10), 404, "Product not found or unavailable")


def test_99_units_at_most(call, phone):
    phone(stock=500)
    text = "Cannot add more. Maximum 99 units allowed per item"
    refused(call("POST", "add", product_id=10, quantity=100), 400, text)
    phone(stock=5)  # looked at before the stock
    refused(call("POST", "add", product_id=10, quantity=100), 400, text)
    phone(stock=500)
    call("POST", "add", product_id=10, quantity=98)
    assert call("POST", "add", product_id=10, quantity=2)[1]["message"] == text
    assert call("POST", "add", product_id=10)[1]["data"]["quantity"] == 99


def test_item_not_in_cart(call, phone):
    text = "Item not found in cart"
    refused(call("PATCH", "update", product_id=10, quantity=1), 404, text)
    refused(call("DELETE", "remove", product_id=10), 404, text)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("GET", ""),
        ("GET", "summary"),
        ("GET", "validate"),
        ("GET", "audit-logs"),
        ("POST", "add"),
        ("PATCH", "update"),
        ("DELETE", "remove"),
        ("DELETE", "clear"),
        ("POST", "refresh"),
    ],
)
def test_only_who_has_signed_in_has_a_cart(call, phone, signer, method, name):
    expired = signer.access(JOHN, lifetime=-1)
    for token in ("", "x", expired):
        refused(call(method, name, token=token), 401, "Authentication required")
