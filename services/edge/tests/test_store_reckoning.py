"""How a receipt stands: sums that come out to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store.reckoning import Billed, Credit, Standing, moved, total_of, units_of

AMOUNT = st.integers(0, 10_000)


def credits():
    def make(amount, back, by_hand):
        back = min(back, amount)
        return amount, back, min(by_hand, back)

    made = st.builds(make, st.integers(1, 10_000), AMOUNT, AMOUNT)
    return st.lists(made, max_size=4).map(
        lambda some: [Credit(pk, *values) for pk, values in enumerate(some)]
    )


def test_nothing_was_paid():
    assert Standing().due(450) == 450
    assert Standing().too_much(450) == {}


def test_what_was_promised_is_not_asked_for():
    assert Standing(promised=500).due(450) == 0
    assert Standing(promised=300).due(450) == 150


def test_what_goes_back_is_due_again_unless_somebody_gave_it_by_hand():
    assert Standing([Credit(1, 450, back=150)]).due(450) == 150
    assert Standing([Credit(1, 450, back=150, by_hand=150)]).due(450) == 0


@pytest.mark.parametrize(
    ("total", "parts"),
    [(700, {}), (650, {2: 50}), (400, {2: 200, 1: 100}), (0, {2: 200, 1: 500})],
)
def test_an_excess_goes_back_from_what_came_last(total, parts):
    assert Standing([Credit(1, 500), Credit(2, 200)]).too_much(total) == parts


@given(credits(), AMOUNT, AMOUNT)
def test_paid_and_due_and_excess_make_the_total(made, promised, total):
    """Unless something was given away by hand or is promised, what stays is what is billed."""
    standing = Standing(made, promised)
    back = standing.too_much(total)
    assert all(0 < part <= made[pk].left for pk, part in back.items())
    assert standing.paid - sum(back.values()) == min(standing.paid, total)
    waived = sum(credit.by_hand for credit in made)
    assert standing.due(total) == max(0, total - standing.paid - promised - waived)


def test_sums_and_units_of_lines():
    lines = [Billed(1, "Cola", 2, 150), Billed(1, "Cola", 1, 160), Billed(2, "Crisps", 3, 0)]
    assert total_of(lines) == 460
    assert units_of(lines) == {1: 3, 2: 3}


def test_the_ledger_is_told_what_has_changed():
    assert moved({1: 2, 2: 1}, {}) == {1: 2, 2: 1}
    assert moved({1: 1, 2: 1}, {1: 2, 2: 1}) == {1: -1}
    assert moved({}, {1: 2}) == {1: -2}
    assert moved({1: 2}, {1: 2}) == {}
