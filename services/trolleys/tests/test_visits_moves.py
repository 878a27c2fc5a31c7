"""Restoring a session that has run out, and moving one to another trolley."""

import json
import uuid
from datetime import timedelta

import pytest
from devices.models import Command
from django.utils import timezone
from scanning import lives_from
from trolleys import wire
from trolleys.actions import sweeps
from trolleys.models import BoardEvent, CartLine, Session, SessionEvent, Trolley
from world import JANE, JOHN, TROLLEY

pytestmark = pytest.mark.django_db
RESTORE, MOVE, SCAN = "/api/session/restore", "/api/session/move", "/api/session/qr-scan"
OTHER = "TROLLEY_02"


def body_of(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def restore(api, session, status=200, **options):
    return body_of(api.send(RESTORE, {"session_id": str(session.session_id)}, **options), status)


def move(api, session, status=200, to=OTHER, **options):
    body = {"session_id": str(session.session_id), "trolley_id": to}
    return body_of(api.send(MOVE, body, **options), status)


def test_a_call_that_is_refused_is_a_sign_of_life(api, session, make_session, make_trolley):
    make_session(on=make_trolley(OTHER))
    ends = Session.objects.filter(pk=session.pk).values_list("alive_until", flat=True)
    before = ends.get()
    assert move(api, session, 409)["error"] == "Trolley is already in use"
    after = ends.get()
    assert after > before
    body = {"session_id": str(session.session_id), "provider": "razorpay"}
    refused = api.send("/api/session/checkout", body)
    assert (refused.status_code, refused.json()["error"]) == (400, "Cart is empty")
    assert ends.get() > after
    run_out(session)
    before = ends.get()
    assert move(api, session, 400)["error"] == "Session has expired due to inactivity"
    assert ends.get() == before


def run_out(session, seconds=1.0):
    past = timezone.now() - timedelta(seconds=seconds)
    Session.objects.filter(pk=session.pk).update(alive_until=past)


def told(events):
    return [(event.kind, json.loads(event.data)) for event in events.objects.order_by("id")]


def last_command(trolley):
    return Command.objects.filter(device=trolley.device).latest("id").payload["action"]


@pytest.fixture
def goods_chosen(session):
    line = {"product_id": 10, "price_at_addition": "4.50", "seller_id": 1, "quantity": 2}
    return CartLine.objects.create(cart=session.cart, **line)


@pytest.fixture
def other(make_trolley):
    return make_trolley(OTHER)


@pytest.mark.parametrize("swept", [True, False])
def test_a_session_that_ran_out_is_restored_with_its_cart(api, session, goods_chosen, swept):
    run_out(session, 500)
    if swept:
        sweeps.sessions_expire()
        SessionEvent.objects.all().delete()
        assert last_command(session.trolley) == "lock"
    since = timezone.now()
    found = restore(api, session)
    assert found["session_id"] == str(session.session_id)
    assert found["message"] == "Session restored"
    assert found["is_new_session"] is False
    assert found["cart_items_count"] == 2
    assert lives_from(session, since)
    assert (session.state, session.ended_by, session.ended_at) == ("active", "", None)
    (kind, shown), (lock, data) = told(SessionEvent)
    assert (kind, shown["state"]) == ("session.restored", "active")
    assert (lock, data) == ("trolley.lock_changed", {"trolley_id": TROLLEY, "is_locked": False})
    assert last_command(session.trolley) == "unlock"
    assert told(BoardEvent)[-1][1]["session"]["session_id"] == str(session.session_id)


def test_what_it_waits_for_is_waited_for_again(api, session, goods_chosen):
    since = timezone.now() - timedelta(minutes=5)
    CartLine.objects.update(approval="waiting", waiting_since=since, min_age=18)
    run_out(session)
    sweeps.sessions_expire()
    BoardEvent.objects.all().delete()
    restore(api, session)
    row, (kind, data) = told(BoardEvent)
    assert kind == "waiting.changed"
    assert [entry["kind"] for entry in data["waiting"]] == ["age"]
    session.refresh_from_db()
    assert session.busy_until == since + timedelta(minutes=15)
    assert row[1]["session"]["expires_at"] == wire.trolleys.utc(session.busy_until)


def test_an_open_session_is_answered_the_same_and_nothing_changes(api, session):
    found = restore(api, session)
    assert found["message"] == "Session restored"
    assert not SessionEvent.objects.exists()
    assert not BoardEvent.objects.exists()
    assert not Command.objects.exists()
    assert Session.objects.get().assigned_at == session.assigned_at


def test_later_than_ten_minutes_a_session_is_gone(api, session):
    run_out(session, 601)
    assert restore(api, session, 400)["error"] == "Session has expired due to inactivity"
    sweeps.sessions_expire()
    assert restore(api, session, 400)["error"] == "Session has expired due to inactivity"


def test_an_ended_session_is_not_restored(api, session):
    Session.objects.update(state="ended", ended_by="staff")
    assert restore(api, session, 400)["error"] == "Session has ended"


def test_a_trolley_that_was_taken_meanwhile_stays_where_it_is(api, session, make_session):
    run_out(session)
    sweeps.sessions_expire()
    make_session(user_id=JANE)
    refused = restore(api, session, 409)
    assert refused["error"] == "Trolley is already in use"
    assert refused["assigned_to"] == "jane_smith"
    assert Session.objects.get(pk=session.pk).state == "expired"


def test_one_that_another_session_has_lost_too_is_free(api, session, make_session):
    run_out(session)
    sweeps.sessions_expire()
    later = make_session(user_id=JANE)
    run_out(later)
    restore(api, session)
    later.refresh_from_db()
    assert later.state == "expired"


def test_a_trolley_that_was_reserved_meanwhile_is_the_reservers(api, session):
    run_out(session)
    until = timezone.now() + timedelta(minutes=5)
    Trolley.objects.update(reserved_by=JANE, reserved_until=until)
    assert restore(api, session, 409)["error"] == "Trolley is reserved"
    Trolley.objects.update(reserved_by=JOHN)
    restore(api, session)
    assert Trolley.objects.get().reserved_until is None


def test_a_trolley_off_duty_takes_nobody_back(api, session):
    run_out(session)
    Trolley.objects.update(is_active=False)
    assert restore(api, session, 400)["error"] == "Trolley is not available for use"


# ---- Moving -----------------------------------------------------------------------------------


def test_a_session_moves_with_its_cart(api, session, goods_chosen, other):
    found = move(api, session)
    assert found["session_id"] == str(session.session_id)
    assert found["session_code"] == session.code
    assert found["trolley_id"] == OTHER
    assert found["previous_trolley_id"] == TROLLEY
    assert found["message"] == f"Session moved to trolley {OTHER}"
    assert found["is_new_session"] is False
    assert found["cart_items_count"] == 2
    moved = Session.objects.get()
    assert moved.trolley_id == other.pk
    assert moved.assigned_at > session.assigned_at
    assert last_command(session.trolley) == "lock"
    assert last_command(other) == "unlock"
    ((kind, data),) = told(SessionEvent)
    assert kind == "session.moved"
    assert (data["trolley_id"], data["previous_trolley_id"]) == (OTHER, TROLLEY)
    rows = [(row["trolley_id"], row["status"]) for _, row in told(BoardEvent)]
    assert rows == [(TROLLEY, "available"), (OTHER, "in_use")]
    left_at = Trolley.objects.get(trolley_id=TROLLEY).heard_at
    assert session.heard_at < left_at <= moved.heard_at


def test_staff_see_on_which_trolley_somebody_waits_now(api, session, other):
    Session.objects.update(help_since=timezone.now())
    move(api, session)
    kind, data = told(BoardEvent)[-1]
    assert kind == "waiting.changed"
    assert [entry["trolley_id"] for entry in data["waiting"]] == [OTHER]


def test_to_the_trolley_that_it_is_on_nothing_changes(api, session):
    found = move(api, session, to=TROLLEY)
    assert found["previous_trolley_id"] == TROLLEY
    assert found["assigned_at"] is not None
    assert not SessionEvent.objects.exists()
    assert not Command.objects.exists()
    assert Session.objects.get().assigned_at == session.assigned_at


REFUSED_MOVES = (
    ("unknown", 404, f"Trolley {OTHER} not found"),
    ("off duty", 400, "Trolley is not available for use"),
    ("taken", 409, "Trolley is already in use"),
    ("reserved", 409, "Trolley is reserved"),
    ("elsewhere", 409, "Trolley belongs to another place"),
    ("being paid", 409, "Payment in progress"),
    ("paid, not settled", 409, "Payment in progress"),
)


@pytest.mark.parametrize(("why", "status", "text"), REFUSED_MOVES)
def test_a_move_that_is_refused_changes_nothing(
    api, session, make_trolley, make_session, make_payment, why, status, text
):
    if why != "unknown":
        more = {"is_active": False} if why == "off duty" else {}
        target = make_trolley(OTHER, **{"location_id": 77} if why == "elsewhere" else {}, **more)
    if why == "taken":
        make_session(on=target, user_id=JANE)
    if why == "reserved":
        until = timezone.now() + timedelta(minutes=5)
        Trolley.objects.filter(pk=target.pk).update(reserved_by=JANE, reserved_until=until)
    payment = None
    if "paid" in why:
        payment = make_payment(session, status="created" if why == "being paid" else "paid")
    refused = move(api, session, status)
    assert refused["error"] == text
    if payment is not None:
        assert refused["payment_id"] == str(payment.payment_id)
    assert Session.objects.get(pk=session.pk).trolley_id == session.trolley_id
    assert not SessionEvent.objects.exists()
    assert not BoardEvent.objects.exists()
    assert not Command.objects.exists()


def test_a_move_to_a_trolley_whose_session_ran_out_frees_it_first(
    api, session, make_session, other
):
    left = make_session(on=other, user_id=JANE)
    run_out(left)
    move(api, session)
    left.refresh_from_db()
    assert left.state == "expired"
    assert Command.objects.filter(device=other.device, ended_at=None).count() == 1
    assert last_command(other) == "unlock"


def test_a_move_is_repeated_with_its_key(api, session, other):
    headers = {"Idempotency-Key": "lost"}
    first = move(api, session, headers=headers)
    assert move(api, session, headers=headers) == first
    assert move(api, session, 422, to=TROLLEY, headers=headers)["error"] == "Idempotency key reused"
    assert [kind for kind, _ in told(SessionEvent)] == ["session.moved"]


def test_a_restoration_is_repeated_with_its_key(api, session):
    run_out(session)
    headers = {"Idempotency-Key": "lost"}
    assert restore(api, session, headers=headers) == restore(api, session, headers=headers)
    assert [kind for kind, _ in told(SessionEvent)].count("session.restored") == 1


def test_an_unknown_session_moves_nowhere(api, other):
    body = {"session_id": str(uuid.uuid4()), "trolley_id": OTHER}
    assert body_of(api.send(MOVE, body), 404)["error"] == "Session not found"
