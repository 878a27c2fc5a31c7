"""Two at once, about money: paying, contesting, reviewing."""

import pytest
from django.utils import timezone
from shop import ANN, COLA, REVIEWER, RIVAL, TWO
from shop import ONE as M
from store.models import Contest, Payment, Receipt, Refund
from testing.races import at_once
from till import (
    checkout,
    contest,
    deposit_of,
    moves,
    pay,
    receipt_of,
    refunds_go,
    refunds_of,
    review,
    taken,
    tickets_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10


@pytest.fixture
def shop(shop, provider_process):
    shop.full()
    return shop


@pytest.fixture
def visit_id(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    return visit_id


def race(works):
    """Do all of these at once; what each returns, in this order."""
    return at_once(lambda number: works[number](), len(works), threads=len(works))


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_ten_checkouts_open_one_payment(shop, visit_id):
    answers = race([lambda: checkout(shop, visit_id)] * TEN)
    assert statuses(answers) == [201] + [409] * 9
    assert Payment.objects.count() == 1


def test_ten_of_one_key_too(shop, visit_id):
    answers = race([lambda: checkout(shop, visit_id, key="k")] * TEN)
    assert statuses(answers).count(201) == 1
    assert {answer.json().get("code") for answer in answers} <= {None, "checkout_in_progress"}
    assert Payment.objects.count() == 1
    assert checkout(shop, visit_id, key="k").status_code == 200


def test_ten_proofs_pay_once(shop, visit_id, box):
    payment = checkout(shop, visit_id).json()
    proof = box.act(payment["provider_order_id"], "pay")[1]
    path = f"/edge/payments/{payment['payment_id']}/verify/"
    answers = race([lambda: shop.by(ANN).post(path, proof)] * TEN)
    assert {answer.json()["status"] for answer in answers} == {"paid"}
    assert moves() == [(COLA, -2, "sale")]
    assert Refund.objects.count() == 0


def test_ten_contests_are_one(shop, visit_id):
    answers = race([lambda: contest(shop, visit_id)] * TEN)
    assert statuses(answers) == [200] + [409] * 9
    assert Contest.objects.count() == 1


def test_the_last_two_tickets_at_once_make_one_receipt(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    shop.weighs(TWO, a=2.97, b=1, c=1)
    shop.leaves(ANN)
    first, second = tickets_of(visit_id)
    shop.step(first, "start", by=REVIEWER)
    shop.step(second, "start", by=RIVAL)
    race(
        [
            lambda: shop.step(first, "complete", by=REVIEWER),
            lambda: shop.step(second, "complete", by=RIVAL),
        ]
    )
    assert Receipt.objects.get().total == 300


def test_paying_and_contesting_at_once(shop, visit_id, box):
    """Whichever comes first, what the review takes off goes back."""
    payment = checkout(shop, visit_id).json()
    race([lambda: pay(shop, box, payment), lambda: contest(shop, visit_id)])
    assert receipt_of(shop, visit_id)["paid"] == "3.00"
    review(shop, visit_id, [{"product_id": COLA, "quantity": 1}])
    refunds_go()
    assert refunds_of(visit_id) == [(150, "contest", "done")]


def test_paying_while_a_review_changes_the_amount(shop, visit_id, box):
    """The money counts, and is too much; or it came too late, and goes back whole."""
    payment = checkout(shop, visit_id).json()
    contest(shop, visit_id)
    one = [{"product_id": COLA, "quantity": 1}]
    race([lambda: pay(shop, box, payment), lambda: review(shop, visit_id, one)])
    refunds_go()
    receipt = receipt_of(shop, visit_id)
    outcome = (receipt["paid"], receipt["due"], refunds_of(visit_id))
    assert outcome in [
        ("1.50", "0.00", [(150, "contest", "done")]),
        ("0.00", "1.50", [(300, "late_payment", "done")]),
    ]


def test_ten_deposits_are_one(shop, settings):
    settings.STORE_DEPOSIT = 500
    answers = race([lambda: shop.by(ANN).post("/edge/deposits/")] * TEN)
    assert statuses(answers) == [201] + [409] * 9
    assert Payment.objects.count() == 1


def test_coming_in_while_the_deposit_is_given_up(shop, settings, box):
    settings.STORE_DEPOSIT = 500
    payment = deposit_of(shop, box)
    token = shop.code(ANN)
    cancel = f"/edge/payments/{payment['payment_id']}/cancel/"
    entered, cancelled = race(
        [lambda: shop.scan("Entry", token), lambda: shop.by(ANN).post(cancel)]
    )
    assert entered.status_code == 201
    used = shop.visit(entered.json()["visit_id"])["deposit_id"] is not None
    assert (cancelled.status_code, used) in [(200, False), (409, True)]


def test_something_late_while_the_last_ticket_is_completed(shop):
    """The receipt is a draft again, or never was complete; nothing is lost."""
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    shop.leaves(ANN)
    first = tickets_of(visit_id)[0]
    shop.step(first, "start")
    entered = shop.visit(visit_id)["entered_at"]
    rows = [["a", "2.97", "2.97", "2.97"], ["b", "1", "1", "1"], ["c", "1", "1", "1"]]
    late = {"scales": rows, "time": entered}
    race([lambda: shop.step(first, "complete"), lambda: shop.beat(TWO, late)])
    review(shop, visit_id)
    assert Receipt.objects.get().total == 300
    assert Receipt.objects.get().created_at <= timezone.now()
