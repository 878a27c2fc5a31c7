"""Two at once: gates, claims, heartbeats, the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from shop import ANN, BOB, COLA, OPERATOR, REVIEWER, RIVAL
from shop import ONE as M
from store.actions.sessions import session_of
from store.actions.sweeps import session_of_now
from store.models import EntryToken, MachineSession, Store, Ticket, UserSession, Visit, WeightChange
from testing.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10


def race(works):
    """Do all of these at once; what each returns, in this order."""
    return at_once(lambda number: works[number](), len(works), threads=len(works))


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_one_code_at_ten_entries_lets_one_in(shop):
    token = shop.code(ANN)
    answers = race([lambda: shop.scan("Entry", token)] * TEN)
    assert statuses(answers) == [201] + [401] * 9
    assert {each.json().get("code") for each in answers} == {None, "token_used"}
    assert (Visit.objects.count(), UserSession.objects.count()) == (1, 1)


def test_ten_codes_of_one_person_at_once_are_one_visit(shop):
    tokens = [shop.code(ANN) for _ in range(TEN)]
    answers = race([lambda token=token: shop.scan("Entry", token) for token in tokens])
    assert statuses(answers) == [200] * 9 + [201]
    assert len({answer.json()["visit_id"] for answer in answers}) == 1
    assert Visit.objects.count() == 1


def test_ten_scans_at_the_exit_close_one_visit_with_one_ticket_for_each_machine(shop):
    shop.enters(ANN)
    tokens = [shop.code(ANN) for _ in range(TEN)]
    answers = race([lambda token=token: shop.scan("Exit", token) for token in tokens])
    assert statuses(answers) == [200] * TEN
    assert len({answer.content for answer in answers}) == 1
    assert Visit.objects.filter(exited_at__isnull=False).count() == 1
    assert Ticket.objects.count() == 2
    assert UserSession.objects.filter(status="EXIT_AUTHENTICATED").count() == 1


def test_a_code_at_both_gates_at_once_opens_one(shop):
    token = shop.code(ANN)
    answers = race([lambda: shop.scan("Entry", token), lambda: shop.scan("Exit", token)] * 3)
    assert statuses(answers).count(201) == 1
    assert EntryToken.objects.get().used_at is not None


def test_people_who_leave_at_once_have_tickets_of_their_own_numbers(shop):
    people = range(100, 106)
    for user_id in people:
        shop.enters(user_id)
    tokens = [shop.code(user_id) for user_id in people]
    answers = race([lambda token=token: shop.scan("Exit", token) for token in tokens])
    assert statuses(answers) == [200] * 6
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, 13))


def test_a_change_of_mode_and_an_entry_at_once_agree(shop):
    token = shop.code(ANN)
    operator = shop.by(OPERATOR)
    entered, changed = race(
        [
            lambda: shop.scan("Entry", token),
            lambda: operator.put("/edge/store-mode/", {"status": "REFILLMENT_MODE"}),
        ]
    )
    assert changed.status_code == 200
    assert (entered.status_code, changed.json()["inside"]) in ((201, 1), (201, 0), (403, 0))
    if entered.status_code == 201:
        assert Visit.objects.get().entered_at < Store.objects.get().mode_since


def test_the_same_heartbeat_ten_times_at_once_is_one_event(shop):
    shop.full()
    visit_id = shop.enters(ANN)
    body = {"scales": [["a", "1", "9", "2.97"]], "seq": 9}
    answers = race([lambda: shop.beat(M, body)] * TEN)
    assert statuses(answers) == [200] * TEN
    assert len({answer.content for answer in answers}) == 1
    assert (WeightChange.objects.count(), shop.holds(visit_id)) == (1, {COLA: 1})


def test_leaving_while_something_is_picked_loses_nothing(shop):
    """Before the exit it is the visitor's, after it nobody's; never half of both."""
    shop.full()
    visit_id = shop.enters(ANN)
    token = shop.code(ANN)
    race([lambda: shop.scan("Exit", token), lambda: shop.weighs(M, a=2.97, b=1, c=1)])
    event, visit = WeightChange.objects.get(), Visit.objects.get()
    was_inside = event.event_time < visit.exited_at
    assert (event.attribution == "attributed") is was_inside
    assert shop.holds(visit_id) == ({COLA: 1} if was_inside else {})
    [ticket] = Ticket.objects.filter(machine=M)
    assert ticket.status == ("TO_BE_REVIEWED" if was_inside else "REVIEW_COMPLETE")


def test_a_contested_event_is_claimed_by_one_of_two_at_once(shop):
    shop.full()
    shop.enters(ANN)
    shop.enters(BOB)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    of_ann, of_bob = shop.leaves(ANN)[0]["id"], shop.leaves(BOB)[0]["id"]
    shop.step(of_ann, "start")
    shop.step(of_bob, "start", by=RIVAL)
    claim = {"event_id": event["id"]}
    answers = race(
        [
            lambda: shop.step(of_ann, "claim-event", claim, by=REVIEWER),
            lambda: shop.step(of_bob, "claim-event", claim, by=RIVAL),
        ]
    )
    assert statuses(answers) == [200, 409]


def test_one_of_two_reviewers_gets_a_ticket(shop):
    shop.enters(ANN)
    shop.weighs(M, a=1)
    shop.weighs(M, a=0.67)
    ticket = next(each["id"] for each in shop.leaves(ANN) if each["status"] == "TO_BE_REVIEWED")
    answers = race(
        [lambda by=by: shop.step(ticket, "start", by=by) for by in (REVIEWER, RIVAL)] * 2
    )
    assert statuses(answers) == [200, 200, 409, 409]


def test_the_clock_makes_one_session_however_many_ask(shop):
    race([session_of_now] * TEN)
    assert MachineSession.objects.count() == 1
    moment, store = timezone.now() + timedelta(hours=1), Store.objects.get()
    made = race([lambda: session_of(moment, store=store)] * TEN)
    assert len({session.pk for session in made}) == 1
    assert MachineSession.objects.count() == 2
