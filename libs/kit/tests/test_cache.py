"""What a process remembers: for how long, how much of it, and what many threads at once see."""

import time
from threading import Event, Thread

import pytest
from kit import cache
from kit.cache import Cache, clear_all, per_process
from testing.races import at_once

pytestmark = pytest.mark.django_db


def test_a_value_is_forgotten_after_its_seconds(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: now[0])
    names = Cache(10, seconds=2)
    names.put(1, "Ann")
    now[0] += 1.99
    assert names.get(1) == "Ann"
    now[0] += 0.02
    assert names.get(1) is None


def test_none_is_a_value():
    names = Cache(10)
    names.put(1, None)
    assert names.get(1, "nobody") is None
    assert names.get(2, "nobody") == "nobody"
    assert names.get_or_make(1, lambda: "Ann") is None


@pytest.mark.parametrize("seconds", [None, 60])
def test_the_value_used_longest_ago_makes_room(seconds):
    names = Cache(3, seconds=seconds)
    for key in (1, 2, 3):
        names.put(key, str(key))
    assert names.get(1) == "1"
    names.put(4, "4")
    assert [key for key in range(1, 5) if names.get(key)] == [1, 3, 4]


def test_one_value_is_discarded_and_an_unknown_one_is_no_error():
    names = Cache(3)
    names.put(1, "1")
    names.put(2, "2")
    names.discard(1)
    names.discard(5)
    assert (names.get(1), names.get(2)) == (None, "2")


def test_what_was_made_before_a_clear_is_not_remembered_after_it():
    names = Cache(3)

    def make():
        names.clear()  # somebody writes while we read
        return "old"

    assert names.get_or_make(1, make) == "old"
    assert names.get_or_make(1, lambda: "new") == "new"


def test_a_thing_of_the_process_is_made_once_by_many_threads():
    made = []

    @per_process
    def client():
        time.sleep(0.01)
        made.append(object())
        return made[0]

    assert set(at_once(lambda _: client(), 16)) == {made[0]}
    assert len(made) == 1


def test_a_thing_whose_making_fails_is_made_by_the_next():
    answers = iter([ValueError("no"), "made"])

    @per_process
    def client():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="no"):
        client()
    assert client() == "made"


def test_all_are_cleared_together():
    names = Cache(3)
    names.put(1, "1")
    made = iter(range(5))
    number = per_process(lambda: next(made))
    assert number() == number() == 0
    clear_all()
    assert names.get(1) is None
    assert number() == 1


def test_reading_and_clearing_at_once_stay_consistent():
    numbers, stop = Cache(50, seconds=60), Event()

    def clear():
        while not stop.is_set():
            numbers.clear()

    clearing = Thread(target=clear)
    clearing.start()
    try:
        values = at_once(lambda n: numbers.get_or_make(n % 70, lambda: n % 70), 2000, threads=8)
    finally:
        stop.set()
        clearing.join()
    assert values == [number % 70 for number in range(2000)]
