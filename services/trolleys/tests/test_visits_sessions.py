"""Sessions over HTTP: signs of life, reading, the list of one's own."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from scanning import lives_from
from testing import hostile
from trolleys import wire
from trolleys.models import CartLine, Receipt, Session
from world import JANE, JOHN, TROLLEY

pytestmark = pytest.mark.django_db
HEARTBEAT, OWN = "/api/session/heartbeat", "/api/session"
UNKNOWN = "11111111-1111-4111-8111-111111111111"
EXPIRED = "Session has expired due to inactivity"
CALLS = {
    "/api/session/heartbeat": {},
    "/api/session/restore": {},
    "/api/session/move": {"trolley_id": TROLLEY},
}


def body_of(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.fixture
def dying(session):
    """John's session, which has fifteen seconds left."""
    Session.objects.update(alive_until=timezone.now() + timedelta(seconds=15))
    return session


def test_a_heartbeat_is_a_sign_of_life(api, dying):
    since = timezone.now()
    answer = body_of(api.send(HEARTBEAT, {"session_id": str(dying.session_id)}))
    assert lives_from(dying, since)
    assert answer == {"status": "ok", "expires_at": wire.trolleys.utc(dying.alive_until)}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/payments/{}", 200),
        ("POST", "/api/payments/{}/verify", 400),
        ("POST", "/api/payments/{}/cancel", 200),
        ("POST", "/api/session/checkout", 400),
        ("POST", "/api/cart/checkout", 400),
        ("POST", "/api/session/move", 404),
    ],
)
def test_what_is_asked_is_a_sign_of_life_refused_or_not(
    api, dying, make_payment, method, path, status
):
    path = path.format(make_payment(dying, status="cancelled").payment_id)
    known = {"session_id": str(dying.session_id), "trolley_id": "NOBODY"}
    since = timezone.now()
    if method == "GET":
        answer = api.ask(f"{path}?session_id={dying.session_id}")
    else:
        answer = api.send(path, known)
    assert answer.status_code == status, answer.content
    assert lives_from(dying, since)


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("text", [UNKNOWN, "nonsense", "", "x" * 500])
def test_an_unknown_session_is_refused(api, session, path, text):
    answer = api.send(path, {**CALLS[path], "session_id": text})
    assert body_of(answer, 404)["error"] == "Session not found"


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("bad", [{}, {"session_id": None}, {"session_id": 5}, {"session_id": []}])
def test_what_is_no_text_is_an_invalid_request(api, session, path, bad):
    before = Session.objects.get().alive_until
    refused = body_of(api.send(path, {**CALLS[path], **bad}), 400)
    assert refused["error"] == "Invalid request"
    assert "session_id" in refused["message"]
    assert Session.objects.get().alive_until == before


@pytest.mark.parametrize("path", CALLS)
def test_each_call_has_one_method_and_two_paths(api, session, path):
    assert body_of(api.call("PUT", path, {}), 405)["error"] == "Method not allowed"
    body = {**CALLS[path], "session_id": str(session.session_id)}
    body_of(api.send(f"{path}/", body))
    body_of(api.send(path, body))


@pytest.mark.parametrize("path", ["/api/session/heartbeat", "/api/session/move"])
@pytest.mark.parametrize(
    ("state", "text"),
    [("active", EXPIRED), ("expired", EXPIRED), ("ended", "Session has ended")],
)
def test_a_session_that_is_over_changes_no_more(api, session, path, state, text):
    """Expired by the clock, whether or not a worker has seen it."""
    Session.objects.update(state=state, alive_until=timezone.now())
    body = {**CALLS[path], "session_id": str(session.session_id)}
    assert body_of(api.send(path, body), 400)["error"] == text
    assert Session.objects.get().state == state


def test_a_session_is_read_by_its_id(api, dying, make_payment):
    line = {"cart": dying.cart, "seller_id": 1, "price_at_addition": "1.60"}
    CartLine.objects.create(**line, product_id=1, quantity=2)
    CartLine.objects.create(**line, product_id=2, quantity=1)
    CartLine.objects.create(**line, product_id=3, quantity=0)
    since = timezone.now()
    shown = body_of(api.ask(f"/api/session/{dying.session_id}"))
    assert lives_from(dying, since), "reading is a sign of life"
    assert shown == {
        "session_id": str(dying.session_id),
        "session_code": dying.code,
        "trolley_id": TROLLEY,
        "state": "active",
        "user": JOHN,
        "is_assigned": True,
        "assigned_to": "john_doe",
        "assigned_at": wire.trolleys.utc(dying.assigned_at),
        "started_at": wire.trolleys.utc(dying.started_at),
        "expires_at": wire.trolleys.utc(dying.alive_until),
        "ended_at": None,
        "ended_by": None,
        "cart_items_count": 3,
        "subtotal": "4.80",
        "payment_id": None,
        "receipt_id": None,
        "check": {"state": "none", "items": None, "since": None},
        "help_since": None,
    }


