"""Every example of the seed carts, field by field."""

import pytest
from world import goods, success

pytestmark = pytest.mark.django_db

CART = "/api/cart/"
PRODUCT = {
    "id": 10,
    "name": "Smartphone XYZ",
    "slug": "smartphone-xyz",
    "price": "599.99",
    "stock": 50,
    "primary_image": None,
    "seller_name": "tech_store",
    "is_available": True,
    "is_low_stock": False,
    "available": 50,
    "barcode": None,
    "min_age": None,
}
LINE = {
    "product": PRODUCT,
    "quantity": 2,
    "price_at_addition": "599.99",
    "current_price": "599.99",
    "total_price": "1199.98",
    "price_changed": False,
    "price_difference": "0.00",
    "is_available": True,
    "has_sufficient_stock": True,
    "stock_status": "in_stock",
    "min_age": None,
    "approval": "not_needed",
}
TOTALS = {
    "total_items": 2,
    "subtotal": "1199.98",
    "has_unavailable_items": False,
    "has_stock_issues": False,
}


@pytest.fixture
def call(user_call):
    return user_call


def test_get_cart(call, phone, settings):
    call("POST", "add", product_id=10, quantity=2)
    status, body = call("GET")
    cart = body["data"]
    line = cart["items"][0]
    for times in (cart, line):
        assert times["created_at"] <= times["updated_at"]
        for name in ("created_at", "updated_at"):
            assert times.pop(name)[-1] == "Z"
    photo = f"{settings.PUBLIC_URL}/media/products/phone.jpg"
    product = {**PRODUCT, "primary_image": photo}
    items = [{**LINE, "id": line["id"], "product": product}]
    expected = {"id": cart["id"], "user": "john_doe", "items": items, **TOTALS}
    message = "Cart retrieved successfully"
    assert status == 200
    assert body == {"success": True, "message": message, "data": expected, "warnings": []}
    assert all(isinstance(each["id"], int) for each in (cart, line))


def test_a_cart_that_was_never_used_is_empty(call):
    status, body = call("GET")
    assert (status, body["data"]["items"], body["data"]["subtotal"]) == (200, [], "0.00")
    assert call("GET")[1]["data"]["id"] == body["data"]["id"]


def test_warnings(call, phone):
    other = goods(15, name="Laptop ABC", slug="laptop-abc", price="900.00")
    phone(other)
    call("POST", "add", product_id=10, quantity=3)
    call("POST", "add", product_id=15, quantity=1)
    phone({**other, "is_active": False}, stock=2)
    body = call("GET")[1]
    assert body["warnings"] == [
        "Some items in your cart are no longer available",
        "Some items have insufficient stock",
    ]
    assert [line["stock_status"] for line in body["data"]["items"]] == [
        "insufficient_stock",
        "unavailable",
    ]


def test_get_cart_summary(call, phone):
    phone(price="99.99")
    call("POST", "add", product_id=10, quantity=5)
    status, body = call("GET", "summary")
    data = {"id": body["data"]["id"], "total_items": 5, "subtotal": "499.95"}
    message = "Cart summary retrieved successfully"
    assert (status, body) == (200, {"success": True, "message": message, "data": data})


def test_add_to_cart(call, phone):
    status, body = call("POST", "add", product_id=10, quantity=2)
    assert (status, body["message"]) == (201, "Item added to cart successfully")
    assert set(body) == {"success", "message", "data"}
    assert body["data"] == call("GET")[1]["data"]["items"][0]


def test_add_to_cart_again(call, phone):
    first = call("POST", "add", product_id=10, quantity=2)[1]["data"]
    status, body = call("POST", "add", product_id=10, quantity=1)
    assert (status, body["message"]) == (200, "Cart item quantity updated")
    assert (body["data"]["id"], body["data"]["quantity"]) == (first["id"], 3)


def test_the_quantity_is_one_where_none_is_named(call, phone):
    assert call("POST", "add", product_id=10)[1]["data"]["quantity"] == 1


def test_update_cart_item(call, phone):
    call("POST", "add", product_id=10, quantity=2)
    status, body = call("PATCH", "update", product_id=10, quantity=5)
    assert (status, body["message"]) == (200, "Cart item updated successfully")
    assert body["data"] == call("GET")[1]["data"]["items"][0]
    assert (body["data"]["quantity"], body["data"]["total_price"]) == (5, "2999.95")
    errors = {"quantity": ["Only 50 unit(s) available"]}
    refusal = {"success": False, "message": "Validation failed", "errors": errors}
    assert call("PATCH", "update", product_id=10, quantity=51) == (400, refusal)


