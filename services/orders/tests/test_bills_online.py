"""Guests pay on their phones: nobody more than is left, each once, and late money goes back."""

from datetime import timedelta

import pytest
from bills import jobs
from bills.models import Payment, Receipt, Refund
from bills_world import (
    bill_of,
    bills,
    eat,
    event,
    money_event,
    pay_id,
    payments,
    require_sound,
    signed,
)
from django.utils import timezone
from orders.models import OrderSession
from world import answer, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def feast(table):
    return [eat(table, "Falafel", "8.50", guest_id=1), eat(table, "Tea", "3.00", guest_id=2)]


def paid(payment):
    return Payment.objects.get(payment_id=payment["payment_id"]).status


def test_a_payment_waits_for_its_money(pay, provider, table):
    payment = pay(tip="1", guest="Ann", expected="11.50")
    assert payment["status"] == "created"
    assert payment["checkout"]["amount_minor"] == 1250
    assert payment["checkout"]["url"].endswith(payment["provider_order_id"])
    assert provider.ask("GET", "/v1/orders/x", headers={})[0] == 401
    assert bill_of(table).left == 0
    assert (OrderSession.objects.get().pending, Receipt.objects.count()) == (11.5, 0)
    require_sound(table)


def test_the_page_is_paid(api, pay, provider, table):
    payment = pay("items", orders=[first(table)])
    status, bought = provider.act(payment["provider_order_id"], "pay")
    assert status == 200
    outcome = answer(api.send(payments("verify", payment["payment_id"]), bought))
    receipt = Receipt.objects.get()
    assert outcome == {
        "payment_id": payment["payment_id"],
        "status": "paid",
        "receipt_id": str(receipt.receipt_id),
    }
    assert bill_of(table).left == 300
    require_sound(table)


def first(table):
    return OrderSession.objects.get(code=table).orders.order_by("id").first().pk


@pytest.mark.parametrize("times", [1, 2])
def test_webhook_and_proof_credit_once(pay, prove, hear, table, times):
    payment, id = pay(), pay_id()
    body = money_event(payment["provider_order_id"], id, 1150)
    for _ in range(times):
        assert hear(body) == (200, {"success": True, "response": {"status": "ok"}})
        assert answer(prove(payment, id))["status"] == "paid"
    assert (bill_of(table).paid, Receipt.objects.count()) == (1150, 1)
    assert not Refund.objects.exists()


def test_a_forged_proof_or_webhook_pays_nothing(pay, prove, hear, table):
    payment = pay()
    assert refusal(prove(payment, razorpay_signature="0" * 64)) == (400, "verification_failed")
    body = money_event(payment["provider_order_id"], pay_id(), 1150)
    assert hear(body, **signed(body, b"guess"))[1]["reason"] == "invalid_signature"
    assert (paid(payment), bill_of(table).paid) == ("created", 0)


def test_a_declined_payment_frees_its_part(pay, hear, table):
    payment = pay("share", shares_of=2)
    body = money_event(payment["provider_order_id"], pay_id(), 575, name="payment.failed")
    assert hear(body)[0] == 200
    assert (paid(payment), bill_of(table).left) == ("failed", 1150)
    assert pay("share", shares_of=2)["amount"] == "5.75"
    require_sound(table)


def test_one_that_is_given_up_frees_its_part(api, pay, table):
    payment = pay()
    for _ in range(2):
        given_up = answer(api.send(payments("cancel", payment["payment_id"]), {}))
        assert (given_up["status"], given_up["checkout"]) == ("cancelled", None)
    assert bill_of(table).left == 1150


def test_what_is_paid_cannot_be_given_up(api, pay, prove):
    payment = pay()
    answer(prove(payment))
    response = api.send(payments("cancel", payment["payment_id"]), {})
    assert refusal(response) == (409, "payment_paid")


def test_money_that_comes_too_late_goes_back(api, pay, hear, take, table):
    late = pay()
    answer(api.send(payments("cancel", late["payment_id"]), {}))
    take()
    hear(money_event(late["provider_order_id"], pay_id(), 1150))
    (refund,) = Refund.objects.all()
    assert (refund.amount, refund.reason, paid(late)) == (1150, "late_payment", "refund_due")
    assert bill_of(table).paid == 1150
    while jobs.bills_refunds_send():
        pass
    assert (Refund.objects.get().state, paid(late)) == ("done", "refunded")
    require_sound(table)


def test_paying_twice_pays_once(pay, hear, table):
    payment = pay()
    for id in (pay_id(), pay_id()):
        hear(money_event(payment["provider_order_id"], id, 1150))
    (refund,) = Refund.objects.all()
    assert (refund.reason, refund.amount, bill_of(table).paid) == ("surplus", 1150, 1150)


def test_another_amount_is_not_credited(pay, hear, table):
    payment = pay()
    hear(money_event(payment["provider_order_id"], pay_id(), 1))
    assert (Refund.objects.get().reason, paid(payment)) == ("wrong_amount", "created")
    assert bill_of(table).pending == 1150


def test_it_expires_once_the_provider_was_asked(pay, provider, table):
    payment, other = pay("share", shares_of=2), pay("share", shares_of=2)
    provider.act(other["provider_order_id"], "pay_and_close")
    Payment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    while jobs.bills_payments_end():
        pass
    assert (paid(payment), paid(other)) == ("expired", "paid")
    assert (bill_of(table).left, bill_of(table).paid) == (575, 575)
    require_sound(table)


