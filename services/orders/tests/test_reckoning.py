"""Sums of bills, shares and tax, to the smallest unit."""

from decimal import Decimal

import pytest
from bills.reckoning import Bill, Line, Shared, tax_in
from hypothesis import given
from hypothesis import strategies as st
from orders.amounts import shares

AMOUNTS = st.integers(0, 10**9)


def line(order_id, gross, rate="19.00", **more):
    return Line(order_id=order_id, gross=gross, rate=rate, **more)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=30))
def test_shares_are_together_the_amount_and_none_is_off_by_one(amount, weights):
    parts = shares(amount, weights)
    if not any(weights):
        assert parts == [0] * len(weights)
        return
    assert sum(parts) == amount
    exact = [Decimal(amount) * each / sum(weights) for each in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


def test_a_bill_is_what_is_not_cancelled_without_what_was_taken_off():
    bill = Bill(
        [line(1, 850), line(2, 300, is_cancelled=True), line(3, 500, discount=50, voided=100)]
    )
    assert (bill.due, bill.left) == (1200, 1200)


def test_items_that_are_paid_are_not_paid_again():
    bill = Bill([line(1, 850, taken=850), line(2, 300)], paid=850)
    assert bill.items([1, 2]) == {2: 300}


def test_items_are_never_more_than_is_left():
    bill = Bill([line(1, 850), line(2, 300)], paid=1000)
    assert bill.items([1, 2]) == {1: 150}


@given(st.integers(2, 50), st.integers(1, 10**7))
def test_all_shares_are_together_the_bill(of, due):
    paid = 0
    for number in range(of):
        shared = [Shared(of, number, paid)]
        amount = Bill([line(1, due)], paid=paid, shared=shared).share(of=of, count=1)
        assert abs(amount - due / of) < 1
        paid += amount
    assert paid == due
    assert Bill([line(1, due)], paid=paid, shared=[Shared(of, of, paid)]).share(of=of, count=1) == 0


def test_shares_are_of_what_was_not_paid_in_another_way():
    bill = Bill([line(1, 1000)], paid=400)
    assert bill.share(of=3, count=1) == 200
    assert bill.share(of=3, count=2) == 400


def test_shares_of_another_number_are_no_shares_of_this():
    assert Bill([line(1, 900)], paid=300, shared=[Shared(3, 1, 300)]).share(of=2, count=1) == 300


LINES = st.lists(
    st.tuples(st.integers(0, 5000), st.sampled_from(["0.00", "7.00", "19.00", "5.50"])),
    min_size=1,
    max_size=12,
)


@given(LINES, st.data())
def test_receipts_in_parts_say_together_what_one_would(lines, data):
    """However a bill is paid, by items or by amounts: its receipts have its sums by rate."""
    lines = [line(at, gross, rate) for at, (gross, rate) in enumerate(lines)]
    due, receipted = sum(each.gross for each in lines), {}
    left = due
    while left:
        amount = data.draw(st.integers(1, left))
        bill = Bill(lines, receipted=receipted)
        items = data.draw(st.sampled_from([{}, bill.items([0, 1])]))
        amount = min(left, sum(items.values())) or amount
        items = items if sum(items.values()) == amount else {}
        rates = bill.rates_of(amount, items)
        assert sum(rates.values()) == amount
        receipted = {
            rate: receipted.get(rate, 0) + rates.get(rate, 0) for rate in {*receipted, *rates}
        }
        left -= amount
    whole = Bill(lines).rates()
    assert {rate: each for rate, each in receipted.items() if each} == {
        rate: each for rate, each in whole.items() if each
    }


def test_a_refund_has_the_rates_of_its_receipt():
    bill = Bill([line(1, 1000), line(2, 1000, "7.00")], receipted={"19.00": 1000, "7.00": 1000})
    assert bill.rates_back(1000, {"19.00": 1000, "7.00": 1000}) == {"19.00": 500, "7.00": 500}


def test_what_was_voided_goes_back_at_its_rate():
    lines = [line(1, 1000, voided=1000), line(2, 1000, "7.00")]
    bill = Bill(lines, receipted={"19.00": 1000, "7.00": 1000})
    assert bill.rates_back(1000, {"19.00": 1000, "7.00": 1000}) == {"19.00": 1000}


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [
        *((11900, "19.00", 1900), (107, "7.00", 7), (100, "0.00", 0), (-11900, "19.00", -1900)),
        *((850, "19.00", 136), (1, "19.00", 0), (3, "19.00", 0), (4, "19.00", 1)),
    ],
)
def test_the_tax_in_a_price(gross, rate, tax):
    assert tax_in(gross, rate) == tax
