"""`manage.py work`: real workers on the database of the test, stopped and killed."""

import http.client
import json
import signal
import socket
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kit import errands
from kit.errands import errand_add
from kit.models import Errand, FailureCount
from kit.worker import GRACE
from workers import until, working

pytestmark = [pytest.mark.django_db(transaction=True)]
TELL = ("POST", "/internal/tell/")
TOLD = {"success": True, "response": {"number": 7}}


def add(*keys):
    with transaction.atomic():
        for key in keys:
            errand_add("sample.tell", {}, key=key)


def states():
    return dict(Errand.objects.values_list("key", "state"))


def test_probes_and_metrics():
    with working() as worker:
        assert worker.get("/healthz/") == (200, '{"alive":true}')
        assert worker.get("/readyz") == (200, '{"ready":true}')
        assert worker.get("/orders/")[0] == 404
        metrics = worker.get("/metrics/")[1]
        assert 'aisle_job_seconds_count{job="kit.errands_deliver",result="done"}' in metrics
        assert 'aisle_errands{state="dead"} 0.0' in metrics


def test_it_does_what_is_due_and_ends_at_once(codes):
    codes.on(*TELL, TOLD)
    with working() as worker:
        add("a", "b", "c")
        until(lambda: set(states().values()) == {"done"})
        status, seconds = worker.stop()
    assert status == 0
    assert seconds < GRACE / 2, "it waits for no round and no period"
    assert sorted(one.body["key"] for one in codes.received if one.path == TELL[1]) == list("abc")


def test_what_somebody_waits_for_is_tried_again_sooner(monkeypatch):
    monkeypatch.setattr(errands, "back_off", lambda _, *, at_most: at_most)
    with transaction.atomic():
        errand_add("sample.hurry", {}, key="k-1")
    errands.errand_deliver()
    assert (
        timedelta(seconds=3) < Errand.objects.get().due_at - timezone.now() <= timedelta(seconds=5)
    )


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_in_the_middle_of_a_round_lets_it_end(codes, sign):
    codes.on(*TELL, TOLD, delay=1)
    with working() as worker:
        add("slow", "next")
        until(lambda: codes.asked(*TELL))
        status, _ = worker.stop(sign)
    assert status == 0
    assert sorted(states().values()) == ["done", "waiting"]
    assert codes.asked(*TELL) == FailureCount.objects.count() == 1


def test_killed_between_the_call_and_its_outcome_nothing_is_lost_or_doubled(codes):
    codes.on(*TELL, TOLD, delay=1)
    with working() as worker:
        add("k-1")
        until(lambda: codes.asked(*TELL))
        worker.stop(signal.SIGKILL)
    assert states() == {"k-1": "waiting"}
    assert not FailureCount.objects.exists()
    codes.on(*TELL, TOLD)
    Errand.objects.update(due_at=timezone.now() - timedelta(seconds=1))  # the lease is over
    with working():
        until(lambda: states() == {"k-1": "done"})
    assert [one.body["key"] for one in codes.received if one.path == TELL[1]] == ["k-1", "k-1"]
    assert FailureCount.objects.count() == 1


def test_two_workers_share_what_is_due(codes):
    codes.on(*TELL, TOLD, delay=0.02)
    with working() as one, working() as other:
        add(*(f"k-{number}" for number in range(60)))
        until(lambda: set(states().values()) == {"done"})
        shares = [_done(worker) for worker in (one, other)]
    assert codes.asked(*TELL) == FailureCount.objects.count() == sum(shares) == 60
    assert min(shares) > 0


def _done(worker):
    line = 'aisle_errand_tries_total{name="sample.tell",result="done"} '
    found = [each for each in worker.get("/metrics/")[1].splitlines() if each.startswith(line)]
    return int(float(found[0].removeprefix(line))) if found else 0


def test_a_job_that_fails_is_logged_and_tried_again_and_the_others_go_on():
    FailureCount.objects.create(key="rounds", count=0, expires_at=timezone.now())
    with working() as worker:
        until(lambda: FailureCount.objects.get(key="rounds").count > 5)
        until(lambda: worker.log.read_text().count("this job is broken") >= 2)
        assert worker.readiness() == (200, {"ready": True})
        metrics = worker.get("/metrics/")[1]
        lines = worker.log.read_text().splitlines()
    assert 'aisle_job_seconds_count{job="sample.broken",result="failed"}' in metrics
    errors = [json.loads(line) for line in lines if '"job failed"' in line]
    assert {error["job"] for error in errors} == {"sample.broken"}


def allow_connections(allowed):
    """Of others than the test itself; those that are open are ended."""
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            " AND pid <> %s AND %s",
            [name, connection.connection.info.backend_pid, not allowed],
        )


def test_a_database_that_goes_away_is_waited_for(codes):
    codes.on(*TELL, TOLD)
    with working() as worker:
        allow_connections(False)
        try:
            until(lambda: worker.readiness() == (503, {"ready": False, "failing": ["database"]}))
            until(lambda: "database unavailable" in worker.log.read_text())
            assert worker.process.poll() is None
        finally:
            allow_connections(True)
        add("after")
        until(lambda: states() == {"after": "done"})
        until(worker.ready)


def test_on_a_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with working("--bind", "127.0.0.1", "--port", str(port)):

        def alive():
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                client.request("GET", "/healthz/")
                return client.getresponse().status == 200
            except OSError:
                return False
            finally:
                client.close()

        until(alive)
