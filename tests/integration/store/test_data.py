"""§1 and 2: the seed's tables, with relations and rules where the original had texts and none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration.store.shop import Customer, Played, Shop
from tools.stack.plan import ROOT

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
LISTS = (  # what an operator or a reviewer reads, by the seed's name of it
    *("/edge/cameras/", "/edge/scanners/", "/edge/videos/", "/edge/weight-changes/"),
    *("/edge/machine-sessions/", "/edge/store-mode-changes/"),
)
REVIEWED = ("/edge/tickets/", "/edge/user-sessions/", "/edge/visits/")


@pytest.mark.embedded("looks into its tables")
def test_the_page_that_says_where_the_seeds_tables_are_tells_the_truth(shop: Shop) -> None:
    page = (ROOT / "docs" / "store.md").read_text()
    part = page.partition("## Where the seed's tables are")[2].partition("\n## ")[0]
    told = set(re.findall(r"`(store_[a-z]+)`", part))
    rows = shop.site.sql(
        "edge", "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'store_%%'"
    )
    assert len(told) > 10
    assert told <= {name for (name,) in rows}


@pytest.mark.embedded("looks into its tables")
def test_what_refers_to_a_row_is_a_relation(shop: Shop) -> None:
    rows = shop.site.sql(
        "edge",
        "SELECT DISTINCT table_name FROM information_schema.table_constraints"
        " WHERE constraint_type = 'FOREIGN KEY' AND table_name LIKE 'store_%%'",
    )
    referring = {name for (name,) in rows}
    assert {"store_ticket", "store_weightchange", "store_video", "store_cartline"} <= referring
    assert {"store_scale", "store_usersession", "store_ticketline"} <= referring


def test_ids_and_times_are_of_one_form(shop: Shop, vera: Customer, rack: Played) -> None:
    camera = shop.operates("POST", "/edge/cameras/", {"machines": [rack.rack.machine_id]})
    vera.enters()
    rack.rack.take("001")
    rack.tells()
    ticket = vera.leaves()[rack.rack.machine_id]
    clip = {"camera_id": camera["id"], "path_local": "a.mp4"}
    shop.operates(
        *("POST", "/edge/videos/"),
        {**clip, "start_time": ticket["start_time"], "end_time": ticket["end_time"]},
    )
    for path in (*LISTS, *REVIEWED):
        reader = shop.operator if path in LISTS else shop.reviewer
        found = shop.call(reader, "GET", f"{path}?limit=1")
        assert set(found) == {"count", "next", "previous", "results"}, path
        [row] = found["results"]
        assert UUID.fullmatch(row["id"]), path
        assert "store_id" in row, path
        for name, value in row.items():
            if name.endswith(("_at", "_time")) and value is not None:
                assert MOMENT.fullmatch(value), (path, name)
    shop.operates("DELETE", f"/edge/cameras/{camera['id']}/")


def refusal(shop: Shop, method: str, path: str, body: Any = None) -> tuple[int, str]:
    told = shop.api.call(method, path, json=body, headers=shop.operator.bearer)
    assert told.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code"} <= set(told.json())
    return told.status_code, told.json()["code"]


def test_a_machines_number_is_a_text_of_its_own(shop: Shop, rack: Played) -> None:
    again = {"machine_id": rack.rack.machine_id, "display_name": "Another"}
    assert refusal(shop, "POST", "/edge/machines/", again) == (409, "machine_exists")
    for number in ("", "a b", "x" * 51, "../x", 5, None):
        body = {"machine_id": number, "display_name": "Rack"}
        assert refusal(shop, "POST", "/edge/machines/", body)[0] == 400, number


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/edge/cameras/", {"tag": "Roof"}),
        ("/edge/cameras/", {"operation_status": "MAYBE"}),
        ("/edge/cameras/", {"machines": ["nobody's"]}),
        ("/edge/cameras/", {"machines": "['a', 'b']"}),
        ("/edge/scanners/", {"tag": "In-store"}),
        ("/edge/scanners/", {"name": "x" * 101, "tag": "Entry"}),
    ],
)
def test_what_the_original_took_for_good(shop: Shop, path: str, body: Any) -> None:
    before = shop.operates("GET", path)["count"]
    assert refusal(shop, "POST", path, body)[0] == 400
    assert shop.operates("GET", path)["count"] == before


@pytest.mark.parametrize("name", ["no-uuid", "0", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_404(shop: Shop, name: str) -> None:
    for path in ("/edge/cameras/", "/edge/scanners/", "/edge/machines/"):
        assert refusal(shop, "GET", f"{path}{name}/")[0] == 404, path
    for path in ("/edge/tickets/", "/edge/visits/", "/edge/carts/"):
        told = shop.api.get(f"{path}{name}/", headers=shop.reviewer.bearer)
        assert told.status_code == 404, path


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/machines/heartbeat", {"machineId": "1644496921479", "scales": []}),
        ("POST", "/api/machines/lock", {}),
        ("GET", "/api/machines/1644496921479/status", None),
        ("POST", "/mode-control/", {"status": "CUSTOMER_MODE"}),
        ("POST", "/entry-control/", {"scanner_id": "x", "token": "x"}),
        ("POST", "/exit-control/", {"scanner_id": "x", "token": "x"}),
    ],
)
def test_what_anybody_could_do_at_the_original_needs_a_key(
    shop: Shop, vera: Customer, method: str, path: str, body: Any
) -> None:
    def status(**headers: str) -> int:
        return shop.api.call(method, path, json=body, headers=headers).status_code

    assert status() == 401
    assert status(Authorization="Bearer nobodys-key-of-any-device-here") == 401
    assert status(**vera.user.bearer) == 403


def test_a_key_is_of_one_machine(shop: Shop, rack: Played) -> None:
    other = shop.rack(1)
    key = {"Authorization": f"Bearer {rack.uplink.line.key}"}
    body = other.rack.reading()
    path = f"{other.path}heartbeats/"
    assert shop.api.post(path, body, headers=key).status_code == 403
    old = {**body, "machineId": other.rack.machine_id}
    assert shop.api.post("/api/machines/heartbeat", old, headers=key).status_code == 403
    assert shop.events(other) == []
    shop.retire(other)
    ended = {"Authorization": f"Bearer {other.uplink.line.key}"}
    assert shop.api.post(path, body, headers=ended).status_code == 401


def test_heartbeats_as_machines_in_the_field_send_them(shop: Shop, vera: Customer) -> None:
    played = shop.rack(1, told=False)
    number, grams = played.rack.machine_id, played.rack.shelves["001"].grams
    key = {"Authorization": f"Bearer {played.uplink.line.key}"}
    vera.enters()

    def weighs(units: int) -> str:
        return f"{units * grams / 1000:.3f}"

    names = ("scaleId", "minWeight", "maxWeight", "currentWeight")
    flat = {"machineId": number, "scales": [["001", *[weighs(9)] * 3]]}
    objects = {
        "machineId": number,
        "scales": [dict(zip(names, ("001", *[weighs(8)] * 3), strict=True))],
    }
    rows = f'[["001","{weighs(7)}","{weighs(7)}","{weighs(7)}"]]'
    envelope = {
        "id": "5d0e0b7e-0000-4000-8000-000000000000",
        "eventType": "machine.heartbeat.logs",
        "payload": f'{{"machineId":"{number}","format":"CSV","scales":{rows}}}',
    }
    told = [
        shop.api.post("/api/machines/heartbeat", body, headers=key).json()
        for body in (flat, objects, envelope)
    ]
    assert [answer["status"] for answer in told] == ["success"] * 3
    assert [[e["quantity"] for e in answer["events"]] for answer in told] == [[], [1], [1]]
    assert vera.holds() == {played.product("001"): 2}
    shop.retire(played)
