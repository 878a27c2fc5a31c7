"""Payments whose time is over, and checkouts that died on the way."""

from datetime import timedelta

import pytest
from charges.money import Money
from django.utils import timezone
from paying import PAYMENTS, pay_id, proof, work
from testing.races import at_once
from trolleys import jobs
from trolleys.actions.charging import charges
from trolleys.actions.settle import payment_settle
from trolleys.models import Payment, Receipt, Received, Refund, Session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def overdue(payment):
    """John's payment, whose time is over."""
    Payment.objects.update(expires_at=timezone.now())
    return payment


def test_a_payment_expires_and_thaws_its_cart(overdue, full, shelves, check_out):
    work()
    assert Payment.objects.get().status == "expired"
    assert not shelves.held()
    full.refresh_from_db()
    assert (full.state, full.busy_until) == ("active", None)
    assert check_out(full)["status"] == "created"


def test_one_that_has_time_stays(payment, shelves):
    work()
    assert Payment.objects.get().status == "created"
    assert shelves.held()


def test_the_provider_is_asked_before_and_what_it_has_taken_counts(
    overdue, provider_process, full, shelves
):
    provider_process.act(overdue["provider_order_id"], "pay_and_close")
    work()
    payment = Payment.objects.get()
    assert payment.status == "paid"
    full.refresh_from_db()
    assert (full.state, shelves.stock(10)) == ("ended", 48)
    assert Receipt.objects.get().payment == payment


def test_of_two_that_it_has_taken_one_goes_back(overdue, provider_process):
    provider_process.act(overdue["provider_order_id"], "pay_twice")
    work()
    assert Payment.objects.get().status == "paid"
    assert (Refund.objects.get().reason, Refund.objects.get().state) == ("surplus", "done")


def test_a_declined_try_is_no_money(overdue, provider_process):
    provider_process.act(overdue["provider_order_id"], "decline")
    work()
    assert Payment.objects.get().status == "expired"


@pytest.mark.parametrize("fault", ["down", "error", "nonsense"])
def test_it_is_asked_once(overdue, provider_process, hear, api, full, fault):
    provider_process.act(overdue["provider_order_id"], "pay_and_close")
    provider_process.fault(fault)
    work()
    assert Payment.objects.get().status == "expired"
    bought = proof(overdue["provider_order_id"], pay_id())
    body = {"session_id": str(full.session_id), **bought}
    late = api.send(f"{PAYMENTS}/{overdue['payment_id']}/verify", body)
    assert late.json()["status"] == "refund_due", "its money goes back when it comes"


def test_a_worker_that_died_while_asking_is_made_up_for(overdue):
    Payment.objects.update(asked_at=timezone.now())
    work()
    assert Payment.objects.get().status == "created", "somebody asks"
    Payment.objects.update(asked_at=timezone.now() - timedelta(seconds=31))
    work()
    assert Payment.objects.get().status == "expired"


def test_several_workers_ask_once(overdue, provider_process, full, shelves):
    provider_process.act(overdue["provider_order_id"], "pay_and_close")
    at_once(lambda _: jobs.payments_expire(), 8)
    work()
    assert Received.objects.count() == Receipt.objects.count() == len(shelves.sold) == 1


def test_a_checkout_that_died_is_given_up(payment, full, shelves, check_out):
    Payment.objects.update(status="opening", checkout_key="tap")
    work()
    assert Payment.objects.get().status == "opening", "it may be under way"
    Payment.objects.update(created_at=timezone.now() - timedelta(seconds=31))
    work()
    gone = Payment.objects.get()
    assert (gone.status, gone.checkout_key) == ("failed", None)
    assert not shelves.held()
    full.refresh_from_db()
    assert full.busy_until is None


def test_nobody_waits_for_the_worker_after_a_checkout_died(payment, full, api, check_out):
    Payment.objects.update(
        status="opening", checkout_key="tap", created_at=timezone.now() - timedelta(seconds=31)
    )
    headers = {"Idempotency-Key": "tap"}
    body = {"session_id": str(full.session_id)}
    again = api.send("/api/session/checkout", body, headers=headers)
    assert again.status_code == 201
    assert sorted(Payment.objects.values_list("status", flat=True)) == ["created", "failed"]


def test_a_session_that_ran_out_while_its_payment_was_open(payment, full, shelves):
    """Nobody swept either of them: the money is credited all the same."""
    Payment.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    Session.objects.update(alive_until=timezone.now() - timedelta(seconds=20))
    row = Payment.objects.get()
    payment_settle(payment=charges.receive(payment=row, money=Money("pay_1")))
    full.refresh_from_db()
    assert (full.state, full.ended_by, shelves.stock(10)) == ("ended", "payment", 48)
