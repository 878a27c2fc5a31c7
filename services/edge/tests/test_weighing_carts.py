"""Units, whose they are, and what is held in the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store import states
from store.weighing.carts import Line, Moved, cart, held
from store.weighing.units import Planned, Units, fitting, picked, placed
from store.weighing.whose import Stay, whose

COLA, CHIPS, NUTS = 1, 2, 3
PLAN = {
    COLA: [Planned(COLA, 350, 10)],
    CHIPS: [Planned(CHIPS, 150, 10)],
    NUTS: [Planned(NUTS, 205, 10)],
}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("grams", "quantity"),
    [
        (350, 1),
        (340, 1),
        (360, 1),
        (339, None),
        (361, None),
        (700, 2),
        (711, None),
        (9, None),
        (1050, 3),
    ],
)
def test_grams_that_are_a_whole_number_of_units(grams, quantity):
    assert fitting(grams, PLAN[COLA][0]) == quantity
    assert picked(grams, PLAN[COLA][0]) == Units(COLA, quantity)


def test_a_scale_without_a_plan():
    assert picked(350, None) == Units(None, None)
    assert placed(350, None, {}, PLAN) == Units(None, None)


def test_a_return_to_the_wrong_shelf_is_known_by_its_weight():
    shelf = PLAN[CHIPS][0]
    assert placed(350, shelf, {COLA: 1}, PLAN) == Units(COLA, 1)
    assert placed(350, shelf, {COLA: 1, NUTS: 2}, PLAN) == Units(COLA, 1)
    assert placed(150, shelf, {CHIPS: 1, COLA: 1}, PLAN) == Units(CHIPS, 1)  # it belongs there
    assert placed(350, shelf, {NUTS: 1}, PLAN) == Units(CHIPS, None)  # nothing held weighs that
    assert placed(350, None, {COLA: 1}, PLAN) == Units(COLA, 1)


def test_what_might_be_one_of_several_stays_open():
    plan = {**PLAN, NUTS: [Planned(NUTS, 350, 5)]}
    assert placed(350, PLAN[CHIPS][0], {COLA: 1, NUTS: 1}, plan) == Units(CHIPS, None)


def test_somebody_is_inside_from_the_first_moment_to_just_before_the_last():
    stay = Stay(UUID(int=1), BEGIN, BEGIN + timedelta(seconds=10))
    moments = [-1, 0, 9, 10]
    assert [stay.covers(BEGIN + timedelta(seconds=each)) for each in moments] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("mode", states.MODES)
def test_only_in_customer_mode_is_a_change_anybodys(mode):
    stays = [Stay(UUID(int=number), BEGIN) for number in range(3)]
    found = [whose(mode, stays[:count], BEGIN) for count in range(4)]
    assert [len(each.visits) for each in found] == [0, 1, 2, 3]
    if mode != states.CUSTOMER_MODE:
        assert {each.attribution for each in found} == {states.STOCK_MOVEMENT}
        return
    assert [each.attribution for each in found] == [
        "unaccounted",
        "attributed",
        "contested",
        "contested",
    ]


def test_what_is_put_back_leaves_what_was_picked_last():
    moves = [
        Moved("PICKED", COLA, 2, 150),
        Moved("PICKED", COLA, 1, 180),
        Moved("PLACED", COLA, 2, 180),
    ]
    assert cart(moves) == ([Line(COLA, 150, 1)], {})


def test_no_line_falls_below_nothing():
    lines, surplus = cart(
        [
            Moved("PICKED", COLA, 1, 150),
            Moved("PLACED", COLA, 3, 150),
            Moved("PICKED", COLA, 1, 150),
        ]
    )
    assert (lines, surplus) == ([Line(COLA, 150, 1)], {COLA: 2})


moved = st.builds(
    Moved,
    st.sampled_from(states.DIRECTIONS),
    st.integers(1, 3),
    st.integers(1, 4),
    st.sampled_from([150, 180]),
)


@given(st.lists(moved, max_size=30))
def test_what_is_held_is_as_an_oracle_counts_unit_by_unit(moves):
    pile: list[tuple[int, int]] = []
    beyond: dict[int, int] = {}
    for move in moves:
        for _ in range(move.quantity):
            mine = [index for index, (product, _) in enumerate(pile) if product == move.product_id]
            if move.status == "PICKED":
                pile.append((move.product_id, move.unit_price))
            elif mine:
                pile.pop(mine[-1])
            else:
                beyond[move.product_id] = beyond.get(move.product_id, 0) + 1
    lines, surplus = cart(moves)
    assert {(line.product_id, line.unit_price): line.quantity for line in lines} == {
        each: pile.count(each) for each in pile
    }
    assert surplus == beyond
    assert sum(held(lines).values()) == len(pile)
