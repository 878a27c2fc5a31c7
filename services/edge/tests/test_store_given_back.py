"""What a review takes off a receipt that was paid goes back, to the cent; what it adds is due."""

import pytest
from shop import ANN, COLA
from store.models import Payment, Refund
from till import (
    checkout,
    contest,
    errands_go,
    moves,
    paid_visit,
    pay,
    receipt_of,
    refunds_go,
    refunds_of,
    review,
    taken,
    tickets_of,
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


def test_what_a_contest_takes_off_goes_back(shop, box):
    visit_id = paid_visit(shop, box)
    contest(shop, visit_id)
    review(shop, visit_id, ONE_BOTTLE)
    visit = shop.visit(visit_id, by=ANN)
    receipt, refund = visit["receipt"], visit["refunds"][0]
    assert (receipt["total"], receipt["paid"], receipt["due"]) == ("1.50", "1.50", "0.00")
    assert (refund["amount"], refund["reason"], refund["state"]) == ("1.50", "contest", "due")
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done")]
    assert moves() == [(COLA, -2, "sale"), (COLA, 1, "refund")]
    assert Payment.objects.get().status == "paid"


def test_contested_twice_both_parts_go_back_and_no_more(shop, box):
    visit_id = paid_visit(shop, box, bottles=3)
    for left in (2, 0):
        contest(shop, visit_id)
        review(shop, visit_id, [{"product_id": COLA, "quantity": left}])
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done"), (300, "contest", "done")]
    receipt = receipt_of(shop, visit_id)
    assert (receipt["total"], receipt["paid"], receipt["due"]) == ("0.00", "0.00", "0.00")
    assert Payment.objects.get().status == "refunded"
    assert moves() == [(COLA, -3, "sale"), (COLA, 1, "refund"), (COLA, 2, "refund")]


def test_a_contest_that_changes_nothing(shop, box):
    visit_id = paid_visit(shop, box)
    contest(shop, visit_id)
    review(shop, visit_id)
    assert refunds_of(visit_id) == []
    assert moves() == [(COLA, -2, "sale")]


def test_what_a_reviewer_takes_off_by_themself_goes_back_too(shop, box):
    visit_id = paid_visit(shop, box)
    shop.step(tickets_of(visit_id)[0], "reopen", {"reason": "one was put back"})
    review(shop, visit_id, ONE_BOTTLE)
    refunds_go()
    assert refunds_of(visit_id) == [(150, "surplus", "done")]


def test_what_a_reviewer_adds_is_paid_beside(shop, box):
    visit_id = paid_visit(shop, box)
    shop.step(tickets_of(visit_id)[0], "reopen", {"reason": "there was a third"})
    review(shop, visit_id, [{"product_id": COLA, "quantity": 3}])
    receipt = receipt_of(shop, visit_id)
    assert (receipt["total"], receipt["paid"], receipt["due"]) == ("4.50", "3.00", "1.50")
    assert receipt["settled_at"] is None
    payment = checkout(shop, visit_id).json()
    assert payment["amount"] == "1.50"
    pay(shop, box, payment)
    assert receipt_of(shop, visit_id)["due"] == "0.00"
    assert moves() == [(COLA, -2, "sale"), (COLA, -1, "sale")]
    contest(shop, visit_id)
    review(shop, visit_id, ONE_BOTTLE)
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done"), (150, "contest", "done")]


def test_a_payment_that_waits_for_another_amount_is_given_up(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    contest(shop, visit_id)
    assert Payment.objects.get().status == "created"  # until it is known
    review(shop, visit_id, ONE_BOTTLE)
    assert Payment.objects.get().status == "cancelled"
    assert pay(shop, box, payment)["status"] == "refund_due"
    assert checkout(shop, visit_id).json()["amount"] == "1.50"


def test_money_that_comes_while_it_is_reviewed_counts(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    contest(shop, visit_id)
    pay(shop, box, payment)
    assert receipt_of(shop, visit_id)["paid"] == "3.00"
    review(shop, visit_id, ONE_BOTTLE)
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done")]


def test_a_refund_waits_for_a_provider_that_is_down(shop, box):
    visit_id = paid_visit(shop, box)
    contest(shop, visit_id)
    review(shop, visit_id, ONE_BOTTLE)
    box.fault("lost_answer", 1)
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "due")]
    time_passes()
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done")]
    assert Refund.objects.count() == 1


def test_a_receipt_of_nothing_that_costs_anything_is_told_at_once(shop, box):
    visit_id = taken(shop)
    review(shop, visit_id, [{"product_id": COLA, "quantity": 0}])
    assert receipt_of(shop, visit_id)["due"] == "0.00"
    errands_go()
    assert moves() == []
