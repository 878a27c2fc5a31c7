"""Sales that nobody triggers: paid by a webhook alone, they are dispensed after a while."""

import pytest
from django.utils import timezone
from selling import (
    dispenses,
    lock_over,
    money_event,
    refunds,
    sale_now,
    time_passes,
    trigger_body,
    trigger_path,
    work,
)
from vending.models import Lock, Machine
from world import MACHINE

pytestmark = pytest.mark.django_db

SENT = (200, {"status": "dispatch_sent"})
DUPLICATE = (409, {"error": "Transaction already processed", "status": "duplicate"})


@pytest.fixture
def trigger(call):
    """Trigger the dispense of Alice's order: status and body."""

    def send(machine_id=MACHINE, **changes):
        return call(trigger_path(machine_id), trigger_body(**changes))

    return send


def test_what_nobody_triggers_is_dispensed_after_a_while(order, hear, trigger):
    hear(money_event(order(), "pay_1"))
    work()
    assert (sale_now().state, dispenses()) == ("paid", [])
    time_passes()
    work()
    assert (sale_now().state, len(dispenses())) == ("dispensing", 1)
    assert Lock.objects.get().status == "consumed"
    assert trigger() == SENT
    assert trigger(access_code="654321") == DUPLICATE


def test_a_trigger_in_time_is_the_one_dispense(order, hear, trigger):
    hear(money_event(order(), "pay_1"))
    assert trigger() == SENT
    time_passes()
    work()
    assert len(dispenses()) == 1


def test_a_verified_payment_waits_for_its_trigger(paid):
    time_passes()
    work()
    assert (sale_now().state, dispenses()) == ("paid", [])


@pytest.mark.parametrize(
    "gone", [{"current_stock": 1}, {"in_service": False}], ids=["no units", "out of service"]
)
def test_what_cannot_be_dispensed_is_refunded_with_its_lock(order, hear, gone):
    hear(money_event(order(), "pay_1"))
    Machine.objects.update(**gone)
    time_passes()
    work()
    assert (sale_now().state, sale_now().dispense_at, dispenses()) == ("paid", None, [])
    lock_over()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "lock_ended", "done")])


def test_a_lock_that_ends_before_is_the_end(order, hear):
    hear(money_event(order(), "pay_1"))
    time_passes()
    Lock.objects.update(expires_at=timezone.now())
    work()
    assert (sale_now().state, dispenses()) == ("refunded", [])
