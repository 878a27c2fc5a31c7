"""Tickets: what is on them, and what reviewers do with them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from shop import ANN, BOB, COLA, CRISPS, OPERATOR, REVIEWER, RIVAL, TWO
from shop import ONE as M
from store.models import Machine, Ticket, TicketStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(shop):
    shop.full()
    return shop


@pytest.fixture
def ticket(shop):
    """Of Ann, who has taken two bottles from the first machine."""
    shop.enters(ANN)
    shop.weighs(M, a=2.64, b=1, c=1)
    return shop.leaves(ANN)[0]["id"]


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_one_for_each_machine_and_an_empty_one_completes_itself(shop):
    shop.enters(ANN)
    shop.weighs(M, a=2.64, b=1, c=1)
    first, second = shop.leaves(ANN)
    assert first == {
        "id": first["id"],
        "TktID": "TKT-000001",
        "machine_id": M,
        "status": "TO_BE_REVIEWED",
        "status_display": "To be reviewed",
    }
    assert (second["machine_id"], second["status"]) == (TWO, "REVIEW_COMPLETE")
    assert shop.ticket(second["id"])["auto_completed"] is True


def test_of_a_retired_machine_there_is_none(shop):
    Machine.objects.filter(pk=TWO).update(retired_at=timezone.now())
    shop.enters(ANN)
    assert [ticket["machine_id"] for ticket in shop.leaves(ANN)] == [M]


def test_an_empty_one_of_a_machine_that_was_away_stays_to_be_reviewed(shop):
    Machine.objects.filter(pk=TWO).update(last_seen=timezone.now() - timedelta(seconds=90))
    shop.enters(ANN)
    assert [ticket["status"] for ticket in shop.leaves(ANN)] == [
        "REVIEW_COMPLETE",
        "TO_BE_REVIEWED",
    ]


def test_an_alert_during_the_visit_says_that_it_was_away(shop):
    from store.actions.presence import machine_silent_next

    shop.enters(ANN)
    Machine.objects.filter(pk=TWO).update(last_seen=timezone.now() - timedelta(seconds=90))
    assert machine_silent_next()
    assert not machine_silent_next()
    shop.weighs(TWO, a=3.3, b=1, c=1)
    assert [ticket["status"] for ticket in shop.leaves(ANN)][1] == "TO_BE_REVIEWED"


def test_all_that_is_on_one(shop, ticket):
    shown = shop.ticket(ticket)
    visit = shop.visit(shown["visit_id"])
    assert (shown["start_time"], shown["end_time"]) == (visit["entered_at"], visit["exited_at"])
    assert [event["quantity"] for event in shown["events"]] == [2]
    assert [(line["product_id"], line["quantity"]) for line in shown["lines"]] == [(COLA, 2)]
    assert len(shown["sessions"]) >= 1, "the session in progress at the entry is one of them"
    assert (shown["user_id"], shown["billable"], shown["at_risk"]) == (ANN, True, "0.00")


def test_the_life_of_a_ticket(shop, ticket):
    assert code(shop.step(ticket, "complete")) == (409, "illegal_move")
    assert code(shop.step(ticket, "reopen", {"reason": "why not"})) == (409, "illegal_move")
    started = shop.step(ticket, "start").json()
    assert (started["status"], started["status_display"], started["reviewer_id"]) == (
        "UNDER_REVIEW",
        "review under process",
        REVIEWER,
    )
    assert shop.step(ticket, "start").status_code == 200, "one's own"
    assert code(shop.step(ticket, "start", by=RIVAL)) == (409, "illegal_move")
    assert code(shop.step(ticket, "complete", by=RIVAL)) == (403, "not_your_ticket")
    lines = [{"product_id": COLA, "quantity": 1}, {"product_id": CRISPS, "quantity": 3}]
    done = shop.step(ticket, "complete", {"lines": lines, "note": "Seen on the clip"}).json()
    assert (done["status"], done["status_display"]) == ("REVIEW_COMPLETE", "review complete")
    assert [(line["product_id"], line["total"]) for line in done["lines"]] == [
        (COLA, "1.50"),
        (CRISPS, "6.75"),
    ]
    assert code(shop.step(ticket, "start")) == (409, "illegal_move")
    again = shop.step(ticket, "reopen", {"reason": "Wrong clip"}, by=RIVAL).json()
    assert (again["status"], again["reviewer_id"]) == ("TO_BE_REVIEWED", None)
    steps = TicketStep.objects.filter(ticket=ticket).order_by("pk")
    assert [(step.step, step.user_id) for step in steps] == [
        ("open", None),
        ("start", REVIEWER),
        ("complete", REVIEWER),
        ("reopen", RIVAL),
    ]
    assert steps[2].before["lines"][0]["quantity"] == 2
    assert steps[2].after["lines"][0]["quantity"] == 1
    assert steps[3].after["reason"] == "Wrong clip"


@pytest.mark.parametrize(
    "body",
    [
        {"lines": [{"product_id": COLA, "quantity": 1000}]},
        {"lines": [{"product_id": COLA, "quantity": -1}]},
        {"lines": [{"product_id": COLA, "quantity": 1.5}]},
        {"lines": [{"product_id": COLA, "quantity": 1}, {"product_id": COLA, "quantity": 2}]},
        {"lines": [{"quantity": 1}]},
        {"note": "x" * 501},
    ],
)
def test_what_is_no_line_changes_nothing(shop, ticket, body):
    shop.step(ticket, "start")
    assert shop.step(ticket, "complete", body).status_code == 400
    shown = shop.ticket(ticket)
    assert (shown["status"], shown["lines"][0]["quantity"]) == ("UNDER_REVIEW", 2)


def test_without_lines_it_is_what_the_sensors_say(shop, ticket):
    shop.step(ticket, "start")
    done = shop.step(ticket, "complete").json()
    assert [(line["product_id"], line["quantity"]) for line in done["lines"]] == [(COLA, 2)]


def test_a_contested_event_is_claimed_once(shop):
    ann, bob = shop.enters(ANN), shop.enters(BOB)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    of_ann, of_bob = shop.leaves(ANN)[0]["id"], shop.leaves(BOB)[0]["id"]
    for ticket in (of_ann, of_bob):
        shown = shop.ticket(ticket)
        assert ([each["id"] for each in shown["events"]], shown["at_risk"]) == (
            [event["id"]],
            "1.50",
        )
    claim = {"event_id": event["id"]}
    assert code(shop.step(of_ann, "claim-event", claim)) == (409, "illegal_move")
    shop.step(of_ann, "start")
    shop.step(of_bob, "start", by=RIVAL)
    assert code(shop.step(of_ann, "claim-event", claim, by=RIVAL)) == (403, "not_your_ticket")
    claimed = shop.step(of_ann, "claim-event", claim).json()
    assert claimed["events"][0]["visit_id"] == ann
    assert [(line["product_id"], line["quantity"]) for line in claimed["lines"]] == [(COLA, 1)]
    assert shop.step(of_ann, "claim-event", claim).status_code == 200, "one's own"
    assert code(shop.step(of_bob, "claim-event", claim, by=RIVAL)) == (409, "event_claimed")
    assert (shop.holds(ann), shop.holds(bob)) == ({COLA: 1}, {})
    assert shop.ticket(of_bob)["at_risk"] == "0.00"


def test_what_is_no_candidate_cannot_be_claimed(shop, ticket):
    shop.step(ticket, "start")
    own = shop.ticket(ticket)["events"][0]["id"]
    for event_id in (own, "nonsense", "00000000-0000-4000-8000-000000000000"):
        answer = shop.step(ticket, "claim-event", {"event_id": event_id})
        assert code(answer) == (404, "event_not_found")


def test_a_late_event_reopens_what_completed_itself(shop):
    visit_id = shop.enters(ANN)
    moment = timezone.now()
    ticket = shop.leaves(ANN)[0]
    assert ticket["status"] == "REVIEW_COMPLETE"
    body = {"scales": [["a", "0", "9", "2.97"]], "time": moment.isoformat()}
    assert len(shop.beat(M, body).json()["events"]) == 1
    shown = shop.ticket(ticket["id"])
    assert (shown["status"], shown["auto_completed"]) == ("TO_BE_REVIEWED", False)
    assert [(line["product_id"], line["quantity"]) for line in shown["lines"]] == [(COLA, 1)]
    assert shop.holds(visit_id) == {COLA: 1}


def test_a_late_event_of_a_reviewed_one_is_shown_and_changes_no_line(shop):
    shop.enters(ANN)
    shop.weighs(TWO, a=2.97, b=1, c=1)
    moment = timezone.now()
    shop.leaves(ANN)
    ticket = str(Ticket.objects.get(machine=TWO).pk)
    shop.step(ticket, "start")
    shop.step(ticket, "complete", {"lines": []})
    body = {"scales": [["b", "0", "9", "0.9"]], "time": moment.isoformat()}
    shop.beat(TWO, body)
    shown = shop.ticket(ticket)
    assert (shown["status"], len(shown["events"]), shown["lines"]) == ("REVIEW_COMPLETE", 2, [])


def test_who_may_review(shop, ticket):
    for user_id in (ANN, OPERATOR):
        assert shop.by(user_id).get("/edge/tickets/").status_code == 403
        assert shop.by(user_id).get(f"/edge/tickets/{ticket}/").status_code == 403
        assert shop.step(ticket, "start", by=user_id).status_code == 403
    for unknown in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        assert code(shop.step(unknown, "start")) == (404, "ticket_not_found")


def test_lists_are_asked_by_state_and_machine(shop, ticket):
    reviewer = shop.by(REVIEWER)
    assert reviewer.get("/edge/tickets/").json()["count"] == 2
    found = reviewer.get("/edge/tickets/?status=TO_BE_REVIEWED").json()["results"]
    assert [each["id"] for each in found] == [ticket]
    assert reviewer.get(f"/edge/tickets/?machine_id={TWO}").json()["count"] == 1
    assert reviewer.get("/edge/tickets/?status=confirmed").status_code == 400


def test_a_page_of_tickets_asks_no_more_than_one_of_them(shop):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = shop.by(REVIEWER).get("/edge/tickets/").json()["results"]
        return len(queries), found

    shop.full()
    shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    shop.leaves(ANN)
    few, [second, first] = asked()
    assert [len(each["events"]) for each in (first, second)] == [1, 0]
    for units in (8, 7, 6):
        shop.enters(ANN), shop.enters(BOB)
        shop.weighs(M, a=units * 0.33, b=1, c=1)
        shop.leaves(ANN), shop.leaves(BOB)
    many, found = asked()
    assert (len(found), many) == (14, few)
    contested = [each for each in found if each["machine_id"] == M][:6]
    assert all(len(each["events"]) == 1 for each in contested)
    assert all(each["sessions"] for each in found)
