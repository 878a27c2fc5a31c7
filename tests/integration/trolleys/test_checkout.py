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
ENDED = scaled(60)
PRICE = "4.50"
HAS_TIME = "UPDATE trolleys_session SET alive_until = now() + interval '1 hour'"
HAS_TIME += " WHERE session_id::text = %s"
RUNS_OUT = "UPDATE trolleys_session SET alive_until = now(), busy_until = now()"
RUNS_OUT += " WHERE session_id::text = %s AND state = 'active'"


def open_payment(shopper: Shopper, product_id: int) -> Json:
    """Put one unit into the cart and check out."""
    shopper.add(product_id)
    status, payment = shopper.check_out()
    assert status == 201, payment
    return payment


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


def test_a_session_that_everybody_ends_at_once_has_one_outcome(stack: Stack, bare: Market) -> None:
    """It is paid, ended, given up, released by staff and run out in the same moment."""
    product = bare.place.sell("Contested", PRICE, stock=ENDED)
    trolleys = [bare.trolley() for _ in range(ENDED)]
    shoppers = [Shopper.on_trolley(bare, trolley_id) for trolley_id in trolleys]
    payments = [open_payment(shopper, product) for shopper in shoppers]

    def end(number: int) -> int:
        index, way = divmod(number, 5)
        shopper, payment = shoppers[index], payments[index]
        if way == 0:
            return 200 if pay(shopper, payment) in ("paid", "refund_due", "refunded") else 0
        if way == 1:
            return shopper.insist("/api/session/end", {})[0]
        if way == 2:
            return shopper.cancel(payment)
        if way == 3:
            path = f"/api/trolleys/{trolleys[index]}/force-unassign"
            return int(bare.post(path, {}, user=bare.operator).status_code)
        stack.sql("trolleys", RUNS_OUT, shopper.session_id)
        return 200

    assert set(at_once(end, 5 * ENDED, threads=15)) <= {200, 400, 409}
    books = Reckoning(stack, product, stock=ENDED)
    books.rest()
    assert set(books.agree().values()) <= {"paid", "refunded"}
