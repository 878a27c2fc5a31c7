"""A session without a sign of life ends by the clock, whether anybody sweeps or not."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from tests.integration.conftest import Listen
from tests.integration.trolleys.market import Json, Market
from tests.support.api import User, answer
from tests.support.stack import Stack
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.timeout(150), pytest.mark.embedded("stops the worker")]

EXPIRED = "Session has expired due to inactivity"
AT_ONCE = 5.0  # seconds that it may take on a busy machine
LEFT = "UPDATE trolleys_session SET alive_until = now() + %s * interval '1 second'"
LEFT += " WHERE session_id = ANY(%s::uuid[])"


def left(stack: Stack, seconds: float, *sessions: Json) -> None:
    """Let sessions have so many seconds left without a sign of life."""
    ids = [session["session_id"] for session in sessions]
    stack.sql("trolleys", LEFT, seconds, ids)


def moment(session: Json, field: str) -> float:
    return datetime.fromisoformat(session[field]).timestamp()


def is_free(market: Market, session: Json) -> bool:
    """Whether the session's trolley is there for others; asking is no sign of life."""
    return bool(market.shown(session["trolley_id"])["status"] == "available")


def test_it_ends_by_the_clock_without_a_worker(
    stack: Stack, bare: Market, john: User, jane: User
) -> None:
    """Two trolleys: the one goes to whoever scans it, the other back to who had it."""
    product = bare.place.sell("Expiring", "4.50", stock=5)
    taken, restored = (bare.session(bare.trolley(), john) for _ in range(2))
    for session in (taken, restored):
        assert abs(moment(session, "expires_at") - moment(session, "assigned_at") - 30) < 1
    body = {"session_id": restored["session_id"], "product_id": product}
    line = bare.post("/api/cart/add", body).json()["data"]
    edit = {"product": {"price": "5.00"}}
    answer(bare.api.post(f"/products/edit/{product}/", {**bare.place.owner.claim, **edit}))
    with stack.without("trolleys-worker"):
        left(stack, 1.0, taken, restored)
        for session in (taken, restored):
            wait_for(partial(is_free, bare, session), AT_ONCE, "its trolley is free")
            for path in ("/api/session/heartbeat", "/api/session/end"):
                refused = bare.post(path, {"session_id": session["session_id"]})
                assert (refused.status_code, refused.json()["error"]) == (400, EXPIRED)
        assert bare.session(taken["trolley_id"], jane)["is_new_session"]
        lost = bare.post("/api/session/restore", {"session_id": taken["session_id"]})
        assert (lost.status_code, lost.json()["error"]) == (409, "Trolley is already in use")
        back = bare.post("/api/session/restore", {"session_id": restored["session_id"]})
        assert (back.status_code, back.json()["message"]) == (200, "Session restored")
        assert back.json()["trolley_id"] == restored["trolley_id"]
    cart = bare.call("GET", "/api/cart", query={"session_id": restored["session_id"]}).json()
    [kept] = cart["data"]["items"]
    assert (kept["id"], kept["quantity"], kept["created_at"]) == (line["id"], 1, line["created_at"])
    assert (kept["price_at_addition"], kept["current_price"]) == ("4.50", "5.00")


def test_the_phone_is_warned_once_and_told_of_the_end(
    stack: Stack, bare: Market, john: User, listen: Listen
) -> None:
    session = bare.session(bare.trolley(), john)
    phone = listen(path=f"/ws/trolleys/{session['session_code']}/")
    left(stack, 9.0, session)
    phone.told("session.expiring")
    left(stack, 0.0, session)
    phone.told("trolley.lock_changed")
    kinds = [frame.kind for frame in phone.events]
    assert kinds == ["session.expiring", "session.expired", "trolley.lock_changed"]
