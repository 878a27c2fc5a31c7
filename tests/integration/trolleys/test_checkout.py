"""Many who pay at once, with the ledger of products, the provider and the gateway as they run."""

from __future__ import annotations

from collections import Counter

import pytest
from testing.races import at_once
from testing.scale import scaled

from tests.integration.trolleys.market import Json, Market
from tests.integration.trolleys.reckoning import Reckoning
from tests.integration.trolleys.shopping import STORIES, Shopper, crowd, pay, shop
from tests.support.api import User
from tests.support.stack import Stack

# The first one also waits for the suite, which has 90 s to start on a machine that is busy.
pytestmark = [pytest.mark.timeout(600), pytest.mark.embedded("reads the provider's books")]

CROWD = scaled(200)
PAYERS = scaled(180)
PRICE = "4.50"
HAS_TIME = "UPDATE trolleys_session SET alive_until = now() + interval '1 hour'"
HAS_TIME += " WHERE session_id::text = %s"


def test_the_last_unit_is_sold_once(stack: Stack, bare: Market, customers: list[User]) -> None:
    last = bare.place.sell("The last one", PRICE, stock=1)
    arrivals = crowd(bare, customers, CROWD)

    def take(number: int) -> Shopper:
        shopper = arrivals[number]()
        shopper.add(last)
        stack.sql("trolleys", HAS_TIME, shopper.session_id)
        return shopper

    shoppers = at_once(take, CROWD, threads=8)

    def check_out(number: int) -> tuple[int, Json]:
        return shoppers[number].check_out()

    told = at_once(check_out, CROWD, threads=20)
    assert Counter(status for status, _ in told) == {201: 1, 409: CROWD - 1}
    for refusal in (answer for status, answer in told if status == 409):
        assert "Cart has validation issues" in refusal.values()
        [issue] = (refusal.get("data") or refusal)["issues"]
        assert issue["codes"] == ["insufficient_stock"]
        assert issue["issues"] == ["Insufficient stock. Only 0 available"]
    books = Reckoning(stack, last, stock=1)
    assert [*books.agree().values()] == ["created"]
    [(winner, payment)] = [
        (shopper, answer)
        for shopper, (status, answer) in zip(shoppers, told, strict=True)
        if status == 201
    ]
    assert pay(winner, payment) == "paid"
    books.rest()
    assert books.agree() == {payment["payment_id"]: "paid"}


def test_each_of_many_payments_counts_once(
    stack: Stack, bare: Market, customers: list[User]
) -> None:
    """The provider tells of each by two events, twice each and in any order, while the payer's
    browser brings the proof.
    """
    product = bare.place.sell("Everybody's", PRICE, stock=3 * PAYERS)
    arrivals = crowd(bare, customers, PAYERS)

    def go(number: int) -> tuple[str, str]:
        story = STORIES[number % len(STORIES)]
        return shop(arrivals[number](), product, story, quantity=1 + number % 3)

    told = dict(at_once(go, PAYERS, threads=8))
    books = Reckoning(stack, product, stock=3 * PAYERS)
    books.rest()
    assert books.agree() == told
