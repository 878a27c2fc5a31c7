"""Processes die while shoppers pay: money, stock, receipts, sessions and trolleys agree afterwards,
and what was answered holds.
"""

from __future__ import annotations

import signal

import pytest
from testing.races import at_once
from testing.scale import WHOLE, scale, scaled

from tests.integration.trolleys.market import Market
from tests.integration.trolleys.reckoning import Reckoning
from tests.integration.trolleys.shopping import STORIES, crowd, shop
from tests.support.api import User
from tests.support.stack import RECOVERED_WITHIN, Stack
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.timeout(600), pytest.mark.embedded("kills processes")]

KILLED = ["trolleys-http", "products-http", "postgres", "trolleys-worker"]
if scale() == WHOLE:
    KILLED += ["products-worker", "trolleys-ws", "sandbox", "gateway", "redis"]
SHOPPERS = scaled(60, least=12)


@pytest.mark.parametrize("name", KILLED)
def test_killed_while_shoppers_pay(
    stack: Stack, bare: Market, customers: list[User], name: str
) -> None:
    """It dies when half of the shoppers have come."""
    product = bare.place.sell(f"Goods while {name} dies", "4.50", stock=3 * SHOPPERS)
    arrivals = crowd(bare, customers, SHOPPERS)

    def go(number: int) -> tuple[str, str]:
        if number == SHOPPERS // 2:
            stack.strike(name, signal.SIGKILL)
        story = STORIES[number % len(STORIES)]
        return shop(arrivals[number](), product, story, quantity=1 + number % 3)

    told = dict(at_once(go, SHOPPERS, threads=8))
    wait_for(stack.ready, RECOVERED_WITHIN, "ready again")
    told.pop("", None)
    books = Reckoning(stack, product, stock=3 * SHOPPERS)
    books.time_passes()
    books.rest()
    assert books.agree().items() >= told.items()
