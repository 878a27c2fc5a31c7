"""Which changes a scale's readings are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store.weighing.changes import Rules, weigh
from store.weighing.readings import Weighed

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
RULES = Rules()


def told(weights, *, every=1.0, rules=RULES, anybody=True, scale="001"):
    """The changes of one scale that shows these weights, one after the other."""
    known, grams = {}, []
    for number, weight in enumerate(weights):
        at = BEGIN + timedelta(seconds=number * every)
        known, changes = weigh(known, [Weighed(scale, weight)], at, rules=rules, anybody=anybody)
        grams += [(change.grams, change.gap) for change in changes]
    return grams


def test_the_originals_samples():
    known, _ = weigh(
        {},
        [Weighed("001", 1505), Weighed("002", 1222), Weighed("003", 3400)],
        BEGIN,
        rules=RULES,
        anybody=True,
    )
    later = [Weighed("001", 1705), Weighed("002", 1022), Weighed("003", 3900)]
    _, changes = weigh(known, later, BEGIN + timedelta(seconds=1), rules=RULES, anybody=True)
    assert [(each.scale_id, each.grams) for each in changes] == [
        ("001", 200),
        ("002", -200),
        ("003", 500),
    ]


def test_the_threshold_belongs_to_the_changes():
    assert told([2030, 2000]) == [(-30, False)]  # as floats 2.030 - 2.000 is less than 0.03
    assert told([1030, 1000]) == [(-30, False)]
    assert told([1029, 1000]) == []
    assert told([1000, 1030]) == [(30, False)]


def test_the_first_reading_is_the_baseline_even_of_a_scale_that_comes_later():
    known, changes = weigh({}, [Weighed("001", 500)], BEGIN, rules=RULES, anybody=True)
    after, more = weigh(known, [Weighed("002", 900)], BEGIN, rules=RULES, anybody=True)
    assert (changes, more) == ([], [])
    assert after["001"] == known["001"]  # left out of a reading, it stays as it is known


def test_small_changes_add_up_while_somebody_is_inside():
    assert told([1000, 980, 960]) == [(-40, False)]
    assert told([1000 - 10 * step for step in range(7)]) == [(-30, False)] * 2


def test_while_nobody_is_inside_small_changes_are_drift():
    assert told([1000, 980, 960, 940], anybody=False) == []
    assert told([1000, 980, 940], anybody=False) == [(-40, False)]


def test_what_has_drifted_is_not_charged_to_the_next_who_comes():
    known, _ = weigh({}, [Weighed("001", 1000)], BEGIN, rules=RULES, anybody=False)
    known, _ = weigh(known, [Weighed("001", 975)], BEGIN, rules=RULES, anybody=False)
    _, changes = weigh(known, [Weighed("001", 965)], BEGIN, rules=RULES, anybody=True)
    assert changes == []


def test_after_a_silence_the_difference_is_one_change_with_a_gap():
    assert told([1000, 400], every=61.0) == [(-600, True)]
    assert told([1000, 400], every=60.0) == [(-600, False)]


def test_two_machines_are_two_tables():
    """The original compared the second machine's first heartbeat with the first one's."""
    assert told([1000]) == told([8500]) == []


def test_a_hold_off_waits_for_a_steady_weight():
    patient = Rules(hold_off=timedelta(seconds=2))
    swinging = [1000, 700, 1100, 600, 610, 605]
    assert told(swinging) == [(-300, False), (400, False), (-500, False)]
    assert told(swinging, rules=patient) == [(-395, False)]
    assert told([1000, 500, 1000, 1000, 1000], rules=patient) == []


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=30))
def test_nothing_is_lost_and_nothing_is_told_twice(weights):
    """What was told and what is still below the threshold is the whole difference."""
    rest = weights[-1] - weights[0] - sum(grams for grams, _ in told(weights))
    assert abs(rest) < RULES.threshold_g


@pytest.mark.parametrize("anybody", [True, False])
@given(weights=st.lists(st.integers(0, 3000), min_size=1, max_size=20))
def test_a_reading_that_comes_again_shows_nothing_new(anybody, weights):
    doubled = [weight for weight in weights for _ in "ab"]
    assert told(doubled, anybody=anybody) == told(weights, anybody=anybody)
