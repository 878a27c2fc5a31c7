"""The table of states."""

from itertools import pairwise

import pytest
from orders.states import MOVES, STATES, may_move


def test_one_forward_one_back_and_cancel():
    forward = ["new", "accepted", "preparing", "ready", "served"]
    legal = {(was, became) for was in STATES for became in STATES if may_move(was, became)}
    steps = set(pairwise(forward))
    back = {(became, was) for was, became in steps}
    cancels = {(was, "cancelled") for was in forward[:-1]}
    assert legal == steps | back | cancels


@pytest.mark.parametrize("state", STATES)
def test_the_table_is_complete(state):
    assert MOVES[state] <= set(STATES) - {state}
