"""Receipts are paid once, by whatever comes first; what is too much goes back."""

import pytest
from charges.money import Money
from shop import ANN, BOB, COLA, REVIEWER
from store.actions.deposits import deposit_lapse_next
from store.actions.payments import charges, sweeps
from store.models import Payment
from till import (
    checkout,
    contest,
    moves,
    pay,
    picture,
    receipt_of,
    refunds_go,
    refunds_of,
    review,
    taken,
    time_passes,
)

pytestmark = pytest.mark.django_db
ONE_BOTTLE = [{"product_id": COLA, "quantity": 1}]


@pytest.fixture
def shop(shop, provider_process):
    shop.full()
    return shop


@pytest.fixture
def visit_id(shop):
    """Of Ann, who has to pay 3.00."""
    visit_id = taken(shop)
    review(shop, visit_id)
    return visit_id


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_a_payment_of_what_is_due(shop, visit_id, box):
    answer = checkout(shop, visit_id)
    payment = answer.json()
    assert answer.status_code == 201
    order = payment["provider_order_id"]
    assert payment == {
        "payment_id": payment["payment_id"],
        "kind": "receipt",
        "status": "created",
        "amount": "3.00",
        "currency": "EUR",
        "provider": "razorpay",
        "provider_order_id": order,
        "checkout": {
            "key": "rzp_test_sandbox",
            "order_id": order,
            "amount_minor": 300,
            "url": payment["checkout"]["url"],
        },
        "expires_at": payment["expires_at"],
        "created_at": payment["created_at"],
        "paid_at": None,
        "receipt_id": receipt_of(shop, visit_id)["id"],
        "visit_id": visit_id,
        "refunds": [],
    }
    assert payment["checkout"]["url"].endswith(f"/sandbox/pay/{order}")
    assert receipt_of(shop, visit_id)["payment_id"] == payment["payment_id"]


