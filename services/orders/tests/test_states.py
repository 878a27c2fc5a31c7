"""The table of states."""

from itertools import combinations, pairwise

import pytest
from orders.states import CANCELLED, NEW, SERVED, STATES, STEPS, may_move

FORWARD = ["new", "accepted", "preparing", "ready", "served"]
CHOICES = [
    [*some, SERVED] for many in range(1, 4) for some in combinations(STEPS[:-1], many)
]  # of a place


def moves(steps):
    return {(was, to) for was in STATES for to in STATES if may_move(was, to, steps)}


def test_one_forward_one_back_and_cancel():
    steps = set(pairwise(FORWARD))
    back = {(became, was) for was, became in steps}
    cancels = {(was, "cancelled") for was in FORWARD[:-1]}
    assert moves(STEPS) == steps | back | cancels


@pytest.mark.parametrize("steps", CHOICES, ids="-".join)
def test_a_place_with_two_to_four_steps_goes_through_these_only(steps):
    assert 2 <= len(steps) <= 4
    at_place = [NEW, *steps]
    pairs = set(pairwise(at_place))
    among = {(was, to) for was, to in moves(steps) if was in at_place and to in at_place}
    assert among == pairs | {(to, was) for was, to in pairs}
    assert not {to for _, to in moves(steps)} - {*at_place, CANCELLED}


@pytest.mark.parametrize("steps", CHOICES, ids="-".join)
def test_what_is_at_a_step_that_was_taken_out_goes_on_at_the_next(steps):
    for gone in set(STEPS) - set(steps):
        later = [each for each in steps if STEPS.index(each) > STEPS.index(gone)]
        earlier = [each for each in (NEW, *steps) if FORWARD.index(each) < FORWARD.index(gone)]
        assert {to for was, to in moves(steps) if was == gone} == {
            later[0],
            earlier[-1],
            CANCELLED,
        }


@pytest.mark.parametrize("steps", CHOICES, ids="-".join)
def test_what_is_cancelled_stays_so(steps):
    assert not {to for was, to in moves(steps) if was == CANCELLED}
    assert (SERVED, CANCELLED) not in moves(steps)
