"""Calls for help, and who waits for staff."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import BoardEvent, CartLine, Session, StaffDecision
from trolleys.selectors.waiting import waiting
from world import MARKET, goods

pytestmark = pytest.mark.django_db

PATH, WAITING = "/api/session/help", f"/api/session/waiting?location_id={MARKET}"


@pytest.fixture
def call(api, session):
    def say(wanted, token=""):
        body = {"session_id": str(session.session_id), "wanted": wanted}
        return api.send(PATH, body, token=token)

    return say


def board():
    rows = BoardEvent.objects.filter(kind="waiting.changed").order_by("seq")
    return [json.loads(row.data) for row in rows]


def test_a_shopper_calls_and_takes_it_back(call, api, session, clerk):
    called = call(True)
    since = called.json()["help_since"]
    assert (called.status_code, set(called.json())) == (200, {"session_id", "help_since"})
    assert call(True).json() == called.json()  # it waits since the first time
    (entry,) = api.ask(WAITING, token=clerk).json()
    assert (entry["kind"], entry["since"], entry["line"]) == ("help", since, None)
    assert entry["session_id"] == str(session.session_id)
    assert call(False).json()["help_since"] is None
    assert call(False).status_code == 200
    told = board()
    assert [[entry["kind"] for entry in one["waiting"]] for one in told] == [["help"], []]
    assert {one["session_id"] for one in told} == {str(session.session_id)}
    assert api.ask(WAITING, token=clerk).json() == []


def test_who_waits_does_not_expire_for_fifteen_minutes(call, api, session):
    before = timezone.now()
    call(True)
    shown = api.ask(f"/api/session/{session.session_id}").json()["expires_at"]
    end = before + timedelta(minutes=15)
    assert abs((Session.objects.get().busy_until - end).total_seconds()) < 20
    assert shown[:16] in {f"{end:%Y-%m-%dT%H:%M}", f"{end + timedelta(seconds=20):%Y-%m-%dT%H:%M}"}
    call(False)
    rest = Session.objects.get().alive_until - timezone.now()
    assert timedelta(seconds=20) < rest <= timedelta(seconds=30)


def test_staff_take_a_call_back_and_that_is_recorded(call, clerk):
    call(True)
    assert call(False, token=clerk).json()["help_since"] is None
    record = StaffDecision.objects.get()
    assert (record.kind, record.user_name) == ("help", "clerk")


def test_refusals(api, call, session):
    for odd in ("x", "", "00000000-0000-0000-0000-000000000000"):
        unknown = api.send(PATH, {"session_id": odd, "wanted": True})
        assert (unknown.status_code, unknown.json()["error"]) == (404, "Session not found")
    for body in (
        {},
        {"session_id": str(session.session_id)},
        {"session_id": str(session.session_id), "wanted": 1},
        {"session_id": 5, "wanted": True},
    ):
        assert api.send(PATH, body).status_code == 400
    Session.objects.update(alive_until=timezone.now())
    assert call(True).json()["error"] == "Session has expired due to inactivity"
    Session.objects.update(state="ended")
    assert call(True).json()["error"] == "Session has ended"
    assert Session.objects.get().help_since is None


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_call(session):
    body = {"session_id": str(session.session_id), "wanted": True}
    answers = at_once(lambda _: ApiClient().send(PATH, body).content, 8)
    assert len(set(answers)) == 1
    assert len(board()) == 1


def line(session, **more):
    """A line in the session's cart."""
    product = goods()
    values = {name: product[name] for name in ("name", "slug", "seller_id")}
    return CartLine.objects.create(
        cart=session.cart,
        **{"product_id": 10, "quantity": 1, "price_at_addition": "4.50", **values, **more},
    )


def test_who_waits_longest_comes_first(api, make_session, make_trolley, clerk):
    now = timezone.now()
    first = make_session(user_id=5, help_since=now - timedelta(minutes=3))
    second = make_session(
        on=make_trolley("TROLLEY_02"),
        check_state="missed",
        check_items=4,
        check_since=now - timedelta(minutes=2),
    )
    third = make_session(on=make_trolley("TROLLEY_03"), user_id=6)
    line(third, approval="waiting", min_age=18, waiting_since=now - timedelta(minutes=4))
    line(third, product_id=11, approval="waiting", min_age=18, quantity=0, waiting_since=now)
    entries = api.ask(WAITING, token=clerk).json()
    assert [(one["kind"], one["session_id"]) for one in entries] == [
        ("age", str(third.session_id)),
        ("help", str(first.session_id)),
        ("check", str(second.session_id)),
    ]
    assert [one["items"] for one in entries] == [None, None, 4]
    assert [one["user"] for one in entries] == ["jane_smith", "john_doe", None]
    Session.objects.update(alive_until=now)
    assert api.ask(WAITING, token=clerk).json() == []


def test_who_sees_who_waits(api, call, john, clerk, operator, signer, make_trolley, make_session):
    call(True)
    make_session(on=make_trolley("FREE", location_id=0), help_since=timezone.now())
    staff = signer.access(77, roles=("staff",))
    assert api.ask(WAITING).status_code == 401
    assert api.ask(WAITING, token=john).status_code == 403
    assert api.ask("/api/session/waiting", token=clerk).status_code == 403
    seen = {
        name: api.ask("/api/session/waiting/", token=token).json()
        for name, token in (("staff", staff), ("operator", operator))
    }
    assert [one["trolley_id"] for one in seen["staff"]] == ["FREE"]
    assert [one["trolley_id"] for one in seen["operator"]] == ["TROLLEY_01", "FREE"]
    assert api.ask("/api/session/waiting?location_id=x", token=operator).status_code == 400


def test_the_list_costs_the_same_however_many_wait(make_session, make_trolley):
    costs = []
    for number in range(3):
        for part in range(number + 1):
            one = make_session(on=make_trolley(f"T-{number}-{part}"), help_since=timezone.now())
            line(one, approval="waiting", min_age=18)
        with CaptureQueriesContext(connection) as queries:
            assert waiting(location_id=MARKET)
        costs.append(len(queries))
    assert costs == [3] * 3
