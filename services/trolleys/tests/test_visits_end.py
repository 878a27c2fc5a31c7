"""The end of a session by its holder: in each of its states, and with others at the moment."""

import json
from datetime import timedelta

import pytest
from devices.models import Command
from django.db import transaction
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once
from trolleys.actions import locks, sessions, sweeps
from trolleys.models import BoardEvent, CartAudit, CartLine, Session, SessionEvent
from world import JANE, TROLLEY

pytestmark = pytest.mark.django_db
END = "/api/session/end"


def body_of(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def end(api, session, status=200, **options):
    return body_of(api.send(END, {"session_id": str(session.session_id)}, **options), status)


def ended_object(session, items):
    return {
        "session_id": str(session.session_id),
        "trolley_id": TROLLEY,
        "items_cleared": items,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }


def kinds(events=SessionEvent):
    return list(events.objects.order_by("id").values_list("kind", flat=True))


def release(session, **how):
    with transaction.atomic():
        locked, _ = locks.session_lock_on_trolley(session.session_id)
        sessions.session_release(locked, **how)


@pytest.fixture
def lines(session):
    """Two lines of three units."""
    line = {"cart": session.cart, "price_at_addition": "1.60", "seller_id": 1}
    CartLine.objects.create(**line, product_id=10, quantity=2)
    CartLine.objects.create(**line, product_id=11, quantity=1)


@pytest.mark.usefixtures("lines")
def test_an_open_session_ends_in_the_words_of_the_seed(api, session):
    assert end(api, session) == ended_object(session, 2)
    session.refresh_from_db()
    assert (session.state, session.ended_by) == ("ended", "user")
    assert not CartLine.objects.exists()
    assert CartAudit.objects.get().changes == {"items_removed": 2}
    assert CartAudit.objects.get().user_name == "john_doe"
    assert kinds() == ["session.ended", "trolley.lock_changed"]
    event = json.loads(SessionEvent.objects.first().data)
    assert event == {"reason": "user", "receipt_id": None}
    assert json.loads(BoardEvent.objects.get().data)["status"] == "available"
    assert Command.objects.get().payload == {"action": "lock"}


@pytest.mark.parametrize("status", ["opening", "created", "paid"])
@pytest.mark.usefixtures("lines")
def test_while_it_is_paid_nothing_ends(api, session, make_payment, status):
    payment = make_payment(session, status=status)
    refused = end(api, session, 409)
    assert refused["error"] == "Payment in progress"
    assert refused["payment_id"] == str(payment.payment_id)
    assert Session.objects.get().state == "active"
    assert CartLine.objects.count() == 2
    assert not SessionEvent.objects.exists()


def test_after_paying_it_is_answered_what_was_stored_then(api, session, make_payment):
    make_payment(session, status="paid", settled_at=timezone.now())
    release(session, by="payment", answer=ended_object(session, 5))
    assert end(api, session) == ended_object(session, 5)


@pytest.mark.usefixtures("lines")
def test_ended_again_it_is_answered_the_same_and_leaves_the_next_holder_alone(
    api, session, make_session
):
    first = end(api, session)
    newer = make_session(user_id=JANE)
    before = len(kinds()), Command.objects.count()
    assert end(api, session) == first
    assert (len(kinds()), Command.objects.count()) == before
    assert Session.objects.get(pk=newer.pk).state == "active"


def test_released_by_staff_it_has_ended(api, session):
    release(session, by="staff")
    assert end(api, session, 400)["error"] == "Session has ended"


@pytest.mark.usefixtures("lines")
def test_one_that_ran_out_keeps_its_cart(api, session):
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.update(alive_until=past)
    for sweep in (lambda: None, sweeps.sessions_expire):
        sweep()
        refused = end(api, session, 400)
        assert refused["error"] == "Session has expired due to inactivity"
    assert CartLine.objects.count() == 2
    assert Session.objects.get().state == "expired"


@pytest.mark.usefixtures("lines")
def test_an_end_is_repeated_with_its_key(api, session):
    headers = {"Idempotency-Key": "lost"}
    assert end(api, session, headers=headers) == end(api, session, headers=headers)
    assert kinds().count("session.ended") == 1


@pytest.mark.parametrize("text", ["nonsense", "11111111-1111-4111-8111-111111111111"])
def test_an_unknown_session_does_not_end(api, session, text):
    assert body_of(api.send(END, {"session_id": text}), 404)["error"] == "Session not found"
    assert body_of(api.send(END, {}), 400)["error"] == "Invalid request"
    assert body_of(api.ask(END), 405)["error"] == "Method not allowed"


# ---- At the same moment -----------------------------------------------------------------------

pytest_races = pytest.mark.django_db(transaction=True)


@pytest_races
@pytest.mark.usefixtures("lines")
def test_of_many_ends_at_once_one_does_it_and_all_are_answered_the_same(session):
    answers = at_once(lambda _: end(ApiClient(), session), 12)
    assert answers == [ended_object(session, 2)] * 12
    assert kinds() == ["session.ended", "trolley.lock_changed"]
    assert Command.objects.count() == 1
    assert CartAudit.objects.count() == 1


@pytest_races
@pytest.mark.usefixtures("lines", "spare_codes")
@pytest.mark.parametrize("overdue", [False, True])
@pytest.mark.parametrize("round_", range(3))
def test_end_expiry_restore_move_and_scan_at_once_have_one_outcome(
    session, make_trolley, jane, overdue, round_
):
    make_trolley("TROLLEY_02")
    if overdue:
        Session.objects.update(alive_until=timezone.now() - timedelta(seconds=1))
    known = {"session_id": str(session.session_id)}

    def post(path, body, token=""):
        return ApiClient().send(f"/api/session/{path}", body, token=token).status_code

    work = [
        lambda: post("end", known),
        lambda: sweeps.sessions_expire(),
        lambda: sweeps.sessions_expire(),
        lambda: post("restore", known),
        lambda: post("move", {**known, "trolley_id": "TROLLEY_02"}),
        lambda: post("qr-scan", {"trolley_id": TROLLEY}, jane),
        lambda: post("heartbeat", known),
    ]
    outcomes = at_once(lambda number: work[number % 7](), 14)
    assert all(outcome in (True, False, 200, 201, 400, 409) for outcome in outcomes), outcomes
    session.refresh_from_db()
    told = list(session.events.order_by("seq").values_list("kind", flat=True))
    assert told.count("session.ended") == (session.state == "ended")
    assert told.count("session.expired") <= 1
    assert told.count("session.expired") >= told.count("session.restored") - overdue
    holders = Session.objects.filter(state="active").values_list("trolley", flat=True)
    assert len(holders) == len(set(holders))
    numbers = list(session.events.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert outcomes.count(201) <= 1
