"""Deposits: promised before somebody comes in, taken when the receipt is there, the rest goes
back.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from shop import ANN, BOB, COLA, OPERATOR
from store.actions.deposits import deposit_capture, deposit_lapse_next
from store.actions.payments import sweeps
from store.models import Payment, Visit
from till import (
    checkout,
    contest,
    deposit_of,
    errands_go,
    keyed,
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


@pytest.fixture
def shop(shop, provider_process, settings):
    settings.STORE_DEPOSIT = 500
    shop.full()
    return shop


def code(answer):
    return answer.status_code, answer.json()["code"]


def deposit(shop, by=ANN, key=None):
    return shop.by(by).post("/edge/deposits/", headers=keyed(key))


def status():
    return Payment.objects.order_by("pk").first().status


def test_it_is_promised_and_the_next_entry_takes_it(shop, box):
    answer = deposit(shop)
    payment = answer.json()
    assert answer.status_code == 201
    assert (payment["kind"], payment["status"], payment["amount"]) == ("deposit", "created", "5.00")
    assert (payment["receipt_id"], payment["visit_id"]) == (None, None)
    assert pay(shop, box, payment)["status"] == "authorised"
    assert box.act(payment["provider_order_id"], "pay")[0] == 409
    visit_id = shop.enters(ANN)
    assert shop.visit(visit_id)["deposit_id"] == payment["payment_id"]
    assert Payment.objects.get().visit_id == Visit.objects.get().pk


def test_the_receipt_takes_what_it_costs(shop, box):
    payment = deposit_of(shop, box)
    visit_id = taken(shop)
    review(shop, visit_id)
    receipt = receipt_of(shop, visit_id)
    assert (receipt["due"], receipt["paid"], receipt["settled_at"]) == ("0.00", "0.00", None)
    assert receipt["payment_id"] == payment["payment_id"]
    assert moves() == []
    errands_go()
    assert status() == "paid"
    receipt = receipt_of(shop, visit_id)
    assert (receipt["due"], receipt["paid"]) == ("0.00", "3.00")
    assert receipt["settled_at"] is not None
    refunds_go()
    assert refunds_of(visit_id) == [(200, "deposit", "done")]
    assert moves() == [(COLA, -2, "sale")]


def test_after_an_empty_visit_all_of_it_goes_back(shop, box):
    deposit_of(shop, box)
    visit_id = taken(shop, bottles=0)
    errands_go()
    refunds_go()
    assert refunds_of(visit_id) == [(500, "deposit", "done")]
    assert status() == "refunded"
    assert receipt_of(shop, visit_id)["due"] == "0.00"


def test_what_costs_more_is_paid_beside(shop, box):
    deposit_of(shop, box)
    visit_id = taken(shop, bottles=5)
    review(shop, visit_id)
    assert receipt_of(shop, visit_id)["due"] == "2.50"
    payment = checkout(shop, visit_id).json()
    assert payment["amount"] == "2.50"
    pay(shop, box, payment)
    errands_go()
    receipt = receipt_of(shop, visit_id)
    assert (receipt["paid"], receipt["due"]) == ("7.50", "0.00")
    assert refunds_of(visit_id) == []
    contest(shop, visit_id)
    review(shop, visit_id, [{"product_id": COLA, "quantity": 2}])
    refunds_go()
    assert refunds_of(visit_id) == [(250, "contest", "done"), (200, "contest", "done")]


def test_one_that_the_provider_has_let_go_of_leaves_it_to_be_paid(shop, box):
    deposit_of(shop, box)
    visit_id = taken(shop)
    Payment.objects.update(provider_payment_id="pay_unknown0000000")
    review(shop, visit_id)
    errands_go()
    assert status() == "failed"
    assert receipt_of(shop, visit_id)["due"] == "3.00"
    assert checkout(shop, visit_id).status_code == 201


def test_it_is_taken_once_however_often_it_is_asked_for(shop, box):
    deposit_of(shop, box)
    visit_id = taken(shop)
    review(shop, visit_id)
    box.fault("lost_answer", 1)
    errands_go()
    assert status() == "authorised"  # nobody knows; the errand waits
    errands_go()
    assert status() == "paid"
    deposit_capture(payment_id=Payment.objects.get().payment_id)
    assert refunds_of(visit_id) == [(200, "deposit", "due")]


def test_one_at_a_time(shop, box):
    first = deposit(shop, key="one")
    assert deposit(shop, key="one").json() == first.json()
    assert code(deposit(shop, key="two")) == (409, "payment_in_progress")
    pay(shop, box, first.json())
    other = deposit(shop)
    assert code(other) == (409, "payment_in_progress")
    assert other.json()["payment_id"] == first.json()["payment_id"]
    assert deposit(shop, by=BOB).status_code == 201
    shop.enters(ANN)
    assert deposit(shop).status_code == 201  # for the next visit


def test_cancelled_while_it_is_not_used(shop, box):
    payment = deposit_of(shop, box)
    path = f"/edge/payments/{payment['payment_id']}/cancel/"
    assert shop.by(ANN).post(path).json()["status"] == "cancelled"
    assert shop.visit(shop.enters(ANN))["deposit_id"] is None


def test_not_cancelled_while_it_is(shop, box):
    payment = deposit_of(shop, box)
    shop.enters(ANN)
    before = picture()
    path = f"/edge/payments/{payment['payment_id']}/cancel/"
    assert code(shop.by(ANN).post(path)) == (409, "deposit_in_use")
    assert picture() == before


def test_one_that_nobody_has_used_for_days_is_over(shop, box):
    deposit_of(shop, box)
    assert not deposit_lapse_next()
    Payment.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert deposit_lapse_next()
    assert not deposit_lapse_next()
    assert status() == "expired"


def test_a_promise_of_which_nobody_has_told(shop, box):
    payment = deposit(shop).json()
    box.act(payment["provider_order_id"], "pay_and_close")
    time_passes()
    assert sweeps.expire_next()
    assert status() == "authorised"


def test_off_nobody_needs_one(shop, settings):
    settings.STORE_DEPOSIT = 0
    assert code(deposit(shop)) == (409, "deposits_off")
    settings.STORE_DEPOSIT, settings.PAYMENTS = 500, {}
    assert code(deposit(shop)) == (409, "deposits_off")
    settings.AUTH_MODE = "strict"
    assert shop.visit(shop.enters(ANN))["deposit_id"] is None


def test_in_strict_customers_need_one(shop, box, settings):
    settings.AUTH_MODE = "strict"
    token = shop.code(ANN)
    before = picture()
    assert code(shop.scan("Entry", token)) == (403, "deposit_required")
    assert picture() == before
    deposit_of(shop, box)
    assert shop.scan("Entry", token).status_code == 201  # the code was left as it was
    shop.enters(OPERATOR)  # staff buy nothing


def test_staff_do_not_spend_theirs_at_work(shop, box):
    deposit_of(shop, box, by=OPERATOR)
    shop.enters(OPERATOR)
    assert Payment.objects.get().visit is None


def test_in_open_the_gate_lets_in_all_the_same(shop, settings):
    settings.AUTH_MODE = "open"
    assert shop.visit(shop.enters(ANN))["deposit_id"] is None
