"""§3.6, 3.7, 5 and 6: what is left when somebody has gone, and what reviewers make of it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.store.shop import Customer, Played, Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.devices.store.clips import FOOTAGE, Recorder

SCALE = "001"
Json = dict[str, Any]


@pytest.fixture
def ticket(vera: Customer, rack: Played) -> Json:
    """Of a visit in which two units were picked."""
    vera.enters()
    rack.rack.take(SCALE, 2)
    rack.tells()
    return vera.leaves()[rack.rack.machine_id]


def test_as_many_as_there_are_machines_and_empty_ones_complete_themselves(
    shop: Shop, vera: Customer, rack: Played
) -> None:
    others = [shop.rack(1), shop.rack(1), shop.rack(1, told=False)]
    vera.enters()
    rack.rack.take(SCALE)
    rack.tells()
    tickets = vera.leaves()
    picked, empty, more, away = (each.rack.machine_id for each in (rack, *others))
    assert set(tickets) == {picked, empty, more, away}
    assert {name: (one["status"], one["auto_completed"]) for name, one in tickets.items()} == {
        picked: ("TO_BE_REVIEWED", False),
        empty: ("REVIEW_COMPLETE", True),
        more: ("REVIEW_COMPLETE", True),
        away: ("TO_BE_REVIEWED", False),  # it was never on line: nobody knows
    }
    assert tickets[empty]["status_display"] == "review complete"
    shop.retire(others[0])
    vera.enters()
    assert empty not in vera.leaves(), "retired machines have no further tickets"
    assert shop.ticket(tickets[empty]["id"])["machine_id"] == empty
    shop.retire(*others[1:])


def test_one_lists_related_things_and_no_texts_of_lists(
    shop: Shop, vera: Customer, rack: Played, ticket: Json
) -> None:
    [event] = ticket["events"]
    assert any(row.items() <= event.items() for row in shop.events(rack))
    sessions = {row["id"] for row in shop.listed("/edge/machine-sessions/", shop.operator)}
    assert ticket["sessions"], "also for a short visit: the session in progress counts"
    assert set(ticket["sessions"]) <= sessions
    assert (ticket["visit_id"], ticket["user_id"]) == (vera.person.visit_id, vera.user.user_id)
    visit = shop.reviews("GET", f"/edge/visits/{ticket['visit_id']}/")
    assert (ticket["start_time"], ticket["end_time"]) == (visit["entered_at"], visit["exited_at"])
    assert ticket["id"] in visit["tickets"]
    [line] = ticket["lines"]
    assert (line["quantity"], line["unit_price"], line["total"]) == (2, "1.25", "2.50")


def test_a_price_is_that_of_the_pick(shop: Shop, vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.take(SCALE)
    rack.tells()
    product, claim = rack.product(SCALE), shop.place.owner.claim
    change = {**claim, "product": {"price": "9.00"}}
    shop.call(shop.place.owner, "POST", f"/products/edit/{product}/", change)
    [line] = vera.leaves()[rack.rack.machine_id]["lines"]
    assert line["unit_price"] == "1.25"


def test_the_life_of_one(shop: Shop, ticket: Json) -> None:
    path = f"/edge/tickets/{ticket['id']}/"

    def refused(step: str, body: Json, *, by: Any = None) -> tuple[int, str]:
        headers = (by or shop.reviewer).bearer
        told = shop.api.post(f"{path}{step}/", body, headers=headers)
        return told.status_code, told.json()["code"]

    assert ticket["status_display"] == "To be reviewed"
    assert refused("complete", {"lines": []}) == (409, "illegal_move")
    assert refused("reopen", {"reason": "why not"}) == (409, "illegal_move")
    started = shop.reviews("POST", f"{path}start/")
    assert (started["status_display"], started["reviewer_id"]) == (
        *("review under process", shop.reviewer.user_id),
    )
    product = ticket["lines"][0]["product_id"]
    wrong: list[Json] = [
        {"lines": [{"product_id": product, "quantity": quantity}]} for quantity in (-1, 1000, "x")
    ]
    wrong.append({"lines": [{"product_id": 10**9, "quantity": 1}]})
    assert {refused("complete", body)[0] for body in wrong} == {400}
    corrected = {"lines": [{"product_id": product, "quantity": 1}], "note": "one was put back"}
    done = shop.reviews("POST", f"{path}complete/", corrected)
    assert (done["status_display"], done["note"]) == ("review complete", "one was put back")
    assert [(line["quantity"], line["unit_price"]) for line in done["lines"]] == [(1, "1.25")]
    assert refused("start", {}) == (409, "illegal_move")
    assert refused("reopen", {"reason": ""})[0] == 400
    assert refused("reopen", {"reason": "x" * 501})[0] == 400
    opened = shop.reviews("POST", f"{path}reopen/", {"reason": "seen again"})
    assert (opened["status"], opened["reviewer_id"]) == ("TO_BE_REVIEWED", None)
    for step in ("start", "complete", "reopen", "claim-event"):
        assert refused(step, {"reason": "mine"}, by=shop.operator)[0] == 403


def test_another_reviewer_keeps_off(shop: Shop, ticket: Json) -> None:
    other = shop.staff("reviewer")
    path = f"/edge/tickets/{ticket['id']}/"
    shop.reviews("POST", f"{path}start/")
    again = shop.api.post(f"{path}start/", {}, headers=other.bearer)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")
    mine = shop.api.post(f"{path}complete/", {"lines": []}, headers=other.bearer)
    assert (mine.status_code, mine.json()["code"]) == (403, "not_your_ticket")
    assert shop.ticket(ticket["id"])["status"] == "UNDER_REVIEW"


@pytest.mark.embedded("looks into its tables")
def test_every_step_is_kept(shop: Shop, ticket: Json) -> None:
    path = f"/edge/tickets/{ticket['id']}/"
    for step, body in (("start", {}), ("complete", {}), ("reopen", {"reason": "once more"})):
        shop.reviews("POST", f"{path}{step}/", body)
    rows = shop.site.sql(
        "edge",
        "SELECT step, user_id, before->>'status', after->>'status', after->>'reason'"
        " FROM store_ticketstep WHERE ticket_id = %s ORDER BY at",
        ticket["id"],
    )
    by = shop.reviewer.user_id
    assert [tuple(row) for row in rows] == [
        ("open", None, None, "TO_BE_REVIEWED", None),
        ("start", by, "TO_BE_REVIEWED", "UNDER_REVIEW", None),
        ("complete", by, "UNDER_REVIEW", "REVIEW_COMPLETE", None),
        ("reopen", by, "REVIEW_COMPLETE", "TO_BE_REVIEWED", "once more"),
    ]


def test_a_late_event_reopens_what_completed_itself(
    shop: Shop, vera: Customer, rack: Played
) -> None:
    vera.enters()
    rack.rack.take(SCALE)
    held_back = rack.rack.reading()
    ticket = vera.leaves()[rack.rack.machine_id]
    assert ticket["auto_completed"] is True
    [event] = rack.says(held_back)["events"]
    assert event["visit_id"] == vera.person.visit_id
    later = shop.ticket(ticket["id"])
    assert (later["status"], later["auto_completed"]) == ("TO_BE_REVIEWED", False)
    assert [each["id"] for each in later["events"]] == [event["id"]]


def test_who_may_see_whose(shop: Shop, vera: Customer, victor: Customer, ticket: Json) -> None:
    def status(user: Any, path: str) -> int:
        return shop.api.get(path, headers=user.bearer).status_code

    visit, cart = (f"/edge/{kind}/{ticket['visit_id']}/" for kind in ("visits", "carts"))
    assert [status(vera.user, path) for path in (visit, cart)] == [200, 200]
    assert [status(victor.user, path) for path in (visit, cart)] == [404, 404]
    assert status(vera.user, f"/edge/tickets/{ticket['id']}/") == 403
    assert status(shop.operator, visit) == 404
    mine = shop.call(vera.user, "GET", "/edge/user-sessions/")["results"]
    assert {row["user_id"] for row in mine} == {vera.user.user_id}


def test_a_phone_number_is_seen_by_nobody(shop: Shop) -> None:
    somebody = shop.customer()
    shop.try_scan("Entry", shop.code(somebody.user, phone_number="0170 1234567"))
    [row] = shop.call(somebody.user, "GET", "/edge/users/")["results"]
    assert row["phone_number"].endswith("567")
    assert "1234" not in row["phone_number"]
    [scan] = shop.call(somebody.user, "GET", "/edge/user-sessions/")["results"]
    assert scan["phone_number"] == row["phone_number"]


@pytest.mark.embedded("looks into its logs and tables")
def test_not_even_in_logs_and_tables(shop: Shop, stack: Stack, rack: Played) -> None:
    somebody = shop.customer()
    shop.try_scan("Entry", shop.code(somebody.user, phone_number="0170 7654321"))
    rack.rack.take(SCALE)
    [event] = rack.tells()
    lines = (stack.home / "logs" / "weight.log").read_text().splitlines()
    assert any(event["id"][:6] in line for line in lines)
    assert rack.rack.machine_id in (stack.home / "logs" / "heartbeat.log").read_text()
    for log in (stack.home / "logs").glob("*.log"):
        assert "7654321" not in log.read_text(errors="replace"), log.name
    for table in ("userdetail", "usersession", "visit"):
        rows = stack.sql("edge", f"SELECT t::text FROM store_{table} t")
        assert "7654321" not in str(rows)


# ---- Clips ------------------------------------------------------------------------------------


@pytest.mark.embedded("puts files into its folder")
def test_footage_comes_from_the_folder_to_the_tickets_it_belongs_to(
    shop: Shop, stack: Stack, vera: Customer, rack: Played
) -> None:
    other, ago = shop.rack(1), timedelta(seconds=60)
    sees = {"name": f"cam-{rack.rack.machine_id}", "tag": "In-store"}
    camera = shop.operates("POST", "/edge/cameras/", {**sees, "machines": [rack.rack.machine_id]})
    vera.enters()
    rack.rack.take(SCALE)
    rack.tells()
    tickets = vera.leaves()
    folder = stack.home / "clips"
    [path] = Recorder([camera["name"]], folder).write(datetime.now(UTC) - ago)
    shutil.copy(FOOTAGE, folder / "no-clip.mp4")
    ticket = tickets[rack.rack.machine_id]
    assert ticket["videos"] == []
    os.utime(path, (0, 0))  # it was copied: at rest, and as long as every clip

    def filmed() -> bool:
        return bool(shop.ticket(ticket["id"])["videos"])

    registered = shop.operates("GET", "/edge/videos/?limit=200")["results"]
    assert camera["id"] not in {row["camera_id"] for row in registered}
    wait_for(filmed, 30, "the clip is on the ticket")
    [clip] = shop.ticket(ticket["id"])["videos"]
    assert clip["camera_id"] == camera["id"]
    assert shop.ticket(tickets[other.rack.machine_id]["id"])["videos"] == []
    part = shop.api.get(clip["url"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, FOOTAGE.read_bytes()[4:8])
    forged = clip["url"].replace("reader=", "reader=1")
    assert shop.api.get(forged).status_code in {401, 403}
    shop.operates("DELETE", f"/edge/cameras/{camera['id']}/")
    gone = shop.api.get(f"/edge/cameras/{camera['id']}/", headers=shop.operator.bearer)
    assert gone.status_code == 404
    assert len(shop.ticket(ticket["id"])["videos"]) == 1, "its clips stay"
    shop.retire(other)


def test_a_clip_that_comes_late_is_on_the_ticket_all_the_same(shop: Shop, ticket: Json) -> None:
    camera = shop.operates("POST", "/edge/cameras/", {"tag": "Exit"})
    assert len(camera["name"]) == 4
    window = {"start_time": ticket["start_time"], "end_time": ticket["end_time"]}
    body = {"camera_id": camera["id"], "path_local": "elsewhere.mp4", **window}
    clip = shop.operates("POST", "/edge/videos/", body)
    seen = {each["id"]: each["url"] for each in shop.ticket(ticket["id"])["videos"]}
    assert seen == {clip["id"]: None}, "a camera at the exit sees every machine"
    backwards = {**body, "start_time": ticket["end_time"], "end_time": ticket["start_time"]}
    for wrong in (backwards, {**body, "camera_id": ticket["id"]}, {**body, "path_local": ""}):
        told = shop.api.post("/edge/videos/", wrong, headers=shop.operator.bearer)
        assert told.status_code == 400, wrong
    shop.operates("DELETE", f"/edge/cameras/{camera['id']}/")
