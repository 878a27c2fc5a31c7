"""Staff take a trolley away."""

import json
from collections import Counter

import pytest
from devices.models import Command
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import BoardEvent, Session, SessionEvent, StaffDecision, Trolley
from world import CLERK, MARKET, TROLLEY

pytestmark = pytest.mark.django_db

PATH = f"/api/trolleys/{TROLLEY}/force-unassign"


def unlocked(board=MARKET):
    """The statuses of the trolley that the board was told."""
    events = BoardEvent.objects.filter(board=board, kind="trolley.changed").order_by("seq")
    return [json.loads(event.data)["status"] for event in events]


def test_the_session_ends_and_everybody_hears(api, session, clerk):
    answer = api.send(PATH, token=clerk)
    assert answer.status_code == 200
    assert answer.json() == {
        "trolley_id": TROLLEY,
        "trolley_unassigned": True,
        "session_id": str(session.session_id),
    }
    session.refresh_from_db()
    assert (session.state, session.ended_by) == ("ended", "staff")
    told = SessionEvent.objects.get(session=session, kind="session.ended")
    assert json.loads(told.data) == {"reason": "staff", "receipt_id": None}
    assert Command.objects.get().payload == {"action": "lock"}
    assert unlocked() == ["available"]
    assert api.ask(f"/api/trolleys/{TROLLEY}").json()["status"] == "available"


def test_who_did_it_and_when_is_recorded(api, session, clerk):
    api.send(PATH, token=clerk)
    record = StaffDecision.objects.get()
    assert (record.kind, record.user_id, record.user_name) == ("unassign", CLERK, "clerk")
    assert (record.session, record.details) == (session, {"trolley_id": TROLLEY})


def test_a_repeated_call_that_names_the_session_spares_the_next_one(
    api, session, make_session, clerk
):
    body = {"session_id": str(session.session_id)}
    assert api.call("POST", PATH, body, token=clerk).status_code == 200
    following = make_session()
    again = api.call("POST", PATH, body, token=clerk)
    assert (again.status_code, again.json()["error"]) == (409, "Trolley is not in use")
    odd = api.call("POST", PATH, {"session_id": 7}, token=clerk)
    assert (odd.status_code, odd.json()["error"]) == (400, "Invalid request")
    following.refresh_from_db()
    assert following.state == "active"
    assert StaffDecision.objects.count() == 1


def test_a_reservation_is_cleared(api, trolley, john, clerk):
    api.send(f"/api/trolleys/{TROLLEY}/reserve", token=john)
    answer = api.send(f"{PATH}/", token=clerk)
    assert answer.json() == {
        "trolley_id": TROLLEY,
        "trolley_unassigned": True,
        "session_id": None,
    }
    assert Trolley.objects.get().reserved_by is None
    assert unlocked() == ["reserved", "available"]
    assert not Command.objects.exists()  # it was locked all the time


def test_an_open_payment_is_cancelled(api, session, clerk, make_payment):
    payment = make_payment(session)
    assert api.send(PATH, token=clerk).status_code == 200
    payment.refresh_from_db()
    session.refresh_from_db()
    assert (payment.status, session.ended_by) == ("cancelled", "staff")
    kinds = SessionEvent.objects.filter(session=session).order_by("seq")
    told = list(kinds.values_list("kind", flat=True))
    assert told[0] == "payment.changed"
    assert "session.ended" in told


def test_there_is_nothing_to_release(api, trolley, session, clerk):
    Session.objects.update(alive_until=timezone.now())
    Trolley.objects.update(reserved_until=timezone.now(), reserved_by=5)
    refused = api.send(PATH, token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (409, "Trolley is not in use")
    assert Session.objects.get().state == "active"  # the worker writes down that it has expired
    assert not StaffDecision.objects.exists()


def test_the_cart_of_the_next_holder_is_left_alone(api, session, clerk, make_session):
    api.send(PATH, token=clerk)
    following = make_session(user_id=6)
    assert api.send(PATH, token=clerk).json()["session_id"] == str(following.session_id)


def test_while_locations_is_down_operators_go_on(api, session, clerk, operator, locations):
    locations.broken = True
    assert api.send(PATH, token=clerk).status_code == 503
    assert Session.objects.get().state == "active"
    assert api.send(PATH, token=operator).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_releases(session, clerk):
    answers = at_once(lambda _: ApiClient().send(PATH, token=clerk).status_code, 10)
    assert Counter(answers) == {200: 1, 409: 9}
    assert SessionEvent.objects.filter(kind="session.ended").count() == 1
    assert StaffDecision.objects.count() == Command.objects.count() == 1
    assert unlocked() == ["available"]


@pytest.mark.django_db(transaction=True)
def test_releasing_while_others_reserve_leaves_one_truth(session, clerk, signer):
    tokens = [signer.access(100 + number) for number in range(10)]

    def either(number):
        if number == 3:
            return ApiClient().send(PATH, token=clerk).status_code
        path = f"/api/trolleys/{TROLLEY}/reserve"
        return ApiClient().send(path, token=tokens[number]).status_code

    answers = at_once(either, 10)
    assert answers.pop(3) == 200
    reserved = Trolley.objects.get().reserved_by
    assert Counter(answers)[201] == (reserved is not None)
    assert Session.objects.get().state == "ended"
    assert unlocked() == ["available"] + ["reserved"] * answers.count(201)
