"""The rounds of a worker, inside of the test's process: who is late, who is left behind."""

import threading

import pytest
from django.db import connection
from kit import worker
from kit.errands import errand_deliver
from kit.worker import Job, Worker, back_off
from workers import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start():
    """Run a worker with these jobs in a thread; gives it and what its `run` returned."""
    running = []

    def begin(*jobs):
        one, results = Worker(jobs), []
        thread = threading.Thread(target=lambda: results.append(one.run()))
        thread.start()
        running.append((one, thread))
        return one, results

    yield begin
    for one, thread in running:
        one.stop()
        thread.join(10)


@pytest.fixture
def hanging():
    """A job whose first round does not end before the test; gives it and what ends it."""
    go, begun = threading.Event(), threading.Event()

    def hang():
        begun.set()
        go.wait(10)

    yield Job("hanging", 60.0, hang), begun
    go.set()


def test_a_round_that_says_there_is_more_is_followed_at_once(start):
    left = list(range(50))

    def work():
        left.pop()
        return bool(left)

    start(Job("work", 3600.0, work))
    until(lambda: not left)


def test_a_job_that_hangs_holds_up_no_other_and_is_named(start, hanging, monkeypatch):
    rounds = []
    one, _ = start(hanging[0], Job("other", 0.01, lambda: rounds.append(1)))
    until(lambda: len(rounds) > 5)
    assert one.failing() == ["hanging"]


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_job_that_rests_long_gives_its_connection_back(start):
    backends = []
    start(Job("work", worker.IDLE + 1, lambda: backends.append(backend())))
    until(lambda: backends)

    def connected():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)", [backends])
            return cursor.fetchone()[0]

    until(lambda: not connected())


def test_a_job_that_comes_often_keeps_its_connection(start):
    backends = []
    start(Job("work", 0.01, lambda: backends.append(backend())))
    until(lambda: len(backends) > 5)
    assert len(set(backends)) == 1


def test_a_job_is_late_when_its_last_round_is_long_ago(start, monkeypatch):
    one, _ = start(Job("daily", 3600.0, lambda: None))
    until(lambda: one.failing() == [])
    monkeypatch.setattr(worker, "LATE", -3601.0)
    assert one.failing() == ["daily"]


def test_a_round_that_does_not_end_is_left_at_a_stop(start, hanging, monkeypatch, caplog):
    monkeypatch.setattr(worker, "GRACE", 0.1)
    job, begun = hanging
    one, results = start(job)
    assert begun.wait(10)
    one.stop()
    until(lambda: results == [False])
    assert "stopped in the middle of a round: hanging" in caplog.text


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (4, 8), (7, 60), (500, 60)])
def test_back_off_doubles_up_to_its_bound(failures, seconds):
    tries = [back_off(failures, at_most=60.0) for _ in range(200)]
    assert seconds * 0.75 <= min(tries) < seconds < max(tries) <= seconds * 1.25


def test_a_round_that_finds_nothing_is_one_question_without_a_transaction(
    django_assert_num_queries,
):
    errand_deliver()
    with django_assert_num_queries(1) as asked:
        assert not errand_deliver()
    assert asked[0]["sql"].startswith("EXECUTE")
