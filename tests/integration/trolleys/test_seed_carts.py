"""What carts.md shows, done with the suite as it runs: a signed-in user's cart, call by call, and
the same calls for the cart of a session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.trolleys.market import IMAGE, MOMENT, Json, Market
from tests.support.api import Api
from tests.support.waiting import wait_for

AUDITED = {"id", "user", "action", "action_display", "product_name", "changes", "timestamp"}
WITHIN = 10.0  # seconds until a cart knows what has become of a product
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


def phone_line(line: Json, shop: Any) -> Json:
    """The seed's line of two smartphones, and what this one has beside it."""
    return line | {
        "product": line["product"]
        | {
            "id": shop.products[1],
            "name": "Smartphone XYZ",
            "slug": "smartphone-xyz",
            "price": "599.99",
            "stock": 50,
            "seller_name": shop.owner.username,
            "is_available": True,
            "is_low_stock": False,
        },
        "quantity": 2,
        "price_at_addition": "599.99",
        "current_price": "599.99",
        "total_price": "1199.98",
        "price_changed": False,
        "price_difference": "0.00",
        "is_available": True,
        "has_sufficient_stock": True,
        "stock_status": "in_stock",
    }


def test_a_cart_is_shown_as_the_seed_shows_it(ask: Ask, shop: Any) -> None:
    empty = told(ask("GET", ""), 200, "Cart retrieved successfully")
    assert (empty["items"], empty["total_items"], empty["subtotal"]) == ([], 0, "0.00")
    body = {"product_id": shop.products[1], "quantity": 2}
    line = told(ask("POST", "/add", body), 201, "Item added to cart successfully")
    assert line == phone_line(line, shop)
    assert re.fullmatch(rf"https?://[^/]+{IMAGE}", line["product"]["primary_image"])

    answer = ask("GET", "")
    cart = told(answer, 200, "Cart retrieved successfully")
    assert answer.json()["warnings"] == []
    assert cart == {
        "id": empty["id"],
        "user": empty["user"],
        "items": [line],
        "total_items": 2,
        "subtotal": "1199.98",
        "has_unavailable_items": False,
        "has_stock_issues": False,
        "created_at": empty["created_at"],
        "updated_at": line["updated_at"],
    }
    assert cart["user"].startswith("user-")
    times = [cart["created_at"], line["created_at"], line["updated_at"]]
    assert all(map(MOMENT.fullmatch, times))
    assert times == sorted(times)


def test_the_seeds_calls_one_after_the_other(ask: Ask, shop: Any) -> None:
    tea, phone = shop.products[:2]
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
    assert (five["id"], five["quantity"]) == (line["id"], 5)
    summary = told(ask("GET", "/summary"), 200, "Cart summary retrieved successfully")
    assert summary == {"id": summary["id"], "total_items": 5, "subtotal": "2999.95"}
    assert told(ask("GET", "/validate"), 200, "Cart is valid") == {"valid": True}

    ask("POST", "/add", {"product_id": tea, "quantity": 1})
    saved = ask("PATCH", "/update", {"product_id": tea, "quantity": 0})
    assert told(saved, 200, "Cart item updated successfully")["quantity"] == 0
    assert len(ask("GET", "").json()["data"]["items"]) == 2, "saved for later"
    gone = ask("DELETE", "/remove", {"product_id": tea})
    assert told(gone, 200, "Item removed from cart successfully") is None
    assert told(ask("DELETE", "/clear"), 200, "Cart cleared successfully") == {"items_removed": 1}
    its_audit_rows(told(ask("GET", "/audit-logs"), 200, "Audit logs retrieved successfully"))


def its_audit_rows(rows: list[Json]) -> None:
    """Check that they say what has happened, in this order."""
    assert all(row.keys() == {*AUDITED, "ip_address"} for row in rows)
    assert all(row["user"].startswith("user-") for row in rows)
    order = [(row["id"], row["timestamp"]) for row in rows]
    assert order == sorted(order)
    assert all(MOMENT.fullmatch(row["timestamp"]) for row in rows)
    assert [(row["action"], row["action_display"]) for row in rows] == [
        ("ADD", "Item Added"),
        ("UPDATE", "Item Updated"),
        ("UPDATE", "Item Updated"),
        ("ADD", "Item Added"),
        ("UPDATE", "Item Updated"),
        ("REMOVE", "Item Removed"),
        ("CLEAR", "Cart Cleared"),
    ]
    assert rows[0]["changes"] == {"quantity": 2, "price": "599.99"}
    assert rows[2]["changes"] == {"old_quantity": 3, "new_quantity": 5}
    assert [row["changes"] for row in rows][-2:] == [{"quantity": 0}, {"items_removed": 1}]
    assert [row["product_name"] for row in rows][-2:] == ["Tea", None]
    assert {row["ip_address"] for row in rows} == {"127.0.0.1"}


