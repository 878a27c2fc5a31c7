"""Whose a change is, against somebody who stands at the door and keeps a list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from store import states
from store.weighing.whose import Stay, whose

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 40

seconds = st.integers(0, SECONDS)
#: When somebody comes, and how long they stay; None: they are there still.
came_and_stayed = st.tuples(seconds, st.none() | st.integers(0, SECONDS))


def at(second):
    return BEGIN + timedelta(seconds=second)


def on_the_list(people, moment):
    """Who is inside: the door is opened for one after the other, each second."""
    inside: set[int] = set()
    for second in range(moment + 1):
        for number, (came, stayed) in enumerate(people):
            if came == second:
                inside.add(number)
            if stayed is not None and came + stayed == second:
                inside.discard(number)
    return sorted(inside)


@given(st.lists(came_and_stayed, max_size=5), seconds, st.sampled_from(states.MODES))
def test_a_change_is_of_who_stands_on_the_list(people, moment, mode):
    stays = [
        Stay(UUID(int=number), at(came), None if stayed is None else at(came + stayed))
        for number, (came, stayed) in enumerate(people)
    ]
    found = whose(mode, stays, at(moment))
    inside = on_the_list(people, moment)
    assert [visit.int for visit in found.visits] == inside
    expected = ("unaccounted", "attributed", "contested")[min(len(inside), 2)]
    assert found.attribution == (expected if mode == states.CUSTOMER_MODE else "stock_movement")


@given(st.lists(came_and_stayed, max_size=5), seconds)
def test_at_most_one_visit_is_charged(people, moment):
    stays = [
        Stay(UUID(int=number), at(came), None if stayed is None else at(came + stayed))
        for number, (came, stayed) in enumerate(people)
    ]
    found = whose(states.CUSTOMER_MODE, stays, at(moment))
    assert found.attribution != states.ATTRIBUTED or len(found.visits) == 1
