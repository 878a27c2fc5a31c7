"""The JavaScript of the seeds (carts.md, smart-trolley.md), run in a browser at the suite's own
address: `carts.js` and `cart_item.jsx` are theirs, word for word.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import IMAGE, TEA, Json, Market
from tests.support.api import Api
from tests.support.waiting import wait_for
from tools.browser.window import PHONE

CARTS, ITEM, JSX, TROLLEY = (
    Path(__file__).with_name(name).read_text()
    for name in ("carts.js", "cart_item.jsx", "jsx.js", "trolley.js")
)
#: Runs an expression beside the seeds' functions; returns what the page was told meanwhile. What a
#: page would bring along (toast, navigate, …) remembers it.
RUN = """async ([token, items, item]) => {
  const told = [];
  const tell = (name) => (...words) => { told.push([name, ...words]); };
  const toast = { success: tell('success'), error: tell('error') };
  const [updateCartCount, navigate] = [tell('count'), tell('navigate')];
  const [alert, showError] = [tell('alert'), tell('showError')];
  const setCartItems = (change) => { items = change(items); told.push(['items', items]); };
  SEEDS
  const value = await EXPRESSION;
  return { told, value };
}"""
COMPILE = f"(source) => {{ {JSX}\nreturn compile(source); }}"
#: Shows a line as the seed does, presses its second button, and waits for what that has changed.
PRESS = """(async () => {
  const shown = CartItem({ item });
  shown.querySelectorAll('button')[0].click();
  while (!told.length) await new Promise((done) => { setTimeout(done, 20); });
  return [...shown.querySelectorAll('h3, span, .text-red-500, div > div > div:last-child')]
    .map((each) => `${each.className || each.localName}: ${each.textContent.trim()}`);
})()"""
WITHIN = 10.0  # seconds until a cart knows what has become of a product
Run = Callable[..., Any]


@pytest.fixture
def page(open_window: Open) -> Page:
    """A page of the suite's own: what it fetches is of the same origin."""
    page = open_window(PHONE)
    page.goto("/")
    return page


@pytest.fixture
def run(page: Page) -> Run:
    """What the page was told while the seeds' functions did this, and what it came to."""
    item = page.evaluate(COMPILE, ITEM)

    def seeds(expression: str, *, token: str = "", items: Any = (), line: Any = None) -> Any:
        script = RUN.replace("SEEDS", f"{JSX}\n{CARTS}\n{item}\n{TROLLEY}")
        return page.evaluate(
            script.replace("EXPRESSION", expression), [token, list(items), line or {}]
        )

    return seeds


def cart(market: Market, buyer: Any) -> list[Json]:
    """The lines of a user's cart."""
    return list(market.call("GET", "/api/cart/", user=buyer).json()["data"]["items"])


def test_a_signed_in_users_cart(run: Run, market: Market, api: Api) -> None:
    buyer, (tea, phone) = api.register(), market.place.products[:2]
    items = [{"product": {"id": tea}, "quantity": 1}, {"product": {"id": phone}, "quantity": 1}]

    def told(expression: str) -> Any:
        return run(expression, token=buyer.access, items=items)["told"]

    added = [["success", "Item added to cart successfully"], ["count"]]
    assert told(f"addToCart({phone}, 2)") == added
    assert told(f"addToCart({phone})") == [["success", "Cart item quantity updated"], ["count"]]
    assert told(f"addToCart({tea})") == added
    [[_, changed]] = told(f"updateQuantity({phone}, 5)")
    assert [item["quantity"] for item in changed] == [1, 5]
    assert told("validateCartBeforeCheckout()") == [["navigate", "/checkout"]]
    [[_, left]] = told(f"removeItem({tea})")
    assert [item["product"]["id"] for item in left] == [phone]
    lines = cart(market, buyer)
    assert [(item["product"]["id"], item["quantity"]) for item in lines] == [(phone, 5)]


def test_what_a_page_says_of_refusals_and_changes(
    run: Run, page: Page, watch: Watch, market: Market, api: Api
) -> None:
    watch.allow("status of 400", "Validation errors", IMAGE)
    buyer = api.register()
    laptop = market.place.sell("Laptop ABC", "599.99", stock=50, image=IMAGE)
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))

    def told(expression: str, **more: Any) -> Any:
        return run(expression, token=buyer.access, **more)

    assert told(f"addToCart({laptop}, 51)")["told"] == [["error", "Validation failed"]]
    assert told(f"addToCart({laptop}, 3)")["told"][0][0] == "success"
    assert told(f"updateQuantity({laptop}, 51)")["told"] == [["alert", "Validation failed"]]
    market.edit(laptop, price="649.99", stock=2)
    wait_for(lambda: cart(market, buyer)[0]["price_changed"], WITHIN, "the cart knows the price")
    assert told("validateCartBeforeCheckout()")["told"] == []
    assert [line for line in lines if not line.startswith("Failed to load")] == [
        "Validation errors: {quantity: Array(1)}",
        "Laptop ABC: [Price increased by 50.00, Insufficient stock. Only 2 available]",
    ]
    pressed = told(PRESS, line=cart(market, buyer)[0])
    assert pressed["value"] == [
        *("h3: Laptop ABC", "text-red-500: Price increased by $50"),
        *("text-red-500: Only 2 available", "line-through: $599.99", "font-bold: $649.99"),
        *("span: 3", "div: Total: $1799.97"),
    ]
    assert cart(market, buyer)[0]["quantity"] == 2


def test_a_trolley_from_the_scan_to_the_end(
    run: Run, page: Page, watch: Watch, market: Market, api: Api
) -> None:
    watch.allow("status of 409")
    john, trolley_id = api.register(), market.trolley()
    went = run(f"shop('{trolley_id}', {{ id: {john.user_id} }}, '{TEA}')")
    assert went["told"] == [
        ["navigate", "/shopping"],
        ["success", "Item added to cart successfully"],
    ]
    session_id = page.evaluate("localStorage.getItem('session_id')")
    assert went["value"] == session_id
    late = run(f"shop('{trolley_id}', {{ id: {api.register().user_id} }}, '{TEA}')")
    assert late["told"] == [["showError", f"This trolley is being used by {john.username}"]]
    ended = run(f"finish('{session_id}')")["value"]
    assert ended == {
        "status": 200,
        "session_id": session_id,
        "trolley_id": trolley_id,
        "items_cleared": 1,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }
