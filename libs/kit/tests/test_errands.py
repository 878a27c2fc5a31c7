"""Errands: written with the write, done once, tried again, given up, shown."""

import io
import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from kit import errands, metrics
from kit.errands import errand_add, errand_deliver, errands_requeue
from kit.logs import request_id
from kit.models import Errand, FailureCount
from testing.races import at_once

pytestmark = pytest.mark.django_db
TELL = ("POST", "/internal/tell/")
NAME = "sample.tell"


def add(key="k-1", **payload):
    with transaction.atomic():
        errand_add(NAME, payload, key=key)


def due_now():
    """As when time has passed; how many errands there are."""
    return Errand.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(days=1))


def seconds_until_due():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM due_at - statement_timestamp()) FROM kit_errand")
        return float(cursor.fetchone()[0])


@pytest.fixture
def told(codes):
    """Let codes answer; gives what it was sent."""
    codes.on(*TELL, {"success": True, "response": {"number": 7}})
    return lambda: [one.body for one in codes.received if one.path == TELL[1]]


def test_it_is_done_once_with_its_key(told):
    add(text="hello")
    assert errand_deliver() is True
    assert errand_deliver() is False
    assert told() == [{"text": "hello", "key": "k-1"}]
    errand = Errand.objects.get()
    assert (errand.state, errand.attempts, errand.error) == ("done", 1, "")
    assert FailureCount.objects.get(key="k-1").count == 7


def test_the_request_id_of_the_write_goes_along(told, codes):
    token = request_id.set("id-1")
    add()
    request_id.reset(token)
    errand_deliver()
    assert codes.received[-1].headers["X-Request-Id"] == "id-1"
    assert request_id.get() == ""


def test_the_same_key_again_is_the_same_errand(told):
    add(text="first")
    add(text="second")
    errand_deliver()
    add(text="third")
    assert errand_deliver() is False
    assert [each["text"] for each in told()] == ["first"]


def test_a_name_without_handler_is_refused_at_once():
    with pytest.raises(LookupError, match=r"no handler for errands named sample\.nothing"):
        errand_add("sample.nothing", {}, key="k")
    assert not Errand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_write_that_is_rolled_back_takes_its_errand_along(told):
    with transaction.atomic():
        errand_add(NAME, {}, key="k-1")
        transaction.set_rollback(True)
    assert not Errand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_there_is_no_errand():
    with pytest.raises(transaction.TransactionManagementError):
        errand_add(NAME, {}, key="k-1")
    assert not Errand.objects.exists()


@pytest.fixture
def pauses(monkeypatch):
    """The failures for which a pause was asked, and the bounds; each pause is 1000 seconds."""
    asked = []

    def pause(failures, *, at_most):
        asked.append((failures, at_most))
        return 1000.0

    monkeypatch.setattr(errands, "back_off", pause)
    return asked


def test_a_peer_that_is_down_is_asked_again_ever_later(codes, told, pauses):
    codes.broken = True
    add()
    for tries in (1, 2, 3):
        assert errand_deliver() is True
        errand = Errand.objects.get()
        assert (errand.state, errand.attempts) == ("waiting", tries)
        assert errand.error == "Unavailable: Codes service unavailable"
        assert 900 < seconds_until_due() <= 1000
        assert errand_deliver() is False
        due_now()
    assert pauses == [(tries, errands.PAUSE) for tries in (1, 2, 3)]
    codes.broken = False
    assert errand_deliver() is True
    assert Errand.objects.get().state == "done"
    assert len(told()) == 1


def test_after_its_tries_it_is_dead_and_can_be_tried_again(codes, told, pauses, caplog):
    codes.broken = True
    add(text="late")
    for _ in range(4):
        errand_deliver()
        due_now()
    assert errand_deliver() is False
    errand = Errand.objects.get()
    assert (errand.state, errand.attempts) == ("dead", 4)
    assert "errand is dead: Unavailable: Codes service unavailable" in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    codes.broken = False
    assert errands_requeue([errand.pk, 987]) == 1
    assert errand_deliver() is True
    assert told() == [{"text": "late", "key": "k-1"}]
    assert Errand.objects.get().state == "done"


def test_a_refusal_for_good_is_dead_at_once(codes):
    codes.on(*TELL, {"success": False, "reason": "conflict"}, status=409)
    add()
    errand_deliver()
    errand = Errand.objects.get()
    assert (errand.state, errand.attempts, errand.error) == ("dead", 1, "Refused: conflict")
    assert not FailureCount.objects.exists()


def test_a_bug_in_a_handler_is_logged_with_its_trace(monkeypatch, caplog):
    monkeypatch.setitem(errands._known(), NAME, errands._Entry(lambda _: 1 / 0, 4))
    add()
    assert errand_deliver() is True
    [record] = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert record.exc_info[0] is ZeroDivisionError
    assert (record.errand, record.key, record.attempts) == (NAME, "k-1", 1)
    assert Errand.objects.get().error == "ZeroDivisionError: division by zero"


