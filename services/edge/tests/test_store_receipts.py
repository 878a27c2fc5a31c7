"""Receipts follow tickets: one for each visit of a customer, to the cent, also after contests."""

import pytest
from shop import ANN, BOB, COLA, CRISPS, OPERATOR, REVIEWER, TWO
from shop import ONE as M
from store.models import Receipt, Ticket
from till import contest, moves, picture, receipt_of, review, taken, tickets_of

pytestmark = pytest.mark.django_db
BOTTLES = {"product_id": COLA, "name": "Cola", "quantity": 2, "unit_price": "1.50", "total": "3.00"}


@pytest.fixture
def shop(shop):
    shop.full()
    return shop


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_there_is_none_until_all_tickets_are_complete(shop):
    visit_id = taken(shop)
    assert receipt_of(shop, visit_id) is None
    review(shop, visit_id)
    receipt = receipt_of(shop, visit_id)
    assert receipt == {
        "id": receipt["id"],
        "number": receipt["number"],
        "lines": [BOTTLES],
        "total": "3.00",
        "currency": "EUR",
        "status": "completed",
        "payment_id": None,
        "paid": "0.00",
        "due": "3.00",
        "created_at": receipt["created_at"],
        "settled_at": None,
        "contest": None,
    }
    assert moves() == []  # it is not paid


