"""Sessions that move, are restored and are scanned at the same moment."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once
from trolleys.actions import sweeps
from trolleys.models import Session, SessionEvent
from world import JOHN, TROLLEY

RESTORE, MOVE, SCAN = "/api/session/restore", "/api/session/move", "/api/session/qr-scan"
OTHER = "TROLLEY_02"


def run_out(session, seconds=1.0):
    past = timezone.now() - timedelta(seconds=seconds)
    Session.objects.filter(pk=session.pk).update(alive_until=past)


def told(events):
    return [(event.kind, json.loads(event.data)) for event in events.objects.order_by("id")]


@pytest.mark.django_db(transaction=True)
def test_sessions_that_cross_never_wait_in_a_circle(make_trolley, make_session):
    """Eight sessions on eight trolleys, and four free ones; everybody moves about at once."""
    trolleys = [make_trolley(f"TROLLEY_{number}") for number in range(10, 22)]
    sessions = [make_session(on=trolley, user_id=JOHN) for trolley in trolleys[:8]]

    def wander(number):
        session, api = sessions[number % 8], ApiClient()
        target = trolleys[(number * 7 + number // 8) % 12]
        body = {"session_id": str(session.session_id), "trolley_id": target.trolley_id}
        return api.send(MOVE, body).status_code

    statuses = at_once(wander, 96)
    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    places = Session.objects.filter(state="active").values_list("trolley", flat=True)
    assert len(set(places)) == len(places) == 8


@pytest.mark.django_db(transaction=True)
def test_a_session_that_moves_twice_at_once_is_on_one_trolley(make_trolley, session):
    for number in range(10, 18):
        make_trolley(f"TROLLEY_{number}")

    def go(number):
        body = {"session_id": str(session.session_id), "trolley_id": f"TROLLEY_{number + 10}"}
        return ApiClient().send(MOVE, body).status_code

    assert at_once(go, 8) == [200] * 8
    assert Session.objects.get().trolley_id != session.trolley_id
    kinds = [kind for kind, _ in told(SessionEvent)]
    assert kinds == ["session.moved"] * 8
    previous = [data["previous_trolley_id"] for _, data in told(SessionEvent)]
    assert len(set(previous)) == 8, "each went on from where the one before had come to"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("spare_codes")
@pytest.mark.parametrize("round_", range(4))
def test_restore_and_a_strangers_scan_have_one_winner(session, jane, round_):
    run_out(session)

    def go(number):
        if number == 0:
            return restore_status(session)
        if number == 1:
            sweeps.sessions_expire()
            return 0
        return ApiClient().send(SCAN, {"trolley_id": TROLLEY}, token=jane).status_code

    back, _, taken = at_once(go, 3)
    assert (back, taken) in ((200, 409), (409, 201))
    assert Session.objects.filter(state="active").count() == 1
    kinds = [kind for kind, _ in told(SessionEvent)]
    assert kinds.count("session.expired") <= 1


def restore_status(session):
    body = {"session_id": str(session.session_id)}
    return ApiClient().send(RESTORE, body).status_code