def test_a_session_shows_what_was_paid(api, session, make_payment):
    make_payment(session, status="cancelled")
    payment = make_payment(session)
    shown = body_of(api.ask(f"/api/session/{session.session_id}"))
    assert shown["payment_id"] == str(payment.payment_id)
    assert shown["receipt_id"] is None
    receipt = Receipt.objects.create(payment=payment, trolley_id=TROLLEY)
    payment.status = "paid"
    payment.save()
    shown = body_of(api.ask(f"/api/session/{session.session_id}"))
    assert shown["receipt_id"] == str(receipt.receipt_id)


def test_a_session_that_ran_out_is_read_as_expired_by_the_clock(api, session):
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.update(alive_until=past)
    shown = body_of(api.ask(f"/api/session/{session.session_id}"))
    assert (shown["state"], shown["ended_by"], shown["is_assigned"]) == ("expired", "expiry", False)
    assert shown["ended_at"] == shown["expires_at"] == wire.trolleys.utc(past)
    assert Session.objects.get().alive_until == past, "reading revives nothing"


def test_a_session_that_has_ended_expires_no_more(api, session):
    """Its payment had prolonged it for a quarter of an hour."""
    ended = timezone.now()
    later = ended + timedelta(minutes=15)
    Session.objects.update(state="ended", ended_at=ended, ended_by="payment", alive_until=later)
    shown = body_of(api.ask(f"/api/session/{session.session_id}"))
    assert shown["ended_at"] == shown["expires_at"] == wire.trolleys.utc(ended)


@pytest.mark.parametrize("text", [UNKNOWN, "nonsense", *hostile.NO_IDS])
def test_an_unknown_session_is_not_read(api, session, text):
    assert body_of(api.ask(f"/api/session/{text}"), 404)["error"] == "Session not found"


def test_own_sessions_are_listed(api, john, make_session, make_trolley):
    mine = [
        make_session(on=make_trolley(f"TROLLEY_1{number}"), user_id=JOHN) for number in range(3)
    ]
    make_session(on=make_trolley("TROLLEY_21"), user_id=JANE)
    make_session(on=make_trolley("TROLLEY_22"))
    Session.objects.filter(pk=mine[0].pk).update(alive_until=timezone.now())
    listed = body_of(api.ask(OWN, token=john))
    assert [one["trolley_id"] for one in listed["results"]] == ["TROLLEY_12", "TROLLEY_11"]
    assert (listed["count"], listed["next"], listed["previous"]) == (2, None, None)
    first = body_of(api.ask(f"{OWN}?limit=1", token=john))
    assert [one["trolley_id"] for one in first["results"]] == ["TROLLEY_12"]
    second = body_of(api.ask(first["next"], token=john))
    assert [one["trolley_id"] for one in second["results"]] == ["TROLLEY_11"]


def test_the_list_needs_a_token_and_sound_parameters(api, john):
    assert body_of(api.ask(OWN), 401)["error"] == "Authentication required"
    assert body_of(api.ask(OWN, token="nonsense"), 401)["error"] == "Authentication required"
    for query in ("limit=0", "limit=201", "limit=x", "offset=-1"):
        refused = body_of(api.ask(f"{OWN}?{query}", token=john), 400)
        assert refused["error"] == "Invalid request"


def queries(run):
    with CaptureQueriesContext(connection) as asked:
        run()
    return len([one for one in asked if "SAVEPOINT" not in one["sql"]])


def test_signs_of_life_cost_one_query_and_reading_two(api, session, john):
    known = {"session_id": str(session.session_id)}
    assert queries(lambda: api.send(HEARTBEAT, known)) == 1
    assert queries(lambda: api.ask(f"/api/session/{session.session_id}")) == 2
    assert queries(lambda: api.ask(OWN, token=john)) == 2
    assert queries(lambda: api.send(HEARTBEAT, {"session_id": str(uuid.uuid4())})) == 2
