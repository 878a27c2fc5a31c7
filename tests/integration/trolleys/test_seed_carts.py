"""What carts.md shows, done with the suite as it runs: a signed-in user's cart, call by call, and
the same calls for the cart of a session.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.trolleys.market import Json, Market
from tests.support.api import Api
from tests.support.waiting import wait_for

ITEM = {
    *("id", "product", "quantity", "price_at_addition", "current_price", "total_price"),
    *("price_changed", "price_difference", "is_available", "has_sufficient_stock"),
    *("stock_status", "created_at", "updated_at"),
}
PRODUCT = {
    *("id", "name", "slug", "price", "stock", "primary_image", "seller_name", "is_available"),
    "is_low_stock",
}
CART = {
    *("id", "user", "items", "total_items", "subtotal", "has_unavailable_items"),
    *("has_stock_issues", "created_at", "updated_at"),
}
Ask = Callable[..., Any]


@pytest.fixture(params=["user", "session"])
def ask(request: pytest.FixtureRequest, market: Market, api: Api) -> Ask:
    """Calls about a new cart: that of a signed-in user, or of a session by its `session_id`."""
    buyer = api.register()
    if request.param == "user":
        return lambda method, path, body=None: market.call(
            method, f"/api/cart{path}", body, user=buyer
        )
    session_id = market.session(market.trolley(), buyer)["session_id"]

    def of_session(method: str, path: str, body: Json | None = None) -> Any:
        whose = {"session_id": session_id}
        if method == "GET":
            return market.call(method, f"/api/cart{path}", query=whose)
        return market.call(method, f"/api/cart{path}", {**whose, **(body or {})})

    return of_session


def told(answer: Any, status: int, message: str) -> Any:
    """The data of a success, which says so in the seed's words."""
    body = answer.json()
    assert (answer.status_code, body["success"], body["message"]) == (status, True, message), body
    return body.get("data")


def test_a_line_is_shown_as_the_seed_shows_it(ask: Ask, shop: Any) -> None:
    phone = shop.products[1]
    empty = told(ask("GET", ""), 200, "Cart retrieved successfully")
    assert empty.keys() >= CART
    assert (empty["items"], empty["total_items"], empty["subtotal"]) == ([], 0, "0.00")

    line = told(
        ask("POST", "/add", {"product_id": phone, "quantity": 2}),
        201,
        "Item added to cart successfully",
    )
    assert line.keys() >= ITEM
    assert line["product"].keys() >= PRODUCT
    assert (
        line["product"].items()
        >= {
            "id": phone,
            "name": "Smartphone XYZ",
            "slug": "smartphone-xyz",
            "price": "599.99",
            "stock": 50,
            "is_available": True,
            "is_low_stock": False,
            "seller_name": shop.owner.username,
        }.items()
    )
    assert (
        line.items()
        >= {
            "quantity": 2,
            "price_at_addition": "599.99",
            "current_price": "599.99",
            "total_price": "1199.98",
            "price_changed": False,
            "price_difference": "0.00",
            "is_available": True,
            "has_sufficient_stock": True,
            "stock_status": "in_stock",
        }.items()
    )


def test_the_seeds_calls_one_after_the_other(ask: Ask, shop: Any) -> None:
    tea, phone = shop.products
    line = ask("POST", "/add", {"product_id": phone, "quantity": 2}).json()["data"]
    more = told(
        ask("POST", "/add", {"product_id": phone, "quantity": 1}), 200, "Cart item quantity updated"
    )
    assert (more["id"], more["quantity"]) == (line["id"], 3)
    five = told(
        ask("PATCH", "/update", {"product_id": phone, "quantity": 5}),
        200,
        "Cart item updated successfully",
    )
    assert five["quantity"] == 5
    summary = told(ask("GET", "/summary"), 200, "Cart summary retrieved successfully")
    assert summary == {"id": summary["id"], "total_items": 5, "subtotal": "2999.95"}
    assert told(ask("GET", "/validate"), 200, "Cart is valid") == {"valid": True}

    ask("POST", "/add", {"product_id": tea, "quantity": 1})
    gone = ask("DELETE", "/remove", {"product_id": tea})
    assert told(gone, 200, "Item removed from cart successfully") is None
    assert told(ask("DELETE", "/clear"), 200, "Cart cleared successfully") == {"items_removed": 1}
    its_audit_rows(told(ask("GET", "/audit-logs"), 200, "Audit logs retrieved successfully"))


