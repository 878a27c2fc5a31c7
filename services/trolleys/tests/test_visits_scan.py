"""Scanning the code of a trolley: one winner, who is who, and everything that is refused."""

import uuid
from datetime import timedelta

import pytest
from devices.models import Command, Device
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from scanning import IN_USE, SCAN, body_of, line_add, lives_from, nothing_assigned, scan
from testing.client import ApiClient
from testing.races import at_once
from trolleys import wire
from trolleys.models import BoardEvent, Session, SpareCode, Trolley
from world import JANE, JOHN, MARKET, TROLLEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trolley", "spare_codes")]


def test_a_scan_takes_the_trolley(api, john, trolley):
    since = timezone.now()
    found = scan(api, john)
    session = Session.objects.get()
    assert found == {
        "session_id": str(session.session_id),
        "session_code": session.code,
        "trolley_id": TROLLEY,
        "trolley_locked": False,
        "trolley_online": False,
        "is_new_session": True,
        "is_assigned": True,
        "assigned_to": "john_doe",
        "assigned_at": wire.trolleys.utc(session.assigned_at),
        "cart_items_count": 0,
        "expires_at": wire.trolleys.utc(session.alive_until),
        "message": "Session started successfully",
    }
    assert len(session.code) == 40
    assert session.location_id == MARKET
    assert lives_from(session, since)
    assert Command.objects.get(device=trolley.device).payload == {"action": "unlock"}
    event = BoardEvent.objects.get()
    assert event.kind == "trolley.changed"
    assert '"assigned_to_username":"john_doe"' in event.data


def test_the_seed_names_its_user_in_the_body(api):
    assert scan(api, user_id=JOHN)["assigned_to"] == "john_doe"
    session = Session.objects.get()
    assert (session.user_id, session.user_name) == (JOHN, "john_doe")


def test_a_guest_may_scan(api):
    assert scan(api, user_id=None)["assigned_to"] is None
    refused = scan(api, status=409)
    assert refused["assigned_to"] is None
    assert refused["message"] == IN_USE.replace(" (john_doe)", "")


def test_a_trolley_that_somebody_has_is_refused_in_the_words_of_the_seed(api, john, jane):
    found = scan(api, john)
    assert scan(api, jane, 409) == {
        "error": "Trolley is already in use",
        "message": IN_USE,
        "trolley_id": TROLLEY,
        "assigned_to": "john_doe",
        "assigned_at": found["assigned_at"],
    }
    assert Session.objects.count() == 1


def test_the_holder_has_it_again(api, john):
    found = scan(api, john)
    line_add(found["session_id"])
    again = scan(api, john, 200)
    assert again.pop("message") == "Session resumed"
    assert again.pop("is_new_session") is False
    assert again["cart_items_count"] == 2
    assert again["assigned_at"] == found["assigned_at"]
    assert again["session_id"] == found["session_id"]
    assert again["expires_at"] > found["expires_at"]
    assert Command.objects.count() == 1


def test_a_guest_has_it_again_by_the_session_and_by_nothing_else(api):
    found = scan(api)
    assert scan(api, status=200, session_id=found["session_id"])["message"] == "Session resumed"
    scan(api, status=409)
    scan(api, status=409, session_id=str(uuid.uuid4()))
    scan(api, status=409, session_id="x" * 5000)


def test_a_trolley_that_is_off_duty_lets_its_session_end(api, john, jane):
    scan(api, john)
    Trolley.objects.update(is_active=False)
    scan(api, john, 200)
    scan(api, jane, 409)
    Session.objects.update(state="ended")
    refused = scan(api, john, 400)
    assert refused["error"] == "Trolley is not available for use"


@pytest.mark.parametrize("text", ["TROLLEY_02", "no trolley", "", "x" * 51, "ä", "a/b"])
def test_an_unknown_trolley_is_named(api, text):
    assert scan(api, status=404, trolley_id=text)["error"] == f"Trolley {text[:50]} not found"
    assert nothing_assigned()


def test_of_the_whole_text_of_a_code_the_end_counts(api):
    text = f"{settings.PUBLIC_URL}/trolley/other/trolley/{TROLLEY}"
    assert scan(api, trolley_id=text)["trolley_id"] == TROLLEY


def test_a_trolley_may_be_online(api):
    Device.objects.update(online=True, last_seen_at=timezone.now())
    assert scan(api)["trolley_online"] is True


# ---- Who -------------------------------------------------------------------------------------


def test_the_token_wins_over_the_body(api, john):
    assert scan(api, john, user_id=JANE)["assigned_to"] == "john_doe"


def test_an_unknown_user_is_refused(api):
    assert scan(api, status=400, user_id=404)["error"] == "User 404 not found"
    assert nothing_assigned()


def test_a_name_that_is_not_known_needs_verification(api, verification, john):
    verification.broken = True
    refused = scan(api, status=503, user_id=JOHN)
    assert refused["error"] == "Verification service unavailable"
    assert nothing_assigned()
    scan(api)


