"""How a session is followed: by its socket, and without one."""

import asyncio
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from scanning import lives_from
from sockets import Listener
from testing.sockets import WITHIN, close_all, in_thread
from trolleys import consumers
from trolleys.actions import ending, locks, moves, sessions, sweeps
from trolleys.models import CartLine, Session, SessionEvent
from trolleys.streams import SessionSource
from world import TROLLEY, goods

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_closed"),
]


@pytest.fixture
async def _closed():
    """What a test has opened ends with it."""
    yield
    await close_all()


@pytest.fixture
def line(session, shop):
    shop(goods())
    values = {"cart": session.cart, "product_id": 10, "quantity": 2, "price_at_addition": "4.50"}
    return CartLine.objects.create(**values, name="Tea", seller_id=1)


async def follow(session, query=""):
    """The socket of a session's phone."""
    socket = await Listener(f"/ws/trolleys/{session.code}/{query}").open()
    assert socket.accepted
    return socket


def dying(session, seconds=15.0):
    """Its end from now on."""
    end = timezone.now() + timedelta(seconds=seconds)
    Session.objects.update(alive_until=end)
    return end


def end_of(session):
    session.refresh_from_db()
    return session.alive_until


async def revived(session, since):
    """Wait for a sign of life, which the server counts in a thread."""
    async with asyncio.timeout(WITHIN):
        while not await in_thread(lives_from, session, since):
            await asyncio.sleep(0.01)


async def test_a_snapshot_shows_the_session_with_its_cart(session, line):
    socket = await follow(session)
    frame = await socket.frame()
    assert (frame["type"], frame["seq"]) == ("snapshot", 0)
    data = frame["data"]
    assert set(data) == {"session", "cart", "warnings", "payment", "trolley"}
    assert data["session"]["session_id"] == str(session.session_id)
    assert data["session"]["cart_items_count"] == 2
    assert data["cart"]["items"][0]["product"]["name"] == "Tea"
    assert data["payment"] is None
    online = {"trolley_id": TROLLEY, "is_locked": False, "trolley_online": False}
    assert data["trolley"] == online


async def test_the_payment_of_a_session_is_in_its_snapshot(session, line, make_payment):
    await in_thread(make_payment, session, status="cancelled")
    payment = await in_thread(make_payment, session)
    data = (await (await follow(session)).frame())["data"]
    assert data["payment"]["payment_id"] == str(payment.payment_id)
    assert data["session"]["payment_id"] == str(payment.payment_id)


async def test_what_becomes_of_a_session_is_told_in_order(session, line, make_trolley):
    await in_thread(make_trolley, "TROLLEY_02")
    socket = await follow(session)
    await socket.frame()
    known = {"session_id": session.session_id}
    await in_thread(moves.session_move, trolley_id="TROLLEY_02", **known)
    end = await in_thread(dying, session, -1)
    await in_thread(sweeps.sessions_expire)
    await in_thread(moves.session_restore, **known)
    await in_thread(ending.session_end, ip=None, **known)
    frames = await socket.frames(7)
    assert [(frame["seq"], frame["type"]) for frame in frames] == [
        (1, "session.moved"),
        (2, "session.expired"),
        (3, "trolley.lock_changed"),
        (4, "session.restored"),
        (5, "trolley.lock_changed"),
        (6, "session.ended"),
        (7, "trolley.lock_changed"),
    ]
    assert frames[0]["data"]["previous_trolley_id"] == TROLLEY
    assert frames[0]["data"]["trolley_id"] == "TROLLEY_02"
    restorable = datetime.fromisoformat(frames[1]["data"]["restorable_until"])
    assert restorable == end + timedelta(minutes=10)
    assert frames[5]["data"] == {"reason": "user", "receipt_id": None}
    assert await socket.silent()


@pytest.mark.parametrize("path", ["/ws/trolleys/{}", "/ws/trolleys/{}/"])
async def test_both_forms_of_the_path(session, path, shop):
    assert (await Listener(path.format(session.code)).open()).accepted


@pytest.mark.parametrize("code", ["0" * 40, "nonsense", "A" * 300, "%00"])
async def test_an_unknown_code_is_closed_with_4404_after_accepting(session, code):
    socket = await Listener(f"/ws/trolleys/{code}/").open()
    assert socket.accepted
    assert await socket.close_of() == (4404, "session_not_found")


@pytest.mark.parametrize("since", ["x", "-1", "1" * 19, "1.5"])
async def test_a_since_that_is_no_number_is_closed_with_4400(session, since):
    socket = await Listener(f"/ws/trolleys/{session.code}/?since={since}").open()
    assert await socket.close_code() == 4400


