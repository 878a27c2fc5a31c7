"""Buckets of tokens: how much at once, how fast they fill, and how long to wait."""

import pytest
from kit import pace
from kit.errors import TooMany
from kit.pace import Bucket, Pace
from testing.races import at_once


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    return now


def test_a_bucket_gives_its_burst_and_fills_with_time(clock):
    bucket = Bucket(burst=3, per_second=2)
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]
    clock[0] += 0.5
    assert bucket.take() == 0
    assert bucket.take() > 0
    clock[0] += 3600
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_refusal_takes_nothing(clock):
    bucket = Bucket(burst=10, per_second=1)
    bucket.take(8)
    assert bucket.take(5) == 3
    assert bucket.take(2) == 0


def test_more_than_the_burst_waits_for_a_full_bucket_and_then_owes_the_rest(clock):
    bucket = Bucket(burst=10, per_second=1)
    assert bucket.take(30) == 0
    assert bucket.take(1) == 21


def test_what_has_happened_is_charged_up_to_one_burst_of_debt(clock):
    bucket = Bucket(burst=10, per_second=1)
    bucket.charge(1000)
    assert bucket.take() == 11
    clock[0] += 11
    assert bucket.take() == 0


def test_each_key_has_a_bucket_of_its_own_and_the_refusal_says_how_long(clock):
    orders = Pace[str](burst=2, per_second=0.3)
    orders.take("a", 2)
    orders.take("b")
    with pytest.raises(TooMany) as refused:
        orders.take("a")
    assert (refused.value.reason, refused.value.retry_after) == ("too_many_requests", 4)


def test_who_owes_is_refused_until_it_is_paid_and_nobody_is_remembered_for_asking(clock):
    pace = Pace[str](10, 2)
    pace.require("a")
    assert pace._buckets.get("a") is None
    pace.charge("a", 14)
    with pytest.raises(TooMany) as refused:
        pace.require("a")
    assert refused.value.retry_after == 2
    clock[0] += 2
    pace.require("a")
    pace.require("b")


def test_of_many_at_once_exactly_the_burst_gets_through():
    orders = Pace[str](burst=20, per_second=0.001)

    def take(_):
        try:
            orders.take("a")
        except TooMany:
            return 0
        return 1

    assert sum(at_once(take, 60)) == 20