def test_a_token_that_is_none_is_refused(api):
    assert scan(api, "nonsense", 401)["error"] == "Authentication required"
    assert nothing_assigned()


def test_strict_wants_a_proof_of_the_user(api, john, settings):
    settings.AUTH_MODE = "strict"
    assert scan(api, status=401, user_id=JOHN)["error"] == "Authentication required"
    refused = scan(api, john, 403, user_id=JANE)
    assert refused["error"] == "User does not match the token"
    assert nothing_assigned()
    scan(api, john, user_id=JOHN)
    refused = scan(api, status=409)
    assert refused["assigned_to"] is None
    assert "john_doe" not in refused["message"]


def test_strict_has_guests(api, settings):
    settings.AUTH_MODE = "strict"
    assert scan(api)["assigned_to"] is None


# ---- Reservations -----------------------------------------------------------------------------


def reserve(minutes, user_id=JOHN):
    until = timezone.now() + timedelta(minutes=minutes)
    Trolley.objects.update(reserved_by=user_id, reserved_name="john_doe", reserved_until=until)
    return until


def test_a_reserved_trolley_is_for_who_reserved_it(api, john, jane):
    until = reserve(5)
    for token in ("", jane):
        refused = scan(api, token, 409)
        assert refused["error"] == "Trolley is reserved"
        assert refused["trolley_id"] == TROLLEY
        assert refused["reserved_until"] == wire.trolleys.utc(until)
    assert nothing_assigned()
    scan(api, john)
    assert Trolley.objects.get().reserved_until is None


def test_a_reservation_is_over_by_the_clock(api, jane):
    reserve(-1)
    scan(api, jane)


# ---- Again and again --------------------------------------------------------------------------


def test_a_scan_whose_answer_was_lost_is_repeated_with_its_key(api):
    first = scan(api, key="lost")
    assert scan(api, key="lost") == first
    answer = api.send(
        SCAN, {"trolley_id": TROLLEY, "user_id": 5}, headers={"Idempotency-Key": "lost"}
    )
    assert answer.status_code == 409  # a user's keys are others than a guest's
    answer = api.send(SCAN, {"trolley_id": TROLLEY, "more": 1}, headers={"Idempotency-Key": "lost"})
    assert body_of(answer, 422)["error"] == "Idempotency key reused"
    assert Session.objects.count() == 1


def test_a_refused_scan_leaves_its_key_free(api, john):
    found = scan(api)
    scan(api, john, 409, key="k")
    Session.objects.filter(session_id=found["session_id"]).update(state="ended")
    assert scan(api, john, key="k")["is_new_session"]


# ---- Bodies, paths, cost ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        {"trolley_id": None},
        {"trolley_id": 5},
        {"trolley_id": ["x"]},
        {"user_id": "abc"},
        {"user_id": 0},
        {"user_id": 1.5},
        {"user_id": 2**63},
        {"user_id": True},
        {"session_id": 5},
        {"hash": 5},
        {"timestamp": {}},
    ],
)
def test_fields_of_another_type_are_refused_by_name(api, bad):
    refused = scan(api, status=400, **bad)
    assert refused["error"] == "Invalid request"
    assert next(iter(bad)) in refused["message"]
    assert nothing_assigned()


def test_paths_have_two_forms_and_one_method(api):
    body_of(api.send(f"{SCAN}/", {"trolley_id": TROLLEY}), 201)
    assert body_of(api.ask(SCAN), 405)["error"] == "Method not allowed"


def test_who_wants_a_problem_gets_one(api):
    answer = api.send(SCAN, {"trolley_id": "none"}, headers={"Accept": "application/problem+json"})
    problem = body_of(answer, 404)
    assert problem["title"] == "Trolley none not found"
    assert problem["code"] == "trolley_not_found"


def test_a_scan_costs_so_many_queries(api, john):
    scan(api, john)
    Session.objects.update(state="ended")
    with CaptureQueriesContext(connection) as asked:
        scan(api, john)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 9
    with CaptureQueriesContext(connection) as asked:
        scan(api, john, 200)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 8


@pytest.mark.django_db(transaction=True)
def test_of_fifty_people_at_once_one_gets_the_trolley(signer):
    def take(number):
        token = signer.access(1000 + number, username=f"user{number}")
        answer = ApiClient().send(SCAN, {"trolley_id": TROLLEY}, token=token)
        return answer.status_code, answer.json()

    answers = at_once(take, 50)
    assert sorted(status for status, _ in answers) == [201] + [409] * 49
    winner = next(body for status, body in answers if status == 201)
    names = {body["assigned_to"] for status, body in answers}
    assert names == {winner["assigned_to"]}
    assert Session.objects.filter(state="active").count() == 1
    assert SpareCode.objects.count() == 19
