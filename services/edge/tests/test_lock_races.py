"""Many customers at one machine at the same moment."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from customers import LOCK, frames_of, take
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once, waiting
from vending.actions import lock_ends
from vending.actions.display import code_rotate
from vending.actions.locks import machine_lock
from vending.models import Lock, LoggedEvent, Machine, MachineEvent
from world import ALICE

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_fifty_clients_with_one_code_one_gets_the_machine(machine):
    code = machine.display_code

    def lock(number):
        body = {"client_id": f"client-{number}", "code": code}
        answer = ApiClient().send(LOCK, body)
        return answer.status_code, answer.json()["status"]

    counts = Counter(at_once(lock, 50))
    assert counts == {(200, "locked"): 1, (409, "busy"): 49}
    assert Lock.objects.count() == 1
    assert [frame["type"] for frame in frames_of(machine)] == ["lock"]
    assert MachineEvent.objects.count() == 1
    assert LoggedEvent.objects.count() == 1


def test_one_client_that_sends_its_code_many_times_gets_one_lock(machine):
    answers = at_once(lambda _: take(ApiClient(), machine), 16)
    assert len({body["expires_at"] for _, body in answers}) == 1
    assert {status for status, _ in answers} == {200}
    assert [frame["type"] for frame in frames_of(machine)] == ["lock"]


def test_of_many_unlocks_one_unlocks(machine):
    take(ApiClient(), machine)

    def release(_):
        path = f"/api/machine/{machine.machine_id}/unlock/"
        body = f'{{"client_id":"{ALICE}"}}'
        return Client().post(path, body, content_type="application/json").status_code

    assert Counter(at_once(release, 16)) == {200: 1, 409: 15}
    assert [frame["type"] for frame in frames_of(machine)] == ["lock", "unlock", "display_code"]
    assert Machine.objects.get().display_code != machine.display_code


def test_a_code_that_changes_while_somebody_sends_it_locks_nothing(machine):
    body = {"client_id": ALICE, "code": machine.display_code}

    def lock():
        try:
            answer = ApiClient().send(LOCK, body)
            return answer.status_code, answer.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked = machine_lock(machine.machine_id)
            answer = pool.submit(lock)
            somebody_waits()  # the code was found, and is looked at again behind this lock
            code_rotate(locked)
        assert answer.result(20.0) == (400, {"detail": "Code not found or expired"})
    assert not Lock.objects.exists()
    assert frames_of(machine) == []


def somebody_waits():
    """Until another connection waits for a lock."""
    deadline = time.monotonic() + 20.0
    while waiting() < 1:
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def test_an_end_and_a_new_lock_at_the_same_moment_leave_the_machine_whole(machine):
    """Whoever comes first, no lock is lost and none is ended twice."""
    code = machine.display_code
    for round_number in range(5):
        past = timezone.now() - timedelta(seconds=1)
        Lock.objects.all().delete()
        Lock.objects.create(machine=machine, client_id="gone", code_hash="x", expires_at=past)
        code = Machine.objects.get().display_code

        def run(number, code=code, round_number=round_number):
            if number % 2:
                return lock_ends.lock_expire_next()
            body = {"client_id": f"c{round_number}-{number}", "code": code}
            return ApiClient().send(LOCK, body).status_code

        results = at_once(run, 8)
        assert results[1::2].count(True) <= 1
        assert set(results[0::2]) <= {400, 429}  # that code went with the lock
        assert not Lock.objects.exists()
        unlocks = [frame for frame in frames_of(machine) if frame["type"] == "unlock"]
        assert len(unlocks) == round_number + 1
