"""Money that arrives: credited once, whichever of verify, webhook and asking comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kit import cache
from payments import Razorpay
from selling import (
    TX,
    VERIFY,
    money_event,
    picture,
    proof,
    refunds,
    sale_now,
    signed,
    steps_of,
    work,
)
from vending.models import LoggedEvent, Received

pytestmark = pytest.mark.django_db

VERIFIED = (200, {"message": "Payment verified"})
FAILED = (
    400,
    {"message": "Verification failed", "error": "The payment could not be verified"},
)
OK, IGNORED = (200, {"status": "ok"}), (200, {"status": "ignored"})


def test_a_signature_of_the_provider_means_paid(call, order, provider_process):
    _, bought = provider_process.act(order(), "pay")
    assert call(VERIFY, bought) == VERIFIED
    sale = sale_now()
    assert (sale.state, sale.proven, sale.dispense_at) == ("paid", True, None)
    assert sale.provider_payment_id == bought["razorpay_payment_id"]
    assert sale.paid_at is not None
    assert steps_of() == ["ordered", "order_made", "money", "paid"]


def test_verify_again_is_the_same_answer_and_changes_nothing(call, paid, order):
    order_id = sale_now().orders.get().provider_order_id
    before = picture()
    for _ in range(3):
        assert call(VERIFY, proof(order_id, paid)) == VERIFIED
    assert picture() == before
    assert sale_now().state == "paid"


@pytest.mark.parametrize(
    "changes",
    [
        {"razorpay_signature": "0" * 64},
        {"razorpay_signature": None},
        {"razorpay_signature": ""},
        {"razorpay_signature": ["a"]},
        {"razorpay_signature": "é" * 64},
        {"razorpay_payment_id": "pay_other"},
        {"razorpay_payment_id": {}},
        {"razorpay_order_id": "order_other"},
        {"razorpay_order_id": 7},
        proof("order_unknown", "pay_1"),
    ],
)
def test_anything_else_is_refused_and_a_good_one_may_follow(call, order, changes):
    good = proof(order(), "pay_1")
    before = picture()
    assert call(VERIFY, {**good, **changes}) == FAILED
    missing = {name: value for name, value in good.items() if name not in changes}
    if len(missing) == 2:
        assert call(VERIFY, missing) == FAILED
    assert picture() == before
    assert call(VERIFY, good) == VERIFIED


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"razorpay_order_id":"\\u0000"}'])
def test_a_body_that_is_no_object_is_a_400(call, order, body):
    order()
    before = picture()
    status, refusal = call(VERIFY, body)
    assert (status, list(refusal), picture()) == (400, ["error"], before)


def test_without_a_key_nothing_can_be_verified(call, order, settings):
    good = proof(order(), "pay_1")
    settings.PAYMENTS = {}
    cache.clear_all()
    assert call(VERIFY, good) == (500, {"message": "Razorpay not configured"})
    assert sale_now().state == "ordered"


def test_a_payment_that_has_paid_another_order_pays_nothing(call, order, hear, paid):
    other = order(transaction_id="tx2")
    before = picture()
    assert call(VERIFY, proof(other, paid)) == FAILED
    assert hear(money_event(other, paid)) == IGNORED
    assert picture() == before


def test_a_webhook_alone_waits_for_the_trigger(order, hear):
    order_id = order()
    assert hear(money_event(order_id, "pay_1")) == OK
    sale = sale_now()
    assert (sale.state, sale.proven) == ("paid", False)
    left = sale.dispense_at - timezone.now()
    assert timedelta(seconds=5) < left <= timedelta(seconds=15)
    before = picture()
    assert hear(money_event(order_id, "pay_1")) == OK
    assert hear(money_event(order_id, "pay_1", name="order.paid")) == OK
    assert picture() == before


def test_a_verify_after_the_webhook_has_the_trigger_awaited(call, order, hear):
    order_id = order()
    hear(money_event(order_id, "pay_1"))
    assert call(VERIFY, proof(order_id, "pay_1")) == VERIFIED
    sale = sale_now()
    assert (sale.state, sale.proven, sale.dispense_at) == ("paid", True, None)
    assert Received.objects.count() == 1


def test_a_webhook_after_the_verify_changes_nothing(order, hear, paid):
    before = picture()
    order_id = sale_now().orders.get().provider_order_id
    assert hear(money_event(order_id, paid)) == OK
    assert picture() == before


def test_a_second_payment_is_the_surplus_and_goes_back(call, order, provider_process, hear):
    order_id = order()
    _, bought = provider_process.act(order_id, "pay_twice")
    call(VERIFY, bought)
    razorpay = Razorpay.of(provider_process.settings, public_url="")
    listed = {each.id for each in razorpay.fetch_order_payments(order_id)}
    [second] = listed - {bought["razorpay_payment_id"]}
    for _ in range(2):
        assert hear(money_event(order_id, second)) == OK
    assert refunds() == [(200, "surplus", "due")]
    work()
    assert (sale_now().state, refunds()) == ("paid", [(200, "surplus", "done")])


@pytest.mark.parametrize("money", [{"amount": 199}, {"amount": 201}, {"currency": "EUR"}])
def test_money_of_another_amount_goes_back_whole(order, hear, money):
    order_id = order()
    for _ in range(2):
        assert hear(money_event(order_id, "pay_1", **money)) == OK
    sale = sale_now()
    assert (sale.state, sale.flag) == ("ordered", "wrong_amount")
    assert refunds() == [(money.get("amount", 200), "wrong_amount", "due")]
    assert LoggedEvent.objects.get(type="wrong_amount").payload["transaction_id"] == TX
    hear(money_event(order_id, "pay_2"))
    assert (sale_now().state, sale_now().provider_payment_id) == ("paid", "pay_2")


def test_money_for_an_order_that_was_replaced_goes_back(call, order, hear):
    replaced, current = order(amount=100), order(amount=200)
    assert call(VERIFY, proof(replaced, "pay_1")) == VERIFIED
    assert (sale_now().state, refunds()) == ("ordered", [(100, "wrong_amount", "due")])
    assert call(VERIFY, proof(current, "pay_2")) == VERIFIED
    assert sale_now().state == "paid"


def test_money_for_a_replaced_order_of_the_same_units_counts(call, order):
    replaced, current = order(), order()
    assert call(VERIFY, proof(replaced, "pay_1")) == VERIFIED
    assert (sale_now().state, refunds()) == ("paid", [])
    assert call(VERIFY, proof(current, "pay_2")) == VERIFIED
    assert (sale_now().state, refunds()) == ("paid", [(200, "surplus", "due")])


def test_a_declined_payment_is_only_logged(order, hear):
    order_id = order()
    before = picture()
    assert hear(money_event(order_id, "pay_1", name="payment.failed")) == OK
    assert picture() == before
    hear(money_event(order_id, "pay_1"))
    assert sale_now().state == "paid"


def test_a_webhook_with_another_signature_is_refused(order, hear):
    body = money_event(order(), "pay_1")
    before = picture()
    wrong = (400, {"error": "Invalid signature"})
    assert hear(body, **signed(body, secret=b"sandbox-secret")) == wrong
    assert hear(body, **{"X-Razorpay-Signature": ""}) == wrong
    assert hear(body + b" ", **signed(body)) == wrong
    assert picture() == before


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"\xff",
        money_event("order_ofTrolleys00", "pay_1"),
        money_event("order_1", "pay_1", name="payment.authorized"),
        money_event("order_1", "pay_1", name="invoice.paid"),
    ],
)
def test_what_is_not_ours_is_ignored(order, hear, body):
    order()
    before = picture()
    assert hear(body) == IGNORED
    assert picture() == before


def test_without_a_webhook_secret_webhooks_are_ignored(order, hear, settings):
    order_id = order()
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_WEBHOOK_SECRET": ""}
    cache.clear_all()
    assert hear(money_event(order_id, "pay_1")) == IGNORED
    assert sale_now().state == "ordered"
