"""The JavaScript of the seeds (carts.md, smart-trolley.md), run in a browser at the suite's own
address.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.integration.trolleys.market import PHONE as SMARTPHONE
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api, Place, User
from tests.support.stack import Stack
from tools.browser.window import PHONE

SEEDS = Path(__file__).with_name("seeds.js").read_text()
#: Runs an expression beside the seeds' functions; returns what the page was told meanwhile.
RUN = """async ([token, items]) => {
  const told = [];
  const tell = (name) => (...words) => { told.push([name, ...words]); };
  const page = {
    token,
    toast: { success: tell('success'), error: tell('error') },
    updateCartCount: tell('count'),
    navigate: tell('navigate'),
    alert: tell('alert'),
    showError: tell('showError'),
    setCartItems: (change) => { items = change(items); told.push(['items', items]); },
  };
  const value = await BODY;
  return { told, value };
}"""
Run = Callable[..., Any]


@pytest.fixture
def market(stack: Stack, api: Api, owner: User) -> Market:
    """It sells tea and smartphones."""
    operator = api.register()
    stack.manage("verification", "grant", operator.username, "operator")
    place = Place.create(api, owner)
    place.sell("Tea", "4.50", barcode=TEA, stock=50)
    place.sell("Smartphone XYZ", "599.99", barcode=SMARTPHONE, stock=50)
    return Market(api, place, api.sign_in(operator))


@pytest.fixture
def page(open_window: Open) -> Page:
    """A page of the suite's own: what it fetches is of the same origin."""
    page = open_window(PHONE)
    page.goto("/")
    return page


def run(page: Page, expression: str, *, token: str = "", items: Any = ()) -> Any:
    """What the page was told while the seeds' functions did this, and what it came to."""
    body = f"(async () => {{ {SEEDS}\nreturn await ({expression}); }})()"
    return page.evaluate(RUN.replace("BODY", body), [token, list(items)])


def test_a_signed_in_users_cart(page: Page, market: Market, api: Api) -> None:
    buyer, (tea, phone) = api.register(), market.place.products
    items = [{"product": {"id": tea}, "quantity": 1}, {"product": {"id": phone}, "quantity": 1}]

    def told(expression: str) -> Any:
        return run(page, expression, token=buyer.access, items=items)["told"]

    added = [["success", "Item added to cart successfully"], ["count"]]
    assert told(f"addToCart({phone}, 2)") == added
    assert told(f"addToCart({phone})") == [["success", "Cart item quantity updated"], ["count"]]
    assert told(f"addToCart({tea})") == added
    [[_, changed]] = told(f"updateQuantity({phone}, 5)")
    assert [item["quantity"] for item in changed] == [1, 5]
    assert told("validateCartBeforeCheckout()") == [["navigate", "/checkout"]]
    [[_, left]] = told(f"removeItem({tea})")
    assert [item["product"]["id"] for item in left] == [phone]
    cart = market.call("GET", "/api/cart/", user=buyer).json()["data"]
    assert [(item["product"]["id"], item["quantity"]) for item in cart["items"]] == [(phone, 5)]


def test_a_trolley_from_the_scan_to_the_end(page: Page, market: Market, api: Api) -> None:
    john, trolley_id = api.register(), market.trolley()
    went = run(page, f"shop('{trolley_id}', {{ id: {john.user_id} }}, '{TEA}')")
    assert went["told"] == [
        ["navigate", "/shopping"],
        ["success", "Item added to cart successfully"],
    ]
    session_id = page.evaluate("localStorage.getItem('session_id')")
    assert went["value"] == session_id
    ended = run(page, f"finish('{session_id}')")["value"]
    assert ended == {
        "status": 200,
        "session_id": session_id,
        "trolley_id": trolley_id,
        "items_cleared": 1,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }
