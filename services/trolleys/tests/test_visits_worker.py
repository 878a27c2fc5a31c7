"""What the worker does about sessions: expiry, the warning, the stock of codes, old events. Two of
them do no harm to each other.
"""

import json
import secrets
from datetime import datetime, timedelta

import pytest
from devices.models import Command, Device
from devices.presence import device_seen, devices_sweep
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from kit import worker
from testing.races import at_once
from trolleys import codes as stock
from trolleys.actions import locks, sessions, sweeps
from trolleys.models import Board, BoardEvent, Session, SessionEvent, SpareCode
from world import JOHN, MARKET

pytestmark = pytest.mark.django_db


def ends_in(session, seconds):
    end = timezone.now() + timedelta(seconds=seconds)
    Session.objects.filter(pk=session.pk).update(alive_until=end)
    return end


def told(kind):
    return [json.loads(event.data) for event in SessionEvent.objects.filter(kind=kind)]


@pytest.fixture
def sessions_of_many(make_trolley, make_session):
    """Thirty sessions on as many trolleys."""
    return [make_session(on=make_trolley(f"TROLLEY_{number}")) for number in range(100, 130)]


def test_the_jobs_are_the_workers():
    names = {job.name for job in worker.jobs()}
    mine = ("sessions_expire", "sessions_warn", "codes_stock", "events_prune")
    assert {f"trolleys.{name}" for name in mine} <= names


def test_what_has_run_out_is_written_down(session, make_session, make_trolley):
    alive = make_session(on=make_trolley("TROLLEY_02"))
    end = ends_in(session, -3)
    assert sweeps.sessions_expire() is False
    session.refresh_from_db()
    assert (session.state, session.ended_by, session.ended_at) == ("expired", "expiry", end)
    assert Session.objects.get(pk=alive.pk).state == "active"
    assert Command.objects.get().payload == {"action": "lock"}
    (data,) = told("session.expired")
    restorable = datetime.fromisoformat(data["restorable_until"])
    assert restorable == end + timedelta(minutes=10)
    sweeps.sessions_expire()
    assert SessionEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_write_each_expiry_once(sessions_of_many):
    Session.objects.update(alive_until=timezone.now() - timedelta(seconds=1))
    at_once(lambda _: sweeps.sessions_expire(), 4)
    sweeps.sessions_expire()  # what one has passed over because the other was at it
    assert Session.objects.filter(state="expired").count() == 30
    assert len(told("session.expired")) == 30
    assert Command.objects.count() == 30
    board = Board.objects.get(pk=MARKET)
    assert board.seq == BoardEvent.objects.count() == 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_a_sign_of_life_in_the_last_moment_counts_or_comes_too_late(session, round_):
    ends_in(session, 0.02)

    def go(number):
        if number % 2:
            sweeps.sessions_expire()
            return None
        return sessions.session_seen(session.session_id)

    signed = [found for found in at_once(go, 8) if found is not None]
    session.refresh_from_db()
    assert (session.state == "active") == bool(signed)
    assert len(told("session.expired")) == (0 if signed else session.state == "expired")


# ---- The warning ------------------------------------------------------------------------------


def test_ten_seconds_before_the_end_the_phone_is_warned_once(session):
    ends_in(session, 11)
    sweeps.sessions_warn()
    assert told("session.expiring") == []
    end = ends_in(session, 9)
    for _ in range(3):
        sweeps.sessions_warn()
    (data,) = told("session.expiring")
    assert datetime.fromisoformat(data["expires_at"]) == end


def test_a_sign_of_life_makes_the_warning_void(session):
    ends_in(session, 9)
    sweeps.sessions_warn()
    sessions.session_sign(session.session_id)
    sweeps.sessions_warn()
    assert len(told("session.expiring")) == 1
    ends_in(session, 8)
    sweeps.sessions_warn()
    assert len(told("session.expiring")) == 2


def test_a_session_that_gives_signs_of_life_is_never_warned(session):
    """One every ten seconds, as the page does: so much is left just before each of them."""
    for _ in range(5):
        sessions.session_sign(session.session_id)
        ends_in(session, 20)
        sweeps.sessions_warn()
    assert told("session.expiring") == []