def its_audit_rows(rows: list[Json]) -> None:
    """Check that they say what has happened, in this order."""
    assert [(row["action"], row["action_display"]) for row in rows] == [
        ("ADD", "Item Added"),
        ("UPDATE", "Item Updated"),
        ("UPDATE", "Item Updated"),
        ("ADD", "Item Added"),
        ("REMOVE", "Item Removed"),
        ("CLEAR", "Cart Cleared"),
    ]
    assert rows[0]["changes"] == {"quantity": 2, "price": "599.99"}
    assert rows[2]["changes"] == {"old_quantity": 3, "new_quantity": 5}
    assert [row["product_name"] for row in rows][-2:] == ["Tea", None]
    assert {row["ip_address"] for row in rows} == {"127.0.0.1"}


def test_the_seeds_refusals_change_nothing(ask: Ask, shop: Any) -> None:
    tea, phone = shop.products
    ask("POST", "/add", {"product_id": tea, "quantity": 3})
    before = ask("GET", "").json()["data"]
    for answer, status, message, errors in (
        (
            ask("POST", "/add", {"product_id": phone, "quantity": 51}),
            *(400, "Validation failed", {"quantity": ["Only 50 unit(s) available"]}),
        ),
        (
            ask("POST", "/add", {"product_id": tea, "quantity": 97}),
            *(400, "Cannot add more. Maximum 99 units allowed per item", None),
        ),
        (
            ask("POST", "/add", {"product_id": 999_999_999, "quantity": 1}),
            *(404, "Product not found or unavailable", None),
        ),
        (
            ask("PATCH", "/update", {"product_id": phone, "quantity": 1}),
            *(404, "Item not found in cart", None),
        ),
        (
            ask("DELETE", "/remove", {"product_id": phone}),
            *(404, "Item not found in cart", None),
        ),
    ):
        body = answer.json()
        assert (answer.status_code, body["success"], body["message"]) == (status, False, message)
        assert body.get("errors") == errors
    after = ask("GET", "").json()["data"]
    assert {**after, "updated_at": ""} == {**before, "updated_at": ""}


def test_sellers_cannot_buy_of_themselves(market: Market, shop: Any) -> None:
    body = {"product_id": shop.products[0], "quantity": 1}
    refused = market.call("POST", "/api/cart/add", body, user=shop.owner)
    assert (refused.status_code, refused.json()) == (
        400,
        {
            "success": False,
            "message": "Validation failed",
            "errors": {"product_id": ["You cannot add your own products to cart"]},
        },
    )


def test_a_price_that_has_risen_is_an_issue(ask: Ask, market: Market, shop: Any) -> None:
    product = shop.sell(f"Laptop {id(ask)}", "100.00", stock=5)
    ask("POST", "/add", {"product_id": product, "quantity": 1})
    edit = {"product": {"price": "150.00"}}
    edited = market.api.post(f"/products/edit/{product}/", {**shop.owner.claim, **edit})
    assert edited.status_code == 200

    def issues() -> Any:
        return ask("GET", "/validate").json()["data"]

    wait_for(lambda: not issues()["valid"], 3, "the cart knows the new price")
    [issue] = issues()["issues"]
    assert (issue["product_id"], issue["issues"]) == (product, ["Price increased by 50.00"])
    shop.products.remove(product)


def test_without_a_token_and_without_a_session_there_is_no_cart(market: Market) -> None:
    refused = market.call("GET", "/api/cart")
    assert (refused.status_code, refused.json()["success"]) == (401, False)
