"""What customers say at the moment in which their machine changes."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from testing.client import ApiClient
from testing.races import waiting
from vending.actions.desk import feedback_change
from vending.actions.display import code_rotate
from vending.actions.locks import machine_lock
from vending.actions.telling import machine_tell
from vending.models import Feedback
from world import ALICE, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)


def said():
    body = {"client_id": ALICE, "rating": 2}
    return ApiClient().send(f"/api/machine/{MACHINE}/feedback", body).status_code


def closed():
    return feedback_change(feedback_id=Feedback.objects.get().pk, status="closed").status


@pytest.mark.parametrize(("act", "result"), [(said, 201), (closed, "closed")])
def test_it_waits_for_its_machine_and_holds_nothing_up(machine, act, result):
    """The machine gets a code, which is in a unique index, and is told of to the fleet: whoever had
    the fleet, and its key to look at when it commits, would end both in a deadlock.
    """
    Feedback.objects.create(machine=machine, rating=3)

    def run():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked = machine_lock(MACHINE)
            code_rotate(locked)
            other = pool.submit(run)
            deadline = time.monotonic() + 20.0
            while waiting() < 1:
                assert time.monotonic() < deadline, "nobody waits"
                time.sleep(0.01)
            machine_tell(locked)
        assert other.result(20.0) == result
