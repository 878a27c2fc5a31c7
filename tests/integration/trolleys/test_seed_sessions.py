"""What smart-trolley.md shows, done with the suite as it runs: its bodies, its four scenarios, its
errors.
"""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.integration.trolleys.market import Json, Market
from tests.support.api import User
from tests.support.elsewhere import Site

SCANNED = {
    *("session_id", "trolley_id", "trolley_locked", "is_new_session", "is_assigned", "assigned_to"),
    *("assigned_at", "cart_items_count", "message"),
}
TROLLEY = {
    *("id", "trolley_id", "qr_code_data", "qr_payload", "is_active", "is_locked", "assigned_to"),
    *("assigned_to_username", "assigned_at", "last_seen", "created_at"),
}


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
    assert scanned.keys() >= SCANNED
    assert (
        scanned.items()
        >= {
            "trolley_id": trolley_id,
            "trolley_locked": False,
            "is_new_session": True,
            "is_assigned": True,
            "assigned_to": john.username,
            "cart_items_count": 0,
            "message": "Session started successfully",
        }.items()
    )
    shown = market.shown(trolley_id)
    assert shown.keys() >= TROLLEY
    assert (shown["assigned_to"], shown["is_locked"]) == (john.user_id, False)
    assert shown["assigned_to_username"] == john.username


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
    beat = market.post("/api/session/heartbeat", {"session_id": session_id})
    text = "Session has expired due to inactivity"
    assert (beat.status_code, beat.json()["error"]) == (400, text)
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
