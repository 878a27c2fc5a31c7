"""What changes in the catalogue shows on the phone of whoever has the product in the cart."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.integration.conftest import Listen
from tests.integration.trolleys.market import Json, Market
from tests.support.api import Api, User, answer
from tests.support.listener import Listener

# The first one also waits for the suite, which has 90 s to start on a machine that is busy.
pytestmark = pytest.mark.timeout(150)

WITHIN = 2.0  # seconds, as promised
BUSY = 10.0  # seconds that it may take when the machine has stalled


def told(phone: Listener, known: int, line: Json) -> float:
    """In how many seconds the phone hears, after so many events, that its line is like this."""
    began = time.monotonic()

    def heard() -> Any:
        return any(
            frame.kind == "cart.changed"
            and frame.data["action"] == "catalogue"
            and frame.data["line"].items() >= line.items()
            for frame in phone.events[known:]
        )

    phone.wait(heard, f"the line is {line}", BUSY)
    return time.monotonic() - began


def test_a_price_and_what_a_table_orders_show_on_the_phone(
    api: Api, bare: Market, john: User, listen: Listen
) -> None:
    """Carts and tables share one ledger."""
    product = bare.place.sell("Cake of the day", "3.00", stock=7)
    session = bare.session(bare.trolley(), john)
    added = bare.post("/api/cart/add", {"session_id": session["session_id"], "product_id": product})
    assert added.status_code == 201, added.text
    phone, table = listen(path=f"/ws/trolleys/{session['session_code']}/"), bare.place.open()

    edit = {"product": {"price": "3.50"}}
    answer(api.post(f"/products/edit/{product}/", {**bare.place.owner.claim, **edit}))
    took = [told(phone, 0, {"price_at_addition": "3.00", "current_price": "3.50"})]
    for units, status in ((4, "low_stock"), (3, "insufficient_stock")):
        known = len(phone.events)
        for _ in range(units):
            answer(api.order(table, product))
        took.append(told(phone, known, {"stock_status": status}))
    assert phone.events[-1].data["has_stock_issues"]
    assert min(took) <= WITHIN, took
