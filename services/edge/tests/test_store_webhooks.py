"""What the provider says by its webhook, which is one for all parts of edge."""

import hashlib
import hmac
import json
import secrets

import pytest
from shop import ANN
from store.models import Payment, Refund
from testing.client import ApiClient
from till import checkout, contest, paid_visit, receipt_of, refunds_go, refunds_of, review, taken

pytestmark = pytest.mark.django_db
NOTHING = [{"product_id": 501, "quantity": 0}]


@pytest.fixture
def shop(shop, provider_process):
    shop.full()
    return shop


@pytest.fixture
def visit_id(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    return visit_id


@pytest.fixture
def hear(settings):
    """Have a webhook come: of a payment, or of a refund."""

    def heard(event, **entity):
        name = event.partition(".")[0]
        name = "payment" if name == "order" else name
        entity = {"id": f"pay_{secrets.token_hex(7)}", "amount": 300, "currency": "EUR"} | entity
        body = json.dumps({"event": event, "payload": {name: {"entity": entity}}}).encode()
        secret = settings.PAYMENTS["RAZORPAY_WEBHOOK_SECRET"].encode()
        signed = hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"X-Razorpay-Signature": signed, "X-Razorpay-Event-Id": secrets.token_hex(7)}
        return ApiClient().call("POST", "/api/razorpay-webhook", body, headers=headers).json()

    return heard


def opened(shop, visit_id):
    return checkout(shop, visit_id).json()["provider_order_id"]


def test_captured_it_is_paid_once(shop, visit_id, hear):
    order = opened(shop, visit_id)
    assert hear("payment.captured", id="pay_0000000000000a", order_id=order) == {"status": "ok"}
    assert hear("order.paid", id="pay_0000000000000a", order_id=order) == {"status": "ok"}
    assert receipt_of(shop, visit_id)["paid"] == "3.00"
    assert Refund.objects.count() == 0


@pytest.mark.parametrize("odd", [{"amount": 299}, {"amount": 30000}, {"currency": "INR"}])
def test_another_amount_goes_back_whole(shop, visit_id, hear, odd):
    order = opened(shop, visit_id)
    hear("payment.captured", order_id=order, **odd)
    assert receipt_of(shop, visit_id)["due"] == "3.00"
    assert refunds_of(visit_id) == [(odd.get("amount", 300), "wrong_amount", "due")]


def test_failed_another_is_opened(shop, visit_id, hear):
    order = opened(shop, visit_id)
    assert hear("payment.failed", order_id=order) == {"status": "ok"}
    assert Payment.objects.get().status == "failed"
    assert checkout(shop, visit_id).status_code == 201


def test_a_promise_is_none_of_a_receipt(shop, visit_id, hear):
    order = opened(shop, visit_id)
    assert hear("payment.authorized", order_id=order) == {"status": "ignored"}
    assert Payment.objects.get().status == "created"


def test_a_deposit_is_promised_and_then_taken(shop, settings, hear):
    settings.STORE_DEPOSIT = 500
    order = shop.by(ANN).post("/edge/deposits/").json()["provider_order_id"]
    money = {"id": "pay_0000000000000b", "order_id": order, "amount": 500}
    assert hear("payment.authorized", **money) == {"status": "ok"}
    assert Payment.objects.get().status == "authorised"
    assert hear("payment.captured", **money) == {"status": "ok"}
    assert Payment.objects.get().status == "paid"  # in the provider's dashboard
    visit_id = taken(shop)
    review(shop, visit_id)
    assert receipt_of(shop, visit_id)["due"] == "0.00"
    assert refunds_of(visit_id) == [(200, "deposit", "due")]


def test_money_of_another_order_is_ignored(shop, visit_id, hear):
    order = opened(shop, visit_id)
    hear("payment.captured", id="pay_0000000000000c", order_id=order)
    other = taken(shop)
    review(shop, other)
    asked = opened(shop, other)
    assert hear("payment.captured", id="pay_0000000000000c", order_id=asked) == {
        "status": "ignored"
    }
    assert receipt_of(shop, other)["due"] == "3.00"


def test_of_a_refund(shop, provider_process, hear):
    visit_id = paid_visit(shop, provider_process)
    contest(shop, visit_id)
    review(shop, visit_id, NOTHING)
    refunds_go()
    refund = Refund.objects.get()
    Refund.objects.update(state="sent", done_at=None)
    money = {"payment_id": refund.provider_payment_id, "id": refund.provider_refund_id}
    assert hear("refund.processed", **money) == {"status": "ok"}
    assert refunds_of(visit_id) == [(300, "contest", "done")]
    assert Payment.objects.get().status == "refunded"


def test_a_refund_that_was_made_by_hand_is_not_asked_for_again(shop, provider_process, hear):
    visit_id = paid_visit(shop, provider_process)
    paid_by = Payment.objects.get().provider_payment_id
    money = {"payment_id": paid_by, "id": "rfnd_0000000000000d", "amount": 100}
    assert hear("refund.processed", **money) == {"status": "ok"}
    assert hear("refund.processed", **money) == {"status": "ok"}
    assert refunds_of(visit_id) == [(100, "staff", "done")]
    receipt = receipt_of(shop, visit_id)
    assert (receipt["paid"], receipt["due"]) == ("2.00", "0.00")
    contest(shop, visit_id)
    review(shop, visit_id, NOTHING)
    assert refunds_of(visit_id) == [(100, "staff", "done"), (200, "contest", "due")]


def test_what_is_not_ours_is_ignored(shop, hear):
    assert hear("payment.captured", order_id="order_12345678901234") == {"status": "ignored"}
    assert hear("refund.processed", payment_id="pay_12345678901234", id="rfnd_1") == {
        "status": "ignored"
    }