@pytest.mark.parametrize("query", ["?since=5&epoch={}", "?since=0&epoch=other"])
async def test_a_since_of_another_epoch_or_of_the_future_gets_a_snapshot(session, line, query):
    socket = await follow(session, query.format(session.epoch))
    assert (await socket.frame())["type"] == "snapshot"


async def test_who_comes_back_gets_what_was_missed(session, line):
    await in_thread(dying, session, -1)
    await in_thread(sweeps.sessions_expire)
    socket = await follow(session, f"?since=1&epoch={session.epoch}")
    assert (await socket.frame())["type"] == "trolley.lock_changed"
    assert await socket.silent()


# ---- Signs of life ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame", [{"type": "ping"}, {"type": "resume", "since": 0, "epoch": "other"}]
)
async def test_frames_of_the_phone_are_signs_of_life(session, line, frame):
    socket = await follow(session)
    await socket.frame()
    await in_thread(dying, session)
    since = timezone.now()
    await socket.send(**frame)
    await revived(session, since)


async def test_they_are_counted_once_in_five_seconds(session, line, monkeypatch):
    socket = await follow(session)
    await socket.frame()
    since = timezone.now()
    await socket.send(type="ping")
    await socket.frame()
    await revived(session, since)
    assert consumers.SIGN_EVERY == 5
    monkeypatch.setattr(consumers, "SIGN_EVERY", 3600.0)  # however slow this machine is
    end = await in_thread(dying, session)
    for _ in range(3):
        await socket.send(type="ping")
        await socket.frame()
    assert await in_thread(end_of, session) == end
    monkeypatch.setattr(consumers, "SIGN_EVERY", 0.0)
    since = timezone.now()
    await socket.send(type="ping")
    await revived(session, since)


async def test_to_connect_is_no_sign_of_life(session, line):
    end = await in_thread(dying, session)
    await (await follow(session)).frame()
    assert await in_thread(end_of, session) == end


async def test_a_ping_revives_nothing(session, line):
    socket = await follow(session)
    await socket.frame()
    end = await in_thread(dying, session, -1)
    await socket.send(type="ping")
    assert (await socket.frame())["type"] == "pong"
    assert await in_thread(end_of, session) == end


@pytest.mark.parametrize("text", ["x", "[]", "{}", '{"type":"other"}', '{"type":"resume"}'])
async def test_other_frames_close_with_4400_and_are_no_sign_of_life(session, line, text):
    socket = await follow(session)
    await socket.frame()
    end = await in_thread(dying, session)
    await socket.wire.send_to(text)
    assert await socket.close_code() == 4400
    assert await in_thread(end_of, session) == end


# ---- Without a socket -------------------------------------------------------------------------


def live(api, session, query=""):
    answer = api.ask(f"/api/session/{session.session_id}/live{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_without_a_socket_a_page_asks(api, session, line):
    dying(session)
    since = timezone.now()
    whole = live(api, session)
    assert lives_from(session, since)
    assert (whole["seq"], whole["epoch"]) == (0, session.epoch)
    assert whole["data"]["cart"]["items"][0]["quantity"] == 2
    again = f"?since={whole['seq']}&epoch={whole['epoch']}"
    assert live(api, session, again) == {**whole, "data": None}
    dying(session, -1)
    sweeps.sessions_expire()
    later = live(api, session, again)
    assert later["seq"] == 2
    assert later["data"]["session"]["state"] == "expired"
    assert later["data"]["trolley"]["is_locked"] is True


@pytest.mark.parametrize("query", ["?since=x", "?since=-1", "?since=1.5", f"?since={'1' * 19}"])
def test_a_since_that_is_no_number_is_an_invalid_request(api, session, query):
    answer = api.ask(f"/api/session/{session.session_id}/live{query}")
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid request"


def test_an_unknown_session_has_no_stream(api, session):
    for text in ("nonsense", "11111111-1111-4111-8111-111111111111"):
        answer = api.ask(f"/api/session/{text}/live")
        assert (answer.status_code, answer.json()["error"]) == (404, "Session not found")


# ---- Nothing is told that has not happened ----------------------------------------------------


async def test_a_write_that_fails_tells_nobody(session, line):
    socket = await follow(session)
    await socket.frame()

    def fail():
        with transaction.atomic():
            locked, _ = locks.session_lock_on_trolley(session.session_id)
            sessions.session_release(locked, by="user")
            raise LookupError

    with pytest.raises(LookupError):
        await in_thread(fail)
    assert await socket.silent()
    assert not await in_thread(SessionEvent.objects.exists)


def test_the_snapshot_is_as_of_its_number(session, line):
    before = SessionSource().snapshot(session.code)
    ending.session_end(session_id=session.session_id, ip=None)
    after = SessionSource().snapshot(session.code)
    assert (before.seq, after.seq) == (0, 2)
    assert len(SessionSource().events(session.code, before.seq, before.epoch)) == 2
