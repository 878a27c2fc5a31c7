"""Staff have a refund sent at once, or have paid it back by hand; never is it paid back twice."""

import threading
from datetime import timedelta

import pytest
from banks import Bank, event, later, stands
from django.utils import timezone
from kit.errors import Conflict
from payments import Declined, Unavailable
from payments.events import RefundFailed
from refunds import engine as module
from testing.races import at_once
from vouchers.models import Refund

pytestmark = pytest.mark.django_db(transaction=True)


def row():
    return Refund.objects.values().get()


def refused(act, due):
    """The code of a refusal that has changed nothing."""
    before = row()
    with pytest.raises(Conflict) as refusal:
        act(refund=due)
    assert row() == before
    return refusal.value.reason


def test_one_that_waits_is_asked_for_at_once(with_bank, due):
    bank = Bank(Declined(), "processed")
    engine = with_bank(bank)
    engine.send_next()
    assert engine.send_next() is False
    before = timezone.now()
    assert before <= engine.retry(refund=due).try_at <= timezone.now()
    assert engine.send_next() is True
    assert stands()[:2] == ("done", 400)
    assert bank.keys == [str(due.refund_id)] * 2


def test_the_pause_of_one_without_an_answer_is_cut_short(with_bank, due):
    engine = with_bank(Bank(Unavailable(), "processed"))
    Refund.objects.update(attempts=8)
    engine.send_next()
    assert engine.send_next() is False
    engine.retry(refund=due)
    assert engine.send_next() is True
    assert stands() == ("done", 400, 1)


def test_one_that_is_due_anyway_may_be_asked_for(engine, due):
    engine.retry(refund=due)
    engine.retry(refund=due)
    assert engine.send_next() is True


def test_one_that_is_being_asked_for_is_left_alone(with_bank, due):
    codes = []

    class Slow(Bank):
        def refund(self, **asked):
            codes.append((refused(engine.retry, due), refused(engine.settle, due)))
            return super().refund(**asked)

    engine = with_bank(Slow(Declined(), "processed"))
    engine.send_next()
    engine.retry(refund=due)
    engine.send_next()  # also when it was refused before
    assert codes == [("refund_being_asked", "refund_on_its_way")] * 2
    assert stands()[:2] == ("done", 400)


def test_one_that_is_done_stays_so(engine, due):
    engine.send_next()
    assert refused(engine.retry, due) == "refund_done"
    assert refused(engine.settle, due) == "refund_done"


def test_no_provider_is_asked_for_cash(engine, due):
    Refund.objects.update(in_cash=True)
    assert refused(engine.retry, due) == "refund_in_cash"
    assert engine.settle(refund=due).state == "done"
    assert stands() == ("done", 400, 1)


@pytest.mark.parametrize("outcome", [None, Declined()])
def test_what_was_never_asked_for_or_refused_may_be_paid_by_hand(with_bank, due, outcome):
    bank = Bank(outcome)
    engine = with_bank(bank)
    if outcome is not None:
        engine.send_next()
    before = timezone.now()
    settled = engine.settle(refund=due)
    assert before <= settled.done_at <= timezone.now()
    assert stands()[:2] == ("done", 400)
    later(days=1)
    assert engine.send_next() is False
    assert len(bank.keys) == (outcome is not None)


@pytest.mark.parametrize("outcomes", [[Unavailable()], ["pending"], [Declined(), Unavailable()]])
def test_what_the_provider_may_give_back_is_not_paid_by_hand(with_bank, due, outcomes):
    engine = with_bank(Bank(*outcomes))
    for _ in outcomes:
        engine.send_next()
        later(hours=2)
    assert refused(engine.settle, due) == "refund_on_its_way"


def test_an_old_failure_says_nothing_of_what_was_asked_for_since(with_bank, due):
    failed = event(due, kind=RefundFailed)

    class Telling(Bank):
        def refund(self, **asked):
            if self.keys:  # the second time: the first webhook comes again
                assert engine.reported(failed) is True
                assert refused(engine.settle, due) == "refund_on_its_way"
            return super().refund(**asked)

    engine = with_bank(Telling("pending", "pending"))
    engine.send_next()
    engine.reported(failed)
    assert stands() == ("failed", 0, 2)
    engine.retry(refund=due)
    engine.send_next()
    assert stands() == ("sent", 0, 3)
    assert engine.reported(failed) is False
    assert stands() == ("sent", 0, 3), "that was the first one"


def test_a_worker_that_dies_while_it_asks_leaves_it_unknown(with_bank, due):
    engine = with_bank(Bank(Declined(), KeyboardInterrupt(), "processed"))
    engine.send_next()
    engine.retry(refund=due)
    with pytest.raises(KeyboardInterrupt):
        engine.send_next()
    assert refused(engine.settle, due) == "refund_on_its_way"
    later(seconds=module.LEASE)
    engine.retry(refund=due)
    engine.send_next()
    assert stands()[:2] == ("done", 400)


def test_workers_and_staff_at_once_pay_it_back_once(with_bank, due):
    """Whoever is first: the provider, or somebody by hand."""
    asked = threading.Event()

    class Open(Bank):
        def refund(self, **call):
            asked.set()
            return super().refund(**call)

    engine = with_bank(Open("processed"))

    def settle():
        try:
            return engine.settle(refund=due).state
        except Conflict as refusal:
            return refusal.reason

    answers = at_once(lambda number: (engine.send_next, settle)[number % 2](), 12)
    assert stands() == ("done", 400, 1)
    assert answers.count("done") + asked.is_set() == 1
    assert set(answers) <= {True, False, "done", "refund_done", "refund_on_its_way"}


def test_retried_at_once_it_is_sent_once(with_bank, due):
    bank = Bank("processed")
    engine = with_bank(bank)
    Refund.objects.update(try_at=timezone.now() + timedelta(hours=1))

    def act(number):
        try:
            return (engine.send_next if number % 2 else lambda: bool(engine.retry(refund=due)))()
        except Conflict as refusal:
            return refusal.reason

    at_once(act, 12)
    engine.send_next()
    assert (stands(), bank.keys) == (("done", 400, 1), [str(due.refund_id)])
