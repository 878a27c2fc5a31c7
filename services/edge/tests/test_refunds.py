"""Refunds of sales: sent until the provider has answered, done once."""

import pytest
from selling import (
    confirm,
    lock_over,
    money_event,
    pay_id,
    picture,
    refund_event,
    refunds,
    sale_now,
    steps_of,
    time_passes,
    work,
)
from vending.models import Refund

pytestmark = pytest.mark.django_db

OK, IGNORED = (200, {"status": "ok"}), (200, {"status": "ignored"})


@pytest.fixture
def due(dispensing):
    """All of Alice's money is to go back."""
    confirm(dispensed=0)
    return Refund.objects.get()


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer"])
def test_it_is_sent_until_the_provider_has_answered(due, provider_process, fault):
    provider_process.fault(fault, 2)
    for _ in range(2):
        work()
        assert (sale_now().state, refunds()[0][2]) == ("refund_due", "due")
        time_passes()
    work()
    assert (sale_now().state, refunds()) == ("refunded", [(200, "not_dispensed", "done")])


def test_a_webhook_may_say_that_it_is_done(due, hear):
    Refund.objects.update(attempts=1)
    body = refund_event("rfnd_1", due.provider_payment_id)
    assert hear(body) == OK
    assert (sale_now().state, Refund.objects.get().provider_refund_id) == ("refunded", "rfnd_1")
    before = picture()
    assert hear(body) == OK
    assert picture() == before


def test_a_webhook_may_say_that_it_has_failed(due, hear):
    Refund.objects.update(attempts=1, state="sent", provider_refund_id="rfnd_1")
    failed = refund_event("rfnd_1", due.provider_payment_id, name="refund.failed")
    assert hear(failed) == OK
    assert (sale_now().state, refunds()[0][2]) == ("refund_due", "failed")
    time_passes()
    work()
    assert (sale_now().state, refunds()[0][2]) == ("refunded", "done")
    assert steps_of()[-3:] == ["refund_failed", "refund_done", "refunded"]


def test_a_refund_of_a_stranger_is_ignored(due, hear):
    before = picture()
    assert hear(refund_event("rfnd_1", pay_id())) == IGNORED
    assert picture() == before


def test_one_that_staff_have_made_at_the_provider_is_written_down(dispensing, hear):
    confirm()
    body = refund_event("rfnd_1", dispensing, amount=150)
    for _ in range(2):
        assert hear(body) == OK
    assert (sale_now().state, refunds()) == ("delivered", [(150, "staff", "done")])
    before = picture()
    assert hear(refund_event("rfnd_2", dispensing, amount=51)) == IGNORED
    assert hear(refund_event("rfnd_3", dispensing, amount=1, currency="EUR")) == IGNORED
    assert picture() == before
    assert hear(refund_event("rfnd_4", dispensing, amount=50)) == OK


def test_a_sale_is_refunded_when_all_of_its_money_is_back(paid, hear, provider_process):
    order_id = sale_now().orders.get().provider_order_id
    hear(money_event(order_id, "pay_2"))
    lock_over()
    provider_process.fault("down", 1)
    work()
    assert sale_now().state == "refund_due"
    assert sorted(state for _, _, state in refunds()) == ["done", "due"]
    time_passes()
    work()
    assert sale_now().state == "refunded"
    assert sorted(refunds()) == [(200, "lock_ended", "done"), (200, "surplus", "done")]