def test_quantity_0_keeps_the_line_and_raises_no_issue(call, phone):
    call("POST", "add", product_id=10, quantity=2)
    phone(is_active=False)
    status, body = call("PATCH", "update", product_id=10, quantity=0)
    assert (status, body["data"]["quantity"], body["data"]["total_price"]) == (200, 0, "0.00")
    cart = call("GET")[1]
    assert (cart["data"]["total_items"], cart["warnings"]) == (0, [])
    assert call("GET", "validate")[1]["data"] == {"valid": True}


def test_remove_from_cart(call, phone):
    call("POST", "add", product_id=10)
    removed = {"success": True, "message": "Item removed from cart successfully"}
    assert call("DELETE", "remove", product_id=10) == (200, removed)
    assert call("GET")[1]["data"]["items"] == []


def test_clear_cart(call, shop):
    shop(*(goods(number, barcode=None) for number in range(1, 6)))
    for number in range(1, 6):
        call("POST", "add", product_id=number, quantity=2)
    cleared = {"success": True, "message": "Cart cleared successfully"}
    assert call("DELETE", "clear") == (200, {**cleared, "data": {"items_removed": 5}})
    assert call("DELETE", "clear") == (200, {**cleared, "data": {"items_removed": 0}})
    assert len(call("GET", "audit-logs")[1]["data"]) == 6


def test_a_valid_cart(call, phone):
    call("POST", "add", product_id=10)
    valid = {"success": True, "message": "Cart is valid", "data": {"valid": True}}
    assert call("GET", "validate") == (200, valid)


def test_a_cart_with_issues(call, phone):
    laptop = goods(15, name="Laptop ABC")
    phone(laptop)
    call("POST", "add", product_id=10, quantity=3)
    call("POST", "add", product_id=15)
    phone({**laptop, "is_active": False, "price": "1.00"}, price="649.99", stock=2)
    issues = [
        {
            "product_id": 10,
            "product_name": "Smartphone XYZ",
            "issues": ["Price increased by 50.00", "Insufficient stock. Only 2 available"],
            "codes": ["price_increased", "insufficient_stock"],
        },
        {
            "product_id": 15,
            "product_name": "Laptop ABC",
            "issues": ["Product is no longer available"],
            "codes": ["unavailable"],
        },
    ]
    data = {"valid": False, "issues": issues}
    body = {"success": True, "message": "Cart has validation issues", "data": data}
    assert call("GET", "validate") == (200, body)


def test_a_lower_price_is_an_issue_too(call, phone):
    call("POST", "add", product_id=10)
    phone(price="589.49")
    (issue,) = call("GET", "validate")[1]["data"]["issues"]
    assert (issue["issues"], issue["codes"]) == (["Price decreased by 10.50"], ["price_decreased"])


def test_audit_logs(call, phone, api, john):
    api.send(
        f"{CART}add/",
        {"product_id": 10, "quantity": 2},
        token=john,
        headers={"X-Real-IP": "192.168.1.1"},
    )
    call("PATCH", "update", product_id=10, quantity=5)
    status, body = call("GET", "audit-logs")
    added, updated = body["data"]
    assert (status, body["message"]) == (200, "Audit logs retrieved successfully")
    assert added["id"] < updated["id"]
    assert added.pop("timestamp") < updated.pop("timestamp")
    assert added == {
        "id": added["id"],
        "user": "john_doe",
        "action": "ADD",
        "action_display": "Item Added",
        "product_name": "Smartphone XYZ",
        "changes": {"quantity": 2, "price": "599.99"},
        "ip_address": "192.168.1.1",
    }
    assert updated == {
        "id": updated["id"],
        "user": "john_doe",
        "action": "UPDATE",
        "action_display": "Item Updated",
        "product_name": "Smartphone XYZ",
        "changes": {"old_quantity": 2, "new_quantity": 5},
        "ip_address": "127.0.0.1",
    }


def test_users_have_carts_of_their_own(call, phone, jane):
    call("POST", "add", product_id=10, quantity=2)
    call("POST", "add", token=jane, product_id=10, quantity=3)
    assert call("GET")[1]["data"]["total_items"] == 2
    assert call("GET", token=jane)[1]["data"]["user"] == "jane_smith"


def test_a_missing_seller_is_named_by_its_id(call, phone, verification):
    verification.on("POST", "/internal/users/", success([]))
    assert call("POST", "add", product_id=10)[1]["data"]["product"]["seller_name"] == "Seller 1"
