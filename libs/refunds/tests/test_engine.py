"""A refund is sent until the provider has answered, and given back once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from banks import Bank, event, later, stands
from django.db import IntegrityError
from payments import Declined, Unavailable
from payments import Refund as Answer
from payments.events import RefundFailed
from testing.races import at_once
from vouchers.models import Refund

pytestmark = pytest.mark.django_db(transaction=True)


class Died(BaseException):
    """The process has ended here."""


def test_a_refund_is_sent_and_its_owner_told(engine, razorpay, due):
    assert engine.send_next() is True
    assert stands() == ("done", 400, 1)
    refund = Refund.objects.get()
    assert (refund.attempts, bool(refund.done_at)) == (1, True)
    assert refund.provider_refund_id.startswith("rfnd_")
    assert razorpay.fetch_payment(due.provider_payment_id).refunded_minor == 400
    later(days=1)
    assert engine.send_next() is False


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer"])
def test_without_an_answer_it_is_asked_again_and_given_back_once(
    engine, provider_process, razorpay, due, fault
):
    provider_process.fault(fault, 2)
    for _ in range(2):
        assert engine.send_next() is True
        assert stands() == ("due", 0, 0)
        assert engine.send_next() is False, "not at once"
        later(minutes=7)
    assert engine.send_next() is True
    assert stands() == ("done", 400, 1)
    assert razorpay.fetch_payment(due.provider_payment_id).refunded_minor == 400


def test_a_refusal_is_written_down_and_tried_each_hour_with_the_same_key(with_bank, due):
    bank = Bank(Declined(), Declined(), "processed")
    engine = with_bank(bank)
    for _ in range(2):
        assert engine.send_next() is True
        assert stands()[:2] == ("failed", 0)
        later(minutes=59)
        assert engine.send_next() is False
        later(minutes=1)
    assert engine.send_next() is True
    assert stands() == ("done", 400, 3)
    assert bank.keys == [str(due.refund_id)] * 3


def test_one_that_is_more_than_was_paid_is_refused_by_the_provider(engine, razorpay, due):
    Refund.objects.update(amount_minor=1001)
    assert engine.send_next() is True
    assert stands() == ("failed", 0, 1)
    assert razorpay.fetch_payment(due.provider_payment_id).refunded_minor == 0


def test_one_that_could_not_be_carried_out_is_asked_for_anew(with_bank, due):
    bank = Bank("pending", "processed")
    engine = with_bank(bank)
    engine.send_next()
    assert stands() == ("sent", 0, 1)
    assert engine.reported(event(due, kind=RefundFailed)) is True
    assert stands() == ("failed", 0, 2)
    later(hours=1)
    engine.send_next()
    assert bank.keys == [str(due.refund_id), f"{due.refund_id}-rfnd_1"]
    assert stands() == ("done", 400, 3)


def test_the_pause_grows_to_some_minutes_and_no_further(with_bank, due):
    engine = with_bank(Bank(*[Unavailable() for _ in range(12)]))
    for _ in range(12):
        assert engine.send_next() is True
        later(seconds=300 * 1.25)
    assert Refund.objects.get().attempts == 12


def test_those_that_the_provider_is_not_asked_for_stay(engine, due):
    Refund.objects.update(in_cash=True)
    assert engine.send_next() is False
    assert stands() == ("due", 0, 0)


def test_the_one_that_has_been_due_longest_goes_first(with_bank, due):
    older = Refund.objects.create(
        voucher=due.voucher,
        provider_payment_id="pay_2",
        amount_minor=1,
        try_at=due.created_at - timedelta(days=1),
    )
    bank = Bank("processed", "processed")
    engine = with_bank(bank)
    while engine.send_next():
        pass
    assert bank.keys == [str(older.refund_id), str(due.refund_id)]


def test_the_webhook_may_come_before_the_answer_and_any_number_of_times(engine, due):
    assert engine.reported(event(due)) is False, "nobody has asked for it yet"
    Refund.objects.update(attempts=1)
    assert engine.reported(event(due, amount=401)) is False
    assert stands() == ("due", 0, 0)
    for _ in range(3):
        assert engine.reported(event(due)) is True
    assert stands() == ("done", 400, 1)
    assert engine.reported(event(due, kind=RefundFailed)) is True
    assert stands() == ("done", 400, 1)


@pytest.fixture
def by_hand(engine, due):
    """The engine with a service that knows the payment of the refund that is due."""

    def made(event):
        if event.payment_id != due.provider_payment_id:
            return None
        return Refund(voucher=due.voucher, amount_minor=event.amount_minor)

    return replace(engine, elsewhere=made, left=lambda refund, voucher: (600, "EUR"))


def test_a_refund_that_was_made_in_the_dashboard_is_written_down_once(by_hand, due):
    known = event(due, id="rfnd_9", amount=600)
    assert by_hand.reported(known) is True
    assert by_hand.reported(known) is True
    made = Refund.objects.get(provider_refund_id="rfnd_9")
    assert (made.state, made.amount_minor, made.provider_payment_id) == (
        "done",
        600,
        due.provider_payment_id,
    )
    due.voucher.refresh_from_db()
    assert (due.voucher.back_minor, due.voucher.told) == (600, 1)


@pytest.mark.parametrize(
    "odd",
    [{"kind": RefundFailed}, {"amount": 601}, {"currency": "INR"}, {"payment": "pay_of_others"}],
)
def test_what_cannot_be_is_not_written_down(by_hand, due, odd):
    assert by_hand.reported(event(due, id="rfnd_9", **odd)) is False
    assert Refund.objects.count() == 1


def test_a_refund_of_nobody_is_nobodys(engine, due):
    assert engine.reported(event(due, id="rfnd_9")) is False


def test_an_owner_who_cannot_be_told_leaves_everything_as_it_was(engine, due):
    def fail(refund, voucher):
        raise RuntimeError("as the test wants it")

    Refund.objects.update(attempts=1)
    with pytest.raises(RuntimeError):
        replace(engine, ended=fail).reported(event(due))
    assert stands() == ("due", 0, 0)
    assert Refund.objects.get().provider_refund_id == ""


@pytest.mark.parametrize("place", ["refund taken", "refund sent", "refund ended"])
def test_a_process_may_die_at_each_step(engine, razorpay, due, place):
    def die(name):
        if name == place:
            raise Died

    with pytest.raises(Died):
        replace(engine, step=die).send_next()
    assert engine.send_next() is False, "its lease is not over"
    later(seconds=13)
    engine.send_next()
    assert stands() == ("done", 400, 1)
    assert razorpay.fetch_payment(due.provider_payment_id).refunded_minor == 400


def test_workers_at_once_send_it_once(engine, razorpay, due):
    assert sorted(at_once(lambda _: engine.send_next(), 8)) == [False] * 7 + [True]
    assert (Refund.objects.get().attempts, stands()) == (1, ("done", 400, 1))
    assert razorpay.fetch_payment(due.provider_payment_id).refunded_minor == 400


def test_answers_at_once_count_once(engine, due):
    answer = Answer("rfnd_1", due.provider_payment_id, 400, "EUR", "processed")
    at_once(lambda _: engine.end(refund=due, state="done", answer=answer), 8)
    assert stands() == ("done", 400, 1)


def test_no_two_refunds_have_one_id_of_the_provider(due):
    Refund.objects.update(provider_refund_id="rfnd_1")
    with pytest.raises(IntegrityError, match="vouchers_refund_of_provider"):
        Refund.objects.create(voucher=due.voucher, amount_minor=1, provider_refund_id="rfnd_1")
    assert Refund.objects.count() == 1
