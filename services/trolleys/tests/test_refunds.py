"""Money on its way back: sent once however often it is asked for, until the provider has
answered.
"""

from datetime import timedelta

import pytest
from charges.provider import provider
from django.utils import timezone
from paying import money_event, refund_event, work
from payments import Declined
from payments import Refund as Answer
from testing.races import at_once
from trolleys import jobs
from trolleys.actions import refunds
from trolleys.models import Payment, Refund

pytestmark = pytest.mark.django_db(transaction=True)
OK, IGNORED = (200, {"status": "ok"}), (200, {"status": "ignored"})


@pytest.fixture
def due(hear, payment):
    """A refund of 9.00 for money that came too late."""
    Payment.objects.update(status="expired")
    hear(money_event(payment["provider_order_id"], "pay_1"))
    return Refund.objects.get()


@pytest.fixture
def answers(monkeypatch):
    """Have the provider answer refunds so, one after the other: an error, or a status; gives the
    keys that it was asked with.
    """
    keys, left = [], []

    def refund(*, payment_id, amount_minor, key):
        keys.append(key)
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return Answer(f"rfnd_{len(keys)}", payment_id, amount_minor, "EUR", outcome)

    def use(*outcomes):
        left.extend(outcomes)
        monkeypatch.setattr(provider(), "refund", refund)
        return keys

    return use


def later(**time):
    """Let time pass for all refunds."""
    for refund in Refund.objects.all():
        Refund.objects.filter(pk=refund.pk).update(try_at=refund.try_at - timedelta(**time))


def state():
    refund = Refund.objects.get()
    return refund.state, Payment.objects.get().status


def test_a_refund_is_sent_and_confirmed(due, provider_process):
    work()
    assert state() == ("done", "refunded")
    refund = Refund.objects.get()
    assert refund.provider_refund_id.startswith("rfnd_")
    assert refund.done_at
    assert not jobs.refunds_send()


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer"])
def test_it_is_asked_again_with_its_key_until_there_is_an_answer(due, provider_process, fault):
    provider_process.fault(fault, 2)
    for _ in range(2):
        assert jobs.refunds_send() is True
        assert state() == ("due", "refund_due")
        assert jobs.refunds_send() is False, "not at once"
        later(minutes=6)
    work()
    assert state() == ("done", "refunded")
    assert Refund.objects.get().attempts == 3


def test_all_tries_have_one_key(due, answers):
    keys = answers(Declined(), Declined(), "processed")
    for _ in range(3):
        jobs.refunds_send()
        later(hours=1)
    assert keys == [str(due.refund_id)] * 3


def test_a_refusal_is_shown_and_tried_again_each_hour(due, answers):
    answers(Declined("BAD_REQUEST_ERROR"), "processed")
    jobs.refunds_send()
    assert state() == ("failed", "refund_due")
    later(minutes=59)
    assert not jobs.refunds_send()
    later(minutes=1)
    assert jobs.refunds_send()
    assert state() == ("done", "refunded")


def test_a_refund_that_is_pending_is_done_when_the_provider_says_so(due, answers, hear):
    answers("pending")
    jobs.refunds_send()
    assert state() == ("sent", "refund_due")
    for _ in range(2):
        assert hear(refund_event("rfnd_1", "pay_1")) == OK
        assert state() == ("done", "refunded")


def test_one_that_the_provider_could_not_carry_out_is_asked_for_anew(due, answers, hear):
    keys = answers("pending", "processed")
    jobs.refunds_send()
    assert hear(refund_event("rfnd_1", "pay_1", name="refund.failed")) == OK
    assert state() == ("failed", "refund_due")
    later(hours=1)
    jobs.refunds_send()
    assert keys == [str(due.refund_id), f"{due.refund_id}-rfnd_1"]
    assert state() == ("done", "refunded")
    assert hear(refund_event("rfnd_1", "pay_1", name="refund.failed")) == IGNORED
    assert state() == ("done", "refunded")


def test_the_webhook_may_come_before_the_answer(due, answers, hear):
    answers("pending")
    Refund.objects.update(attempts=1)
    assert hear(refund_event("rfnd_1", "pay_1")) == OK
    assert state() == ("done", "refunded")
    jobs.refunds_send()
    assert state() == ("done", "refunded")
    assert Refund.objects.count() == 1


def test_two_workers_send_it_once(due, provider_process):
    at_once(lambda _: jobs.refunds_send(), 8)
    assert Refund.objects.get().attempts == 1
    assert state() == ("done", "refunded")


def test_an_answer_that_is_worked_on_twice_counts_once(due):
    answer = Answer("rfnd_1", "pay_1", 900, "EUR", "processed")
    at_once(lambda _: refunds.engine.end(refund=due, state="done", answer=answer), 8)
    assert state() == ("done", "refunded")


# Made in the provider's dashboard


@pytest.fixture
def bought(hear, payment):
    hear(money_event(payment["provider_order_id"], "pay_1"))
    work()
    return Payment.objects.get()


def test_a_partial_refund_leaves_paid(bought, hear):
    for _ in range(2):
        assert hear(refund_event("rfnd_1", "pay_1", 400)) == OK
    refund = Refund.objects.get()
    assert (refund.reason, refund.state, str(refund.amount)) == ("staff", "done", "4.00")
    assert Payment.objects.get().status == "paid"


def test_refunds_that_are_all_of_it(bought, hear):
    hear(refund_event("rfnd_1", "pay_1", 400))
    hear(refund_event("rfnd_2", "pay_1", 500))
    assert Payment.objects.get().status == "refunded"


@pytest.mark.parametrize(("amount", "currency"), [(901, "EUR"), (900, "USD")])
def test_refunds_never_exceed_the_payment(bought, hear, amount, currency):
    assert hear(refund_event("rfnd_1", "pay_1", amount, currency)) == IGNORED
    assert not Refund.objects.exists()
    hear(refund_event("rfnd_1", "pay_1", 400))
    assert hear(refund_event("rfnd_2", "pay_1", 501)) == IGNORED
    assert Refund.objects.count() == 1


def test_what_was_given_back_before_the_goods_were_gone(payment, hear, shelves):
    hear(money_event(payment["provider_order_id"], "pay_1"))
    hear(refund_event("rfnd_1", "pay_1", 400))
    shelves.goods[10]["stock"] = 0
    work()
    rest = Refund.objects.get(reason="stock_gone")
    assert (str(rest.amount), rest.state) == ("5.00", "done")
    assert Payment.objects.get().status == "refunded"


def test_all_of_it_was_given_back_before_it_was_settled(payment, hear, shelves):
    hear(money_event(payment["provider_order_id"], "pay_1"))
    hear(refund_event("rfnd_1", "pay_1"))
    assert Payment.objects.get().status == "paid"
    work()
    assert Payment.objects.get().status == "refunded"


def test_the_same_webhook_at_once(bought, hear):
    assert set(at_once(lambda _: hear(refund_event("rfnd_1", "pay_1", 400))[0], 8)) == {200}
    assert Refund.objects.count() == 1


def test_a_refund_that_failed_elsewhere_is_none(bought, hear):
    assert hear(refund_event("rfnd_1", "pay_1", name="refund.failed")) == IGNORED
    assert not Refund.objects.exists()


def test_refunds_wait_an_hour_at_most(due, answers):
    from payments import Unavailable

    answers(*[Unavailable() for _ in range(12)])
    for _ in range(12):
        jobs.refunds_send()
        assert Refund.objects.get().try_at - timezone.now() < timedelta(minutes=7)
        later(minutes=7)