def test_paid_it_is_settled_and_the_ledger_is_told(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    assert pay(shop, box, payment) == {
        "payment_id": payment["payment_id"],
        "status": "paid",
        "receipt_id": payment["receipt_id"],
    }
    receipt = receipt_of(shop, visit_id)
    assert (receipt["paid"], receipt["due"], receipt["payment_id"]) == (
        "3.00",
        "0.00",
        payment["payment_id"],
    )
    assert receipt["settled_at"] is not None
    assert moves() == [(COLA, -2, "sale")]
    assert code(checkout(shop, visit_id)) == (409, "nothing_to_pay")


def test_the_same_key_is_the_same_payment_and_another_waits(shop, visit_id, box):
    first = checkout(shop, visit_id, key="one")
    again = checkout(shop, visit_id, key="one")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    other = checkout(shop, visit_id, key="two")
    assert code(other) == (409, "payment_in_progress")
    assert other.json()["payment_id"] == first.json()["payment_id"]
    assert Payment.objects.count() == 1


def test_cancelled_another_may_be_opened(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    path = f"/edge/payments/{payment['payment_id']}/cancel/"
    answer = shop.by(ANN).post(path)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert shop.by(ANN).post(path).json()["status"] == "cancelled"
    assert checkout(shop, visit_id).status_code == 201


def test_a_paid_one_is_not_cancelled(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    pay(shop, box, payment)
    answer = shop.by(ANN).post(f"/edge/payments/{payment['payment_id']}/cancel/")
    assert code(answer) == (409, "payment_paid")


def test_nothing_is_opened_while_it_is_reviewed(shop, visit_id, box):
    contest(shop, visit_id)
    assert code(checkout(shop, visit_id)) == (409, "receipt_not_final")


def test_who_may(shop, visit_id, box):
    assert checkout(shop, visit_id, by=BOB).status_code == 404
    assert checkout(shop, visit_id, by=REVIEWER).status_code == 404
    payment = checkout(shop, visit_id).json()
    path = f"/edge/payments/{payment['payment_id']}/"
    assert shop.by(REVIEWER).get(path).json() == payment
    assert shop.by(ANN).get(path).json() == payment
    assert code(shop.by(BOB).get(path)) == (404, "payment_not_found")
    for step_of_it in ("verify", "cancel"):
        assert shop.by(REVIEWER).post(f"{path}{step_of_it}/", {}).status_code == 404
    assert shop.by(BOB).get("/edge/payments/").json()["count"] == 0
    assert shop.by(ANN).get("/edge/payments/?status=created").json()["count"] == 1
    assert shop.by(REVIEWER).get("/edge/payments/?status=paid").json()["count"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"razorpay_signature": "0" * 64},
        {"razorpay_signature": None},
        {"razorpay_order_id": "order_1234567890abcd"},
        {"razorpay_payment_id": 5},
    ],
)
def test_a_forged_proof_changes_nothing(shop, visit_id, box, change):
    payment = checkout(shop, visit_id).json()
    proof = box.act(payment["provider_order_id"], "pay")[1]
    before = picture()
    path = f"/edge/payments/{payment['payment_id']}/verify/"
    assert code(shop.by(ANN).post(path, proof | change)) == (400, "verification_failed")
    assert picture() == before
    assert shop.by(ANN).post(path, proof).json()["status"] == "paid"


def test_without_a_provider_nobody_pays(shop, visit_id, settings):
    settings.PAYMENTS = {}
    before = picture()
    assert code(checkout(shop, visit_id)) == (503, "payments_not_configured")
    assert picture() == before


@pytest.mark.parametrize("fault", ["error", "nonsense", "lost_answer"])
def test_no_order_no_payment(shop, visit_id, box, fault):
    box.fault(fault, 1)
    assert code(checkout(shop, visit_id, key="k")) == (503, "payment_provider_unavailable")
    assert Payment.objects.get().status == "failed"
    assert checkout(shop, visit_id, key="k").status_code == 201  # the key is free


def test_money_of_which_nobody_has_told(shop, visit_id, box):
    """The worker asks before a payment expires."""
    payment = checkout(shop, visit_id).json()
    box.act(payment["provider_order_id"], "pay_and_close")
    time_passes()
    assert sweeps.expire_next()
    assert receipt_of(shop, visit_id)["due"] == "0.00"


def test_money_that_comes_too_late_goes_back(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    time_passes()
    assert sweeps.expire_next()
    assert Payment.objects.get().status == "expired"
    assert pay(shop, box, payment)["status"] == "refund_due"
    assert receipt_of(shop, visit_id)["due"] == "3.00"
    refunds_go()
    assert refunds_of(visit_id) == [(300, "late_payment", "done")]
    assert Payment.objects.get().status == "refunded"


def test_who_pays_twice_gets_the_second_one_back(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    proof = box.act(payment["provider_order_id"], "pay_twice")[1]
    shop.by(ANN).post(f"/edge/payments/{payment['payment_id']}/verify/", proof)
    one = Payment.objects.get()
    for attempt in charges.provider().fetch_order_payments(one.provider_order_id):
        charges.receive(
            payment=one,
            money=Money(attempt.id, attempt.amount_minor, attempt.currency),
        )
    refunds_go()
    assert refunds_of(visit_id) == [(300, "surplus", "done")]
    assert Payment.objects.get().status == "paid"
    assert receipt_of(shop, visit_id)["paid"] == "3.00"


def test_an_opening_that_died_is_given_up(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    Payment.objects.update(status="opening", provider_order_id=None, created_at="2026-01-01T00:00Z")
    assert code(checkout(shop, visit_id)) == (409, "payment_in_progress")
    assert sweeps.abandon_next()
    assert not sweeps.abandon_next()
    assert not deposit_lapse_next()
    again = checkout(shop, visit_id).json()
    assert again["payment_id"] != payment["payment_id"]
