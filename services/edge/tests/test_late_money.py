"""Money that comes when its lock has ended goes back, whoever tells of it, or nobody."""

import pytest
from django.utils import timezone
from selling import (
    CREATE,
    VERIFY,
    lock_make,
    lock_over,
    money_event,
    order_body,
    pay_id,
    proof,
    refunds,
    sale_now,
    steps_of,
    time_passes,
    work,
)
from vending.models import Lock, Machine, Sale
from vending.selectors.machines import status_shown
from world import ALICE, BOB

pytestmark = pytest.mark.django_db

VERIFIED = (200, {"message": "Payment verified"})
OK = (200, {"status": "ok"})


def test_money_that_comes_after_the_lock_goes_back(order, hear, provider_process):
    order_id = order()
    lock_over()
    for _ in range(2):
        assert hear(money_event(order_id, "pay_1")) == OK
    assert (sale_now().state, refunds()) == ("refund_due", [(200, "late_payment", "due")])
    assert not Lock.objects.exists()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "late_payment", "done")])
    hear(money_event(order_id, "pay_2"))
    assert sale_now().state == "refund_due"
    work()
    assert (sale_now().state, len(refunds())) == ("refunded", 2)
    assert steps_of()[-4:] == ["refund", "refund_due", "refund_done", "refunded"]


def test_a_verify_after_the_lock_is_taken_and_refunded(call, order):
    order_id = order()
    lock_over()
    assert call(VERIFY, proof(order_id, "pay_1")) == VERIFIED
    assert (sale_now().state, refunds()) == ("refund_due", [(200, "late_payment", "due")])


def test_what_was_paid_and_not_triggered_is_refunded_with_its_lock(paid, machine):
    lock_over()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "lock_ended", "done")])
    shown = status_shown(Machine.objects.select_related("device").get(), ALICE)["transaction"]
    assert (shown["state"], shown["refunded"], shown["dispensed"]) == ("refunded", 200, None)
    assert status_shown(machine, BOB)["transaction"] is None


def test_the_provider_is_asked_once_for_what_has_expired(order, provider_process):
    order_id = order()
    provider_process.act(order_id, "pay_and_close")
    lock_over()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "late_payment", "done")])


def test_it_is_asked_for_replaced_orders_too(order, provider_process):
    replaced = order()
    order()
    provider_process.act(replaced, "pay_and_close")
    lock_over()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "late_payment", "done")])


def test_a_provider_that_does_not_answer_is_asked_again(order, provider_process):
    order_id = order()
    provider_process.act(order_id, "pay_and_close")
    lock_over()
    provider_process.fault("down")
    work()
    assert (sale_now().state, sale_now().asked_last) == ("expired", False)
    time_passes()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "late_payment", "done")])


def test_what_nobody_paid_is_asked_for_once(order, provider_process):
    order()
    lock_over()
    work()
    assert (sale_now().state, sale_now().asked_last) == ("expired", True)
    provider_process.fault("down", 1)
    time_passes()
    work()
    assert sale_now().asked_last is True
    provider_process.fault("none", 0)


def test_an_order_that_has_expired_under_a_running_dispense_is_late(call, order, hear, machine):
    """Its lock lives on for the dispense; the units of the other order are not kept any more."""
    first, second = order(), order(transaction_id="tx2", amount=100)
    hear(money_event(first, "pay_1"))
    Sale.objects.filter(transaction_id="tx2").update(kept_until=timezone.now())
    Lock.objects.update(status="consumed")
    hear(money_event(second, "pay_2", amount=100))
    assert sale_now("tx2").state == "refund_due"
    assert refunds("tx2") == [(100, "late_payment", "due")]


def test_a_new_customer_is_not_disturbed_by_late_money(call, order, hear, machine):
    order_id = order()
    lock_over()
    work()
    lock_make(machine, client_id=BOB)
    assert call(CREATE, order_body(transaction_id="tx2", client_id=BOB))[0] == 200
    before = Machine.objects.get().display_code
    hear(money_event(order_id, pay_id()))
    assert (sale_now().state, sale_now("tx2").state) == ("refund_due", "ordered")
    assert Lock.objects.get().client_id == BOB
    assert Machine.objects.get().display_code == before
