"""Two reviewers at once: one wins, and units and grams stay what they were."""

import pytest
from shop import COLA, RIVAL
from store.models import Alert, Ticket, WeightChange
from testing.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def race(*works):
    return at_once(lambda number: works[number](), len(works), threads=len(works))


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_a_claim_and_a_refusal_at_once(contest):
    """Whoever is first, the event is of one of them or of nobody yet."""
    contest.start()
    answers = race(
        lambda: contest.ask("claim-event"), lambda: contest.ask("refuse-event", bob=True)
    )
    [row] = contest.rows()
    assert answers[0].status_code == 200
    assert (row[1], contest.held()) == ("attributed", ({COLA: 3}, {}))


def test_a_claim_and_a_split_at_once(contest):
    contest.start()
    answers = race(
        lambda: contest.ask("claim-event"),
        lambda: contest.ask("split-event", {"quantity": 1}, bob=True),
    )
    assert statuses(answers) == [200, 409]
    ann, bob = contest.held()
    assert (ann, bob) in (({COLA: 3}, {}), ({}, {COLA: 1}))
    assert sum(row[3] for row in contest.rows()) == 990


def test_an_undo_and_a_claim_of_the_rest_at_once(contest):
    contest.start().does("split-event", {"quantity": 1})
    rest = {"event_id": str(WeightChange.objects.exclude(pk=contest.event).get().pk)}
    answers = race(
        lambda: contest.ask("undo"),
        lambda: contest.shop.step(contest.of_bob, "claim-event", rest, by=RIVAL),
    )
    assert sum(row[2] for row in contest.rows()) == 3
    assert sum(row[3] for row in contest.rows()) == 990
    assert [answer.status_code for answer in answers] in ([200, 404], [409, 200])


def test_ten_undos_at_once_take_back_what_there_is(contest):
    contest.start().does("claim-event")
    answers = race(*[lambda: contest.ask("undo")] * 6)
    assert statuses(answers) == [200, 200, 409, 409, 409, 409]
    assert Ticket.objects.get(pk=contest.of_ann).status == "TO_BE_REVIEWED"


def test_both_refuse_at_once(contest):
    contest.start()
    answers = race(
        lambda: contest.ask("refuse-event"), lambda: contest.ask("refuse-event", bob=True)
    )
    assert statuses(answers) == [200, 200]
    assert contest.rows()[0][1] == "unaccounted"
    assert Alert.objects.filter(closed_at=None).count() == 1