def test_an_outcome_that_fails_leaves_the_errand_to_be_done_again(told):
    add()
    FailureCount.objects.create(key="k-1", count=1, expires_at=timezone.now())
    errand_deliver()
    errand = Errand.objects.get()
    assert (errand.state, errand.attempts) == ("waiting", 1)
    assert errand.error.startswith("IntegrityError")
    FailureCount.objects.all().delete()
    due_now()
    errand_deliver()
    assert Errand.objects.get().state == "done"


def test_a_worker_that_was_killed_leaves_its_errand_to_the_next(told):
    add()
    taken = errands._take()
    assert taken is not None
    assert errand_deliver() is False  # the lease runs
    assert 30 < seconds_until_due() <= 60
    due_now()
    assert errand_deliver() is True
    assert (Errand.objects.get().attempts, len(told())) == (2, 1)


def test_a_worker_that_comes_too_late_changes_nothing(told):
    add()
    slow = errands._take()
    due_now()
    errand_deliver()
    FailureCount.objects.update(count=99)
    errands._try(slow)  # done elsewhere meanwhile: the other service has heard it twice
    assert len(told()) == 2
    errand = Errand.objects.get()
    assert (errand.state, errand.attempts) == ("done", 2)
    assert FailureCount.objects.get().count == 99


def test_an_errand_that_kills_its_workers_is_dead_after_its_tries(told):
    add()
    for _ in range(4):
        errands._take()
        due_now()
    errand_deliver()
    errand = Errand.objects.get()
    assert (errand.state, errand.error) == ("dead", "Refused: no try has come to an end")
    assert told() == []


def test_the_own_database_failing_is_no_failure_of_the_errand(monkeypatch):
    def lost(_):
        raise OperationalError("server closed the connection")

    monkeypatch.setitem(errands._known(), NAME, errands._Entry(lost, 1))
    add()
    with pytest.raises(OperationalError):
        errand_deliver()
    assert Errand.objects.get().state == "waiting"


def test_an_older_worker_leaves_what_only_a_newer_one_can_do(told):
    Errand.objects.create(name="sample.newer", key="k", payload={})
    assert errand_deliver() is False
    assert Errand.objects.get().attempts == 0


def test_the_longest_due_comes_first(told):
    for key in ("young", "old"):
        add(key)
    Errand.objects.filter(key="old").update(due_at=F("due_at") - timedelta(seconds=5))
    while errand_deliver():
        pass
    assert [each["key"] for each in told()] == ["old", "young"]


def test_what_was_done_a_week_ago_is_forgotten_and_what_is_dead_is_not(told):
    for key in ("old", "young", "dead", "waiting"):
        Errand.objects.create(name=NAME, key=key, payload={}, state="done")
    Errand.objects.filter(key="old").update(ended_at=timezone.now() - timedelta(days=8))
    Errand.objects.filter(key="young").update(ended_at=timezone.now() - timedelta(days=6))
    for state in ("dead", "waiting"):
        long_ago = timezone.now() - timedelta(days=99)
        Errand.objects.filter(key=state).update(state=state, ended_at=long_ago)
    assert errands.errands_prune() is False
    assert set(Errand.objects.values_list("key", flat=True)) == {"young", "dead", "waiting"}


def test_dead_ones_are_shown_and_tried_again_by_command(codes, told):
    codes.on(*TELL, {"success": False, "reason": "conflict"}, status=409)
    add("bad")
    errand_deliver()
    add("good")
    dead = Errand.objects.get(key="bad")
    out = io.StringIO()
    call_command("errands", stdout=out)
    first, last = out.getvalue().splitlines()
    assert first.startswith(f"{dead.pk} dead sample.tell bad since ")
    assert first.endswith("1 tries: Refused: conflict")
    assert last == "1 errands are dead or have failed"
    call_command("errands", "--requeue", str(dead.pk), "999999", stdout=out)
    assert out.getvalue().endswith("1 of 2 are tried again\n")
    assert Errand.objects.filter(state="waiting").count() == 2


def test_metrics(codes, told):
    tries = metrics.errand_tries.labels(NAME, "done")
    before = tries._value.get()
    add("one")
    add("two")
    errand_deliver()
    Errand.objects.create(name=NAME, key="dead", payload={}, state="dead")
    errands.errands_measure()
    text = metrics.render()[0].decode()
    assert 'aisle_errands{state="waiting"} 1.0' in text
    assert 'aisle_errands{state="dead"} 1.0' in text
    assert tries._value.get() == before + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_each_errand_is_done_by_one(told):
    for number in range(40):
        add(f"k-{number}")

    def work(_):
        done = 0
        while errand_deliver():
            done += 1
        return done

    assert sum(at_once(work, 8, threads=8)) == 40
    assert sorted(each["key"] for each in told()) == sorted(f"k-{number}" for number in range(40))
    assert FailureCount.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_of_many_writes_with_one_key_one_errand_remains(told):
    at_once(lambda number: add(number=number), 16)
    assert Errand.objects.count() == 1