def test_nobody_is_warned_while_a_payment_is_open_or_when_all_is_over(session):
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_busy(locked, until=timezone.now() + timedelta(minutes=15))
    sweeps.sessions_warn()
    ends_in(session, -1)
    sweeps.sessions_warn()
    ends_in(session, 5)
    Session.objects.update(state="ended")
    sweeps.sessions_warn()
    assert told("session.expiring") == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_warn_once(sessions_of_many):
    Session.objects.update(alive_until=timezone.now() + timedelta(seconds=8))
    at_once(lambda _: sweeps.sessions_warn(), 4)
    sweeps.sessions_warn()
    assert len(told("session.expiring")) == 30


# ---- Codes ------------------------------------------------------------------------------------


def issue(_):
    return 200, {"success": True, "response": {"value": secrets.token_hex(20)}}


def test_the_stock_is_filled_a_few_codes_at_a_time(codes, monkeypatch):
    monkeypatch.setattr(stock, "STOCK", 45)
    codes.does("GET", "/codes/new/", issue)
    assert stock.codes_stock() is True
    assert SpareCode.objects.count() == stock.AT_ONCE
    rounds = 1
    while stock.codes_stock():
        rounds += 1
    assert SpareCode.objects.count() == stock.STOCK
    assert rounds < 10
    asked = len(codes.received)
    assert stock.codes_stock() is False
    assert len(codes.received) == asked


def test_while_codes_is_down_the_stock_stays_as_it_is(codes, spare_codes):
    codes.broken = True
    assert stock.codes_stock() is False
    assert SpareCode.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_of_one_code_in_stock_one_session_is_made(codes):
    SpareCode.objects.create(code="a" * 40)

    def take(_):
        with transaction.atomic():
            try:
                return stock.code_take(None)
            except stock.NoSpareCode:
                return None

    assert sorted(map(str, at_once(take, 8))) == [*["None"] * 7, "a" * 40]


# ---- Old events, new epochs -------------------------------------------------------------------


def test_events_of_sessions_that_were_over_a_week_ago_go(session, make_session, make_trolley):
    other = make_session(on=make_trolley("TROLLEY_02"))
    for one in (session, other):
        ends_in(one, -1)
    sweeps.sessions_expire()
    long_ago = timezone.now() - timedelta(days=8)
    Session.objects.filter(pk=session.pk).update(ended_at=long_ago)
    BoardEvent.objects.filter(seq=1).update(created_at=long_ago)
    assert sweeps.events_prune() is False
    assert set(SessionEvent.objects.values_list("session", flat=True)) == {other.pk}
    assert list(BoardEvent.objects.values_list("seq", flat=True)) == [2]


def test_a_restored_database_gets_new_epochs(session, capsys):
    before = session.epoch
    Board.objects.update(epoch="old")
    call_command("renew_epochs")
    session.refresh_from_db()
    assert session.epoch != before
    assert Board.objects.get().epoch == session.epoch


# ---- Presence ---------------------------------------------------------------------------------


def test_the_board_hears_when_a_trolley_comes_and_goes(trolley):
    device_seen(device_id=trolley.device_id)
    device_seen(device_id=trolley.device_id)
    gone = timezone.now() - timedelta(seconds=36)
    Device.objects.update(last_seen_at=gone)
    devices_sweep()
    rows = [json.loads(event.data) for event in BoardEvent.objects.order_by("seq")]
    assert [row["trolley_online"] for row in rows] == [True, False]
    assert rows[1]["last_seen"].startswith(gone.strftime("%Y-%m-%dT%H:%M:%S"))


def test_boards_hear_by_location_of_trolleys_that_are_gone_together(make_trolley):
    """Whoever tells several boards does so in one order, or two of them could wait in a circle."""
    for number, place in enumerate((77, MARKET, 0)):
        make_trolley(f"T_{number}", location_id=place)
    gone = timezone.now() - timedelta(seconds=36)
    Device.objects.update(online=True, last_seen_at=gone)
    devices_sweep()
    told = BoardEvent.objects.order_by("id").values_list("board", flat=True)
    assert list(told) == [0, MARKET, 77]


def test_a_device_without_a_trolley_is_nobodys_business(db):
    device = Device.objects.create(kind="trolley", external_id="SPARE")
    device_seen(device_id=device.pk)
    assert not BoardEvent.objects.exists()


def test_the_board_shows_who_has_the_trolley_that_comes_online(make_session, trolley):
    make_session(user_id=JOHN)
    device_seen(device_id=trolley.device_id)
    row = json.loads(BoardEvent.objects.get().data)
    assert row["session"]["assigned_to"] == "john_doe"
