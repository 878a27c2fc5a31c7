"""What smart-trolley.md shows, done with the suite as it runs: its bodies, its four scenarios, its
errors.
"""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.integration.trolleys.market import MOMENT, TEA, Json, Market
from tests.support.api import User
from tests.support.elsewhere import Site


def in_use(trolley_id: str, holder: User, since: str) -> Json:
    """The seed's refusal of a trolley that somebody has."""
    return {
        "error": "Trolley is already in use",
        "message": f"This trolley is currently assigned to another user ({holder.username}). "
        "Please use a different trolley or wait until the current session is completed.",
        "trolley_id": trolley_id,
        "assigned_to": holder.username,
        "assigned_at": since,
    }


def test_a_scan_assigns_and_unlocks_the_trolley(market: Market, john: User) -> None:
    trolley_id = market.trolley()
    scanned = market.session(trolley_id, john)
    assert str(uuid.UUID(scanned["session_id"])) == scanned["session_id"]
    assert MOMENT.fullmatch(scanned["assigned_at"])
    assert scanned == scanned | {
        "trolley_id": trolley_id,
        "trolley_locked": False,
        "is_new_session": True,
        "is_assigned": True,
        "assigned_to": john.username,
        "cart_items_count": 0,
        "message": "Session started successfully",
    }


def test_a_trolley_is_shown_with_its_code_and_its_holder(market: Market, john: User) -> None:
    trolley_id = market.trolley()
    since = market.session(trolley_id, john)["assigned_at"]
    shown = market.shown(trolley_id)
    assert isinstance(shown["id"], int)
    assert shown == shown | {
        "trolley_id": trolley_id,
        "is_active": True,
        "is_locked": False,
        "assigned_to": john.user_id,
        "assigned_to_username": john.username,
        "assigned_at": since,
    }
    assert MOMENT.fullmatch(shown["created_at"])
    assert MOMENT.fullmatch(shown["last_seen"])
    code = shown["qr_payload"]
    assert shown["qr_code_data"].endswith(f"/trolley/{trolley_id}")
    assert re.fullmatch("[0-9a-f]{8}", code["hash"])
    assert code == {
        "trolley_id": trolley_id,
        "url": shown["qr_code_data"],
        "timestamp": shown["created_at"],
        "hash": code["hash"],
    }
    again = market.scan(code["url"], john, hash=code["hash"], timestamp=code["timestamp"])
    assert (again.status_code, again.json()["is_new_session"]) == (200, False)
    wrong = market.scan(trolley_id, john, hash="0badc0de")
    assert (wrong.status_code, wrong.json()["error"]) == (400, "Invalid QR code")


def test_scenario_1_and_4_a_trolley_is_paid_for_and_free_again(
    market: Market, john: User, jane: User
) -> None:
    trolley_id = market.trolley()
    session_id = market.session(trolley_id, john)["session_id"]
    market.add(session_id)
    market.add(session_id)
    verified = market.pay(session_id)
    assert verified["status"] == "paid"
    assert verified["receipt_id"]

    ended = market.post("/api/session/end", {"session_id": session_id})
    assert (ended.status_code, ended.json()) == (
        200,
        {
            "session_id": session_id,
            "trolley_id": trolley_id,
            "items_cleared": 1,
            "trolley_unassigned": True,
            "message": "Session ended successfully and trolley unassigned",
        },
    )
    free = market.shown(trolley_id)
    assert (free["assigned_to"], free["assigned_at"], free["is_locked"]) == (None, None, True)
    assert market.session(trolley_id, jane)["assigned_to"] == jane.username


def test_scenario_2_somebody_else_is_told_who_has_it(
    market: Market, john: User, jane: User
) -> None:
    trolley_id = market.trolley()
    since = market.session(trolley_id, john)["assigned_at"]
    refused = market.scan(trolley_id, jane)
    assert (refused.status_code, refused.json()) == (409, in_use(trolley_id, john, since))
    assert market.shown(trolley_id)["assigned_to"] == john.user_id


def test_many_who_scan_at_once_are_one_and_all_others(market: Market, john: User) -> None:
    trolley_id = market.trolley()
    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(lambda _: market.scan(trolley_id).status_code, range(12)))
    assert sorted(codes) == [201, *[409] * 11]


def test_scenario_3_who_does_nothing_loses_the_trolley(
    market: Market, stack: Site, john: User, jane: User
) -> None:
    trolley_id = market.trolley()
    session_id = market.session(trolley_id, john)["session_id"]
    over = "UPDATE trolleys_session SET alive_until = now() WHERE session_id = %s"
    stack.sql("trolleys", over, session_id)
    assert market.shown(trolley_id)["assigned_to"] is None
    text, known = "Session has expired due to inactivity", {"session_id": session_id}
    for path in ("/api/session/heartbeat", "/api/session/end"):
        refused = market.post(path, known)
        assert (refused.status_code, refused.json()["error"]) == (400, text)
    refused = market.post("/api/cart/add", {**known, "barcode": TEA})
    assert (refused.status_code, refused.json()) == (400, {"success": False, "message": text})
    taken = market.session(trolley_id, jane)
    assert taken["is_new_session"]
    assert taken["session_id"] != session_id


def test_the_errors_of_the_table(market: Market, john: User) -> None:
    unknown, off = "TROLLEY_NOBODY", market.trolley(is_active=False)
    missing = str(uuid.uuid4())
    for refused, status, error in (
        (market.scan(unknown), 404, f"Trolley {unknown} not found"),
        (market.call("GET", f"/api/trolleys/{unknown}"), 404, f"Trolley {unknown} not found"),
        (market.scan(off), 400, "Trolley is not available for use"),
        (market.post("/api/session/end", {"session_id": missing}), 404, "Session not found"),
        (market.post("/api/session/heartbeat", {"session_id": "x"}), 404, "Session not found"),
    ):
        assert (refused.status_code, refused.json()["error"]) == (status, error)
        assert refused.json()["message"]
    assert market.shown(off)["assigned_to"] is None


def test_a_heartbeat_keeps_the_session(market: Market, john: User) -> None:
    scanned = market.session(market.trolley(), john)
    beat = market.post("/api/session/heartbeat", {"session_id": scanned["session_id"]})
    assert (beat.status_code, beat.json()["status"]) == (200, "ok")
    assert beat.json()["expires_at"] > scanned["expires_at"]