def test_the_seeds_refusals_change_nothing(ask: Ask, shop: Any) -> None:
    tea, phone = shop.products[:2]
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


@pytest.fixture
def goods(shop: Any) -> Iterator[Json]:
    """Three products of a test's own, by name."""
    prices = {"Laptop XYZ": "549.99", "Laptop ABC": "100.00", "Cable": "4.00"}
    made = {name: shop.sell(name, price, stock=10) for name, price in prices.items()}
    yield made
    for product_id in made.values():
        gone = shop.api.post(f"/products/delete/{product_id}/", shop.owner.claim)
        assert gone.status_code == 200, gone.text
        shop.products.remove(product_id)


@pytest.mark.parametrize("market", ["/"], ids=["slash"], indirect=True)
def test_what_has_changed_meanwhile_is_told(ask: Ask, bare: Market, goods: Json) -> None:
    """The seed's warnings and its cart with issues: dearer and too few, gone, and one of few."""
    for product_id in goods.values():
        ask("POST", "/add", {"product_id": product_id, "quantity": 3})
    dearer, gone, few = goods.values()
    bare.edit(dearer, price="599.99", stock=2)
    bare.edit(gone, is_active=False)
    bare.edit(few, stock=5)

    def statuses() -> list[str]:
        return [line["stock_status"] for line in ask("GET", "").json()["data"]["items"]]

    changed = ["insufficient_stock", "unavailable", "low_stock"]
    wait_for(lambda: statuses() == changed, WITHIN, "the cart knows what has changed")
    found = told(ask("GET", "/validate"), 200, "Cart has validation issues")
    assert found["valid"] is False
    assert [{**issue, "codes": None} for issue in found["issues"]] == [
        {
            "product_id": dearer,
            "product_name": "Laptop XYZ",
            "issues": ["Price increased by 50.00", "Insufficient stock. Only 2 available"],
            "codes": None,
        },
        {
            "product_id": gone,
            "product_name": "Laptop ABC",
            "issues": ["Product is no longer available"],
            "codes": None,
        },
    ]
    shown = ask("GET", "").json()
    assert shown["warnings"] == [
        "Some items in your cart are no longer available",
        "Some items have insufficient stock",
    ]
    cart, line = shown["data"], shown["data"]["items"][0]
    assert (cart["has_unavailable_items"], cart["has_stock_issues"]) == (True, True)
    assert (line["price_changed"], line["price_difference"]) == (True, "50.00")
    assert (line["price_at_addition"], line["current_price"]) == ("549.99", "599.99")
    assert line["total_price"] == "1649.97", "at the price of then"


def test_a_cart_that_was_paid_is_empty_and_its_stock_is_less(
    bare: Market, api: Api, goods: Json
) -> None:
    """What the seed asks of orders: lines of 0 go, the stock is less, the cart is cleared."""
    buyer, (sold, saved, _) = api.register(), goods.values()

    def ask(method: str, path: str, body: Json | None = None) -> Any:
        return bare.call(method, f"/api/cart{path}", body, user=buyer)

    ask("POST", "/add", {"product_id": sold, "quantity": 2})
    ask("POST", "/add", {"product_id": saved})
    ask("PATCH", "/update", {"product_id": saved, "quantity": 0})
    opened = ask("POST", "/checkout")
    assert (opened.status_code, opened.json()["success"]) == (201, True)
    assert [line["product"]["id"] for line in ask("GET", "").json()["data"]["items"]] == [sold]
    assert bare.prove(opened.json()["data"], {}, user=buyer)["receipt_id"]
    assert told(ask("GET", ""), 200, "Cart retrieved successfully")["items"] == []
    ask("POST", "/add", {"product_id": sold})

    def left() -> tuple[int, int]:
        product = ask("GET", "").json()["data"]["items"][0]["product"]
        return product["stock"], product["available"]

    wait_for(lambda: left() == (8, 8), WITHIN, "the cart knows that two were sold")
    rows = ask("GET", "/audit-logs").json()["data"]
    assert [row["action"] for row in rows[3:]] == ["REMOVE", "CLEAR", "ADD"]


def test_without_a_token_and_without_a_session_there_is_no_cart(market: Market) -> None:
    refused = market.call("GET", "/api/cart")
    assert (refused.status_code, refused.json()["success"]) == (401, False)