def test_all_tickets_make_one_receipt(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    shop.weighs(TWO, a=2.97, b=0.8, c=1)
    shop.leaves(ANN)
    first, second = tickets_of(visit_id)
    shop.step(first, "start")
    shop.step(first, "complete")
    assert receipt_of(shop, visit_id) is None
    shop.step(second, "start")
    shop.step(second, "complete")
    receipt = receipt_of(shop, visit_id)
    assert [(line["product_id"], line["quantity"]) for line in receipt["lines"]] == [
        (COLA, 2),
        (CRISPS, 2),
    ]
    assert (receipt["total"], Receipt.objects.count()) == ("7.50", 1)


def test_an_empty_visit_has_nothing_to_pay(shop):
    visit_id = taken(shop, bottles=0)
    receipt = receipt_of(shop, visit_id)
    assert (receipt["total"], receipt["due"], receipt["lines"]) == ("0.00", "0.00", [])
    assert receipt["settled_at"] is not None
    assert moves() == []


def test_staff_never_get_one(shop):
    visit_id = shop.enters(OPERATOR)
    shop.weighs(M, a=2.64, b=1, c=1)
    shop.leaves(OPERATOR)
    review(shop, visit_id)
    assert shop.visit(visit_id)["receipt"] is None


def test_a_reviewer_opens_it_again_and_it_is_a_draft(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    ticket_id = tickets_of(visit_id)[0]
    shop.step(ticket_id, "reopen", {"reason": "the wrong bottle"})
    draft = receipt_of(shop, visit_id)
    assert (draft["status"], draft["total"]) == ("draft", "3.00")
    review(shop, visit_id, [{"product_id": COLA, "quantity": 3}])
    again = receipt_of(shop, visit_id)
    assert (again["status"], again["total"], again["id"]) == ("completed", "4.50", draft["id"])


def test_a_late_event_opens_it_again(shop):
    visit_id = shop.enters(ANN)
    shop.leaves(ANN)
    assert receipt_of(shop, visit_id)["total"] == "0.00"
    visit = shop.visit(visit_id)
    rows = [["a", "2.64", "2.64", "2.64"], ["b", "1", "1", "1"], ["c", "1", "1", "1"]]
    shop.beat(M, {"scales": rows, "time": visit["entered_at"]})
    assert receipt_of(shop, visit_id)["status"] == "draft"
    review(shop, visit_id)
    assert receipt_of(shop, visit_id)["total"] == "3.00"


# ---- Contests -------------------------------------------------------------------------------


def test_a_contest_opens_the_tickets_with_lines(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    answer = contest(shop, visit_id, lines=[{"product_id": COLA, "quantity": 1}])
    assert answer.status_code == 200
    receipt = answer.json()["receipt"]
    assert (receipt["status"], receipt["total"]) == ("contested", "3.00")
    first, second = (shop.ticket(each) for each in tickets_of(visit_id))
    assert (first["status"], first["status_display"]) == ("CONTESTED", "contested")
    assert first["reviewer_id"] is None
    assert first["contest"] == receipt["contest"]
    assert receipt["contest"]["message"] == "I took one"
    assert receipt["contest"]["lines"] == [{"product_id": COLA, "quantity": 1}]
    assert second["status"] == "REVIEW_COMPLETE"


def test_what_the_review_takes_off_is_off(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    contest(shop, visit_id)
    review(shop, visit_id, [{"product_id": COLA, "quantity": 1}])
    receipt = receipt_of(shop, visit_id)
    assert (receipt["status"], receipt["total"], receipt["due"]) == ("reviewed", "1.50", "1.50")


def test_a_contest_never_raises_what_is_charged(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    contest(shop, visit_id)
    review(shop, visit_id, [{"product_id": COLA, "quantity": 5}])
    receipt = receipt_of(shop, visit_id)
    assert (receipt["status"], receipt["total"], receipt["lines"]) == (
        "reviewed",
        "3.00",
        [BOTTLES],
    )
    ticket_id = tickets_of(visit_id)[0]
    shop.step(ticket_id, "reopen", {"reason": "once more"})
    review(shop, visit_id, [{"product_id": COLA, "quantity": 4}])
    assert receipt_of(shop, visit_id)["total"] == "3.00"


def test_it_may_be_contested_again(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    contest(shop, visit_id)
    review(shop, visit_id)
    assert receipt_of(shop, visit_id)["status"] == "reviewed"
    assert contest(shop, visit_id, message="Still wrong").status_code == 200
    receipt = receipt_of(shop, visit_id)
    assert (receipt["status"], receipt["contest"]["message"]) == ("contested", "Still wrong")


def test_nothing_to_contest(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.64, b=1, c=1)
    assert code(contest(shop, visit_id)) == (409, "nothing_to_contest")  # inside
    shop.leaves(ANN)
    assert code(contest(shop, visit_id)) == (409, "nothing_to_contest")  # no receipt yet
    review(shop, visit_id)
    assert contest(shop, visit_id).status_code == 200
    before = picture()
    assert code(contest(shop, visit_id)) == (409, "nothing_to_contest")  # it is contested
    assert picture() == before
    empty = taken(shop, BOB, bottles=0)
    assert code(contest(shop, empty, by=BOB)) == (409, "nothing_to_contest")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": ""},
        {"message": "  "},
        {"message": "a" * 501},
        {"message": 5},
        {"message": "x", "lines": [{"product_id": COLA, "quantity": -1}]},
        {"message": "x", "lines": [{"product_id": COLA, "quantity": 1.5}]},
        {"message": "x", "lines": [{"product_id": COLA, "quantity": 1}] * 2},
        {"message": "x", "lines": [{"product_id": CRISPS, "quantity": 1}]},
        {"message": "x", "lines": "all"},
    ],
)
def test_an_odd_contest_changes_nothing(shop, body):
    visit_id = taken(shop)
    review(shop, visit_id)
    before = picture()
    answer = shop.by(ANN).post(f"/edge/visits/{visit_id}/contest/", body)
    assert answer.status_code == 400, answer.content
    assert picture() == before


def test_others_visits_are_not_there(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    for who in (BOB, REVIEWER, OPERATOR):
        assert contest(shop, visit_id, by=who).status_code == 404
    assert contest(shop, "nonsense").status_code == 404


def test_the_same_key_is_the_same_contest(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    path, body = f"/edge/visits/{visit_id}/contest/", {"message": "I took one"}
    first = shop.by(ANN).post(path, body, headers={"Idempotency-Key": "k1"})
    again = shop.by(ANN).post(path, body, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content


def test_a_ticket_without_a_reviewer_is_free_for_any(shop):
    visit_id = taken(shop)
    review(shop, visit_id)
    contest(shop, visit_id)
    ticket = Ticket.objects.get(pk=tickets_of(visit_id)[0])
    assert ticket.steps.filter(step="contest", user_id=ANN).count() == 1
    assert shop.step(ticket.pk, "start", by=REVIEWER).status_code == 200
