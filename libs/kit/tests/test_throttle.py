"""Limits on failures: who is refused, for how long, and what many at once count."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kit import throttle
from kit.errors import TooMany
from kit.models import FailureCount
from kit.throttle import Limit
from testing.races import at_once

pytestmark = pytest.mark.django_db
CODES = Limit("wrong codes", 3, timedelta(minutes=1))
ALL = Limit("all wrong codes", 5, timedelta(minutes=10))


@pytest.fixture
def clock(monkeypatch):
    """`clock(59)` moves the time on by seconds."""
    real, moved = timezone.now, timedelta()

    def move(seconds):
        nonlocal moved
        moved += timedelta(seconds=seconds)

    monkeypatch.setattr(timezone, "now", lambda: real() + moved)
    return move


def refused(*counters):
    """Reason and seconds to wait, or None when the attempt is let in."""
    try:
        throttle.standing(*counters).require(*counters)
    except TooMany as refusal:
        return refusal.reason, refusal.retry_after
    return None


def fail(times, *counters):
    for _ in range(times):
        throttle.failure_count(*counters)


def test_the_limit_refuses_until_its_window_is_over(clock):
    here = CODES.of("203.0.113.5")
    fail(2, here)
    assert refused(here) is None
    clock(50)
    fail(1, here)
    assert refused(here) in (("too_many_attempts", 10), ("too_many_attempts", 11))
    clock(9)
    assert refused(here)[1] in (1, 2)
    clock(2)
    assert refused(here) is None
    fail(1, here)
    assert throttle.standing(here).count(here) == 1


def test_each_is_counted_alone():
    here, there = CODES.of("203.0.113.5"), CODES.of("198.51.100.7")
    everywhere = ALL.of()
    fail(3, here, everywhere)
    assert refused(here) is not None
    assert refused(there) is None
    fail(2, there, everywhere)
    assert refused(there) is None
    assert 590 < refused(there, everywhere)[1] <= 601
    standing = throttle.standing(here, there, everywhere)
    assert [standing.count(each) for each in (here, there, everywhere)] == [3, 2, 5]
    assert standing.reached(there, everywhere)
    assert not standing.reached(there)


def test_a_success_clears_what_it_names_and_nothing_else():
    here, everywhere = CODES.of("a"), ALL.of()
    fail(3, here, everywhere)
    throttle.failures_clear(here)
    assert throttle.standing(here, everywhere).count(here) == 0
    assert throttle.standing(here, everywhere).count(everywhere) == 3


def test_what_is_counted_cannot_be_read_and_kinds_and_parts_do_not_mix():
    keys = {
        CODES.of("ab", "c").key,
        CODES.of("a", "bc").key,
        CODES.of("abc").key,
        ALL.of("abc").key,
    }
    assert len(keys) == 4
    fail(1, CODES.of("203.0.113.5"))
    assert "203.0.113.5" not in str(vars(FailureCount.objects.get()))


def test_looking_is_one_query_however_many_are_asked_for(django_assert_num_queries):
    counters = (CODES.of("a"), ALL.of())
    with django_assert_num_queries(1):
        throttle.standing(*counters)
    with django_assert_num_queries(4):  # the count; expired ones in their savepoint
        throttle.failure_count(*counters)


def test_a_failure_removes_some_counts_that_are_over(clock):
    fail(1, *(CODES.of(str(number)) for number in range(15)))
    clock(61)
    fail(1, CODES.of("new"))
    assert FailureCount.objects.count() == 15 + 1 - throttle.SWEEP
    assert throttle.failures_sweep(100) == 5
    assert throttle.standing(CODES.of("new")).count(CODES.of("new")) == 1


@pytest.mark.django_db(transaction=True)
def test_failures_at_once_are_all_counted_and_never_wait_in_a_circle():
    def one(number):
        throttle.failure_count(*(ALL.of(str(each)) for each in (number % 3, (number + 1) % 3)))

    at_once(one, 48)
    counts = FailureCount.objects.values_list("count", flat=True)
    assert sorted(counts) == [32, 32, 32]
