"""How a session ends, for its row, its trolley, the lock and everybody who listens."""

import json
import uuid
from datetime import timedelta

import pytest
from devices.models import Command
from django.db import transaction
from django.utils import timezone
from kit.errors import ApiError
from trolleys import selectors, wire
from trolleys.actions import locks, sessions
from trolleys.actions.commands import lock_reported
from trolleys.models import Board, BoardEvent, CartLine, Session, SessionEvent, Trolley
from world import JOHN, MARKET

pytestmark = pytest.mark.django_db


def lives_about_30_seconds(session):
    """By two looks at the clock, in one statement."""
    lives = session.alive_until - session.heard_at
    return abs(lives - timedelta(seconds=30)) < timedelta(milliseconds=5)


def release(session, **how):
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_release(locked, **how)


def told(events):
    return [(event.kind, json.loads(event.data)) for event in events.objects.order_by("id")]


def commands(trolley):
    return [
        (one.payload["action"], one.outcome)
        for one in Command.objects.filter(device=trolley.device).order_by("id")
    ]


def late(session, seconds=60.0):
    """As if nothing had been heard of it for so much longer than its life."""
    past = timezone.now() - timedelta(seconds=seconds)
    Session.objects.filter(pk=session.pk).update(alive_until=past)


def test_a_released_session_frees_and_locks_its_trolley(session, trolley):
    receipt_id = uuid.uuid4()
    release(session, by="payment", receipt_id=receipt_id, answer={"items_cleared": 2})
    session.refresh_from_db()
    assert (session.state, session.ended_by) == ("ended", "payment")
    assert session.end_answer == {"items_cleared": 2}
    assert session.ended_at is not None
    assert commands(trolley) == [("lock", "")]
    assert told(SessionEvent) == [
        ("session.ended", {"reason": "payment", "receipt_id": str(receipt_id)}),
        ("trolley.lock_changed", {"trolley_id": "TROLLEY_01", "is_locked": True}),
    ]
    ((kind, row),) = told(BoardEvent)
    assert kind == "trolley.changed"
    assert (row["status"], row["is_locked"], row["session"]) == ("available", True, None)
    assert row["last_seen"] == wire.trolleys.utc(session.heard_at)


def test_one_that_had_lost_its_trolley_leaves_the_next_holder_alone(session, make_session):
    late(session)
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_expire(locked)
    newer = make_session()
    SessionEvent.objects.all().delete()
    before = BoardEvent.objects.count()
    ordered = commands(newer.trolley)
    release(session, by="payment")
    assert commands(newer.trolley) == ordered
    assert [kind for kind, _ in told(SessionEvent)] == ["session.ended"]
    assert BoardEvent.objects.count() == before
    assert selectors.sessions.session_on(newer.trolley).pk == newer.pk


def test_staff_hear_that_nobody_waits_any_more(session):
    line = {"product_id": 10, "price_at_addition": 1, "seller_id": 1, "quantity": 1}
    CartLine.objects.create(cart=session.cart, approval="waiting", **line)
    release(session, by="staff")
    assert told(BoardEvent)[1] == (
        "waiting.changed",
        {"session_id": str(session.session_id), "cart_id": session.cart.pk, "waiting": []},
    )


def test_the_board_of_a_place_is_made_by_its_first_event(make_trolley, make_session):
    elsewhere = make_trolley("TROLLEY_77", location_id=77)
    elsewhere.refresh_from_db()
    session = make_session(on=elsewhere)
    Board.objects.all().delete()
    release(session, by="user")
    assert BoardEvent.objects.get().board_id == 77


def test_a_sign_of_life_is_one_statement(session, django_assert_num_queries):
    sessions.session_sign(session.session_id)  # the statement is prepared once per connection
    Session.objects.update(alive_until=timezone.now() + timedelta(seconds=5))
    with django_assert_num_queries(1):
        signed = sessions.session_sign(session.session_id)
    assert lives_about_30_seconds(signed)
    assert signed.heard_at > session.heard_at


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("active", "Session has expired due to inactivity"),
        ("expired", "Session has expired due to inactivity"),
        ("ended", "Session has ended"),
    ],
)
def test_a_session_that_is_over_gives_no_sign_of_life(session, state, title):
    late(session)
    Session.objects.update(state=state)
    with pytest.raises(ApiError, match=title) as refused:
        sessions.session_sign(session.session_id)
    assert refused.value.status == 400
    assert Session.objects.get().alive_until < timezone.now()


def test_while_somebody_is_waited_for_a_session_does_not_run_out(session):
    until = timezone.now() + timedelta(minutes=15)
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_busy(locked, until=until)
    shown = selectors.sessions.session_object(session)
    assert shown["expires_at"] == wire.trolleys.utc(until)
    assert sessions.session_sign(session.session_id).alive_until == until + timedelta(seconds=30)
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_busy(locked, until=None)
    assert lives_about_30_seconds(locked)
    assert [kind for kind, _ in told(BoardEvent)] == ["trolley.changed"] * 2


def test_a_newer_command_makes_those_before_it_void(session, trolley):
    with transaction.atomic():
        sessions.lock_order(trolley, locked=False)
    release(session, by="user")
    assert commands(trolley) == [("unlock", "replaced"), ("lock", "")]


def test_a_lock_that_is_not_as_it_should_be_is_told_again(session, trolley):
    lock_reported(device_id=trolley.device_id, locked=False)
    assert commands(trolley) == []
    lock_reported(device_id=trolley.device_id, locked=True)
    assert commands(trolley) == [("unlock", "")]
    assert Trolley.objects.get().reported_locked is True
    lock_reported(device_id=trolley.device_id, locked=True)  # the command is under way
    Command.objects.update(sent_at=timezone.now())
    lock_reported(device_id=trolley.device_id, locked=True)
    assert commands(trolley) == [("unlock", "")]
    Command.objects.update(sent_at=timezone.now() - timedelta(seconds=6))
    lock_reported(device_id=trolley.device_id, locked=True)
    assert commands(trolley) == [("unlock", "replaced"), ("unlock", "")]


def test_a_trolley_shows_who_has_it_to_those_who_may_know(session, trolley):
    on = selectors.sessions.session_on(trolley)
    shown = wire.trolleys.trolley_object(trolley, on, names=True)
    assert (shown["status"], shown["is_locked"]) == ("in_use", False)
    assert (shown["assigned_to"], shown["assigned_to_username"]) == (JOHN, "john_doe")
    assert shown["location_id"] == MARKET
    hidden = wire.trolleys.trolley_object(trolley, on, names=False)
    assert (hidden["assigned_to"], hidden["assigned_to_username"]) == (None, None)
    assert hidden["assigned_at"] == shown["assigned_at"] == wire.trolleys.utc(session.assigned_at)