def test_one_whose_process_died_is_given_up(pay, provider, table):
    payment = pay()
    old = timezone.now() - timedelta(minutes=1)
    Payment.objects.update(status="opening", provider_order_id=None, created_at=old)
    assert jobs.bills_payments_end()
    assert (paid(payment), bill_of(table).left) == ("failed", 1150)


def test_without_a_provider_nobody_pays_by_phone(api, table, settings):
    settings.PAYMENTS = {}
    response = api.send(bills("pay", table), {"part": "all"})
    assert refusal(response) == (503, "payments_not_configured")
    assert not Payment.objects.exists()


@pytest.mark.parametrize("fault", ["down", "error", "nonsense"])
def test_while_the_provider_is_down_nothing_waits(api, provider, table, fault):
    provider.fault(fault, 9)
    headers = {"Idempotency-Key": "k"}
    response = api.send(bills("pay", table), {"part": "all"}, headers=headers)
    assert refusal(response) == (503, "payment_provider_unavailable")
    assert bill_of(table).left == 1150
    provider.fault("none", 0)
    assert api.send(bills("pay", table), {"part": "all"}, headers=headers).status_code == 201
    require_sound(table)


def test_a_place_may_take_no_money_by_phone(api, provider, table, owner):
    answer(api.send("/orders/bills/settings/16/", {"pays_online": False}, token=owner))
    response = api.send(bills("pay", table), {"part": "all"})
    assert refusal(response) == (409, "not_taken_online")


def test_the_same_key_is_the_same_payment(api, provider, table):
    path, headers = bills("pay", table), {"Idempotency-Key": "k"}
    one = api.send(path, {"part": "share", "shares_of": 2}, headers=headers)
    again = api.send(path, {"part": "share", "shares_of": 2}, headers=headers)
    assert (one.status_code, again.status_code) == (201, 200)
    assert one.json() == again.json()
    other = api.send(path, {"part": "all"}, headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")
    assert Payment.objects.count() == 1


def test_two_phones_may_have_the_same_key(api, provider, table):
    keys = [answer(api.send(f"/orders/sessions/join/{table}/", {}))["guest_key"] for _ in range(2)]
    numbers = [
        api.send(
            bills("pay", table),
            {"part": "share", "shares_of": 2, "guest_key": key},
            headers={"Idempotency-Key": "k"},
        ).json()["response"]["guest_id"]
        for key in keys
    ]
    assert numbers == [1, 2]


def test_the_word_is_needed_where_it_is_asked(api, provider, table):
    OrderSession.objects.update(word="1234")
    assert refusal(api.send(bills("pay", table), {"part": "all"})) == (403, "word_needed")


def test_a_payment_is_told_to_who_knows_its_id(api, pay):
    payment = pay()
    assert answer(api.ask(payments("get", payment["payment_id"]))) == payment
    for unknown in ("x", "0" * 32, payment["payment_id"][:-1]):
        assert refusal(api.ask(payments("get", unknown))) == (404, "payment_not_found")


def test_what_came_by_phone_goes_back_by_the_provider(api, pay, provider, owner, table):
    payment = pay(tip="1")
    bought = provider.act(payment["provider_order_id"], "pay")[1]
    answer(api.send(payments("verify", payment["payment_id"]), bought))
    path = payments("refund", payment["payment_id"])
    back = answer(api.send(path, {"amount": "3.00", "reason": "no tea"}, token=owner))
    assert [each["state"] for each in back["refunds"]] == ["due"]
    assert bill_of(table).left == 300
    while jobs.bills_refunds_send():
        pass
    status, made = provider.act(payment["provider_order_id"], "pay")
    assert (status, Refund.objects.get().state) == (409, "done")
    assert made["error"]
    require_sound(table)


def test_a_refund_in_the_dashboard_counts(hear, pay, prove, table):
    payment, id = pay(tip="1"), pay_id()
    answer(prove(payment, id))
    entity = {"id": "rfnd_1", "payment_id": id, "amount": 1200, "currency": "EUR"}
    body = event_of_refund(entity)
    for _ in range(2):
        assert hear(body)[0] == 200
    (refund,) = Refund.objects.all()
    assert (refund.reason, refund.amount, refund.tip) == ("by_hand", 1150, 50)
    assert (bill_of(table).left, Receipt.objects.count()) == (1150, 2)
    require_sound(table)


def event_of_refund(entity):
    return event("refund.processed", entity, kind="refund")


def test_a_phone_pays_one_thing_at_a_time(api, provider, table, hear):
    key = answer(api.send(f"/orders/sessions/join/{table}/", {}))["guest_key"]
    body = {"part": "all", "guest_key": key}
    first, second = (api.send(bills("pay", table), body).json()["response"] for _ in range(2))
    assert (paid(first), paid(second)) == ("cancelled", "created")
    assert bill_of(table).left == 0
    hear(money_event(first["provider_order_id"], pay_id(), 1150))
    assert (Refund.objects.get().reason, bill_of(table).paid) == ("late_payment", 0)
    require_sound(table)


def test_a_table_that_opens_too_many_payments_is_stopped(api, provider, table, settings):
    settings.RATE_LIMITS = True
    body = {"part": "amount", "amount": "0.01"}
    settings.PAYMENTS = {}
    statuses = {api.send(bills("pay", table), body).status_code for _ in range(130)}
    assert statuses == {503, 429}
