"""The rows of the contract's table of streams, and what stands in for them without a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.integration.machines.vendor import Json
from tests.integration.vending.lines import Line
from tests.integration.vending.rows import World
from tests.integration.vending.shapes import TIME
from tests.integration.vending.spots import Spot
from tests.support.stack import Stack

Follow = Callable[..., Line]


@pytest.fixture
def follow(stack: Stack) -> Iterator[Follow]:
    """Opens sockets as browsers do, closed after the test."""
    lines: list[Line] = []

    def open_one(path: str, token: str = "", port: int = 0) -> Line:
        lines.append(Line.of_browser(port or stack.port, path, token))
        return lines[-1]

    yield open_one
    for line in lines:
        line.close()


def timeless(data: Json) -> Json:
    return {**data, "server_time": TIME}


def kinds(frames: list[Json]) -> list[str]:
    return [frame["type"] for frame in frames]


@pytest.mark.parametrize("tail", ["", "/"], ids=["bare", "slash"])
def test_a_stream_begins_with_what_public_status_shows(
    stack: Stack, follow: Follow, spot: Spot, tail: str
) -> None:
    path = f"/ws/vending/{spot}{tail}?client_id={spot.client_id}"
    for port in (stack.port, int(stack.address("codes").rpartition(":")[2])):
        first = follow(path, port=port).frame()
        assert first.keys() == {"type", "seq", "epoch", "data"}
        shown = spot.vendor.api.get(f"{spot.path}/public-status?client_id={spot.client_id}").json()
        assert (first["type"], timeless(first["data"])) == ("snapshot", timeless(shown))


def test_everybody_hears_every_number_and_sees_what_is_theirs(follow: Follow, spot: Spot) -> None:
    own = follow(f"/ws/vending/{spot}/?client_id={spot.client_id}")
    other = follow(f"/ws/vending/{spot}/?client_id=somebody")
    stranger = follow(f"/ws/vending/{spot}/")
    start = {line.frame()["seq"] for line in (own, other, stranger)}
    spot.locked()
    locks = [line.frame() for line in (own, other, stranger)]
    assert set(kinds(locks)) == {"lock.changed"}
    assert [lock["data"]["locked_by"] for lock in locks] == [spot.client_id, None, None]
    assert {lock["data"]["locked"] for lock in locks} == {True}
    assert {lock["seq"] for lock in locks} == {seq + 1 for seq in start}
    spot.dispensing()
    _settles(own, other, spot)


def _settles(own: Line, other: Line, spot: Spot) -> None:
    """The sale, as its own customer and as another one hears it."""
    heard: list[Json] = []
    seen: list[Json] = []
    while not heard or (heard[-1]["data"] or {}).get("state") != "dispensing":
        heard.append(own.frame())
        seen.append(other.frame())
    assert [frame["seq"] for frame in heard] == [frame["seq"] for frame in seen]
    assert kinds(heard) == kinds(seen)
    sales = [frame for frame in heard if frame["type"] == "transaction.changed"]
    states = [frame["data"]["state"] for frame in sales]
    assert list(dict.fromkeys(states)) == ["ordered", "paid", "dispensing"]
    assert {frame["data"]["transaction_id"] for frame in sales} == {spot.transaction_id}
    hidden = [frame for frame in seen if frame["type"] == "transaction.changed"]
    assert {frame["data"] for frame in hidden} == {None}
    changed = [frame for frame in heard if frame["type"] == "machine.changed"]
    assert {frame["data"]["available"] for frame in changed} == {3}


def test_who_comes_back_gets_what_was_missed(follow: Follow, spot: Spot) -> None:
    first = follow(f"/ws/vending/{spot}/").frame()
    spot.locked()
    spot.fill(9)
    path = f"/ws/vending/{spot}/?since={first['seq']}&epoch={first['epoch']}"
    missed = [follow(path).frame()]
    assert (missed[0]["type"], missed[0]["seq"]) == ("lock.changed", first["seq"] + 1)
    missed = [frame for line in [follow(path)] for frame in (line.frame(), line.frame())]
    assert kinds(missed) == ["lock.changed", "machine.changed"]
    assert missed[1]["data"]["current_stock"] == 9


def closed_with(open_it: Callable[[], Line]) -> int:
    """The code with which a socket is closed, be it at once."""
    try:
        return open_it().closed_with()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def test_who_may_not_listen_is_told_by_the_code_of_the_close(follow: Follow, world: World) -> None:
    for path, token, code in (
        ("/ws/vending/M999/", "", 4404),
        (f"/ws/vending/M999/?client_id={world.held.client_id}", "", 4404),
        (f"/ws/vending/{world.held}/?since=x", "", 4400),
        (f"/ws/vending/{world.held}/?client_id={'x' * 201}", "", 4400),
        ("/ws/fleet/", "", 4403),
        ("/ws/fleet/", world.user, 4403),
        ("/ws/fleet", "no-token", 4403),
        ("/ws/fleet/", world.held.key, 4403),
    ):
        assert closed_with(partial(follow, path, token)) == code, path


def test_operators_hear_of_the_whole_fleet(follow: Follow, world: World, spot: Spot) -> None:
    for token in (world.operator, world.admin):
        line = follow("/ws/fleet/", token)
        first = line.frame()
        assert (first["type"], first["data"].keys()) == ("snapshot", {"machines"})
        [row] = [each for each in first["data"]["machines"] if each["machine_id"] == str(spot)]
        _is_fleet_row(row)
    spot.ordered()

    def of_it(frame: Json) -> bool:
        return bool(frame["data"]["machine_id"] == spot.machine_id)

    logged = line.until("event.logged", of_it)["data"]
    assert (logged["type"], logged["client_id"]) == ("lock", spot.client_id)
    assert line.until("lock.changed", of_it)["data"]["locked"] is True
    sale = line.until("transaction.changed", of_it)["data"]
    assert (sale["state"], sale["transaction_id"]) == ("ordered", spot.transaction_id)
    changed = line.until("machine.changed", of_it)["data"]
    assert (changed["available"], len(changed["transactions"])) == (3, 1)


def _is_fleet_row(row: Json) -> None:
    more: dict[str, Any] = {
        "last_seen_at": row["last_seen_at"],
        "online": False,
        "in_service": True,
        "locked": False,
        "lock_expires_at": None,
        "transactions": [],
    }
    assert {name: row[name] for name in more} == more
    assert row.keys() == {
        *more,
        *("machine_id", "id", "name", "location", "status", "current_stock", "available"),
        *("unit_price_paise", "currency", "last_refill_at"),
    }


def test_without_a_socket_the_same_is_asked_for(follow: Follow, world: World, spot: Spot) -> None:
    spot.locked()
    first = follow(f"/ws/vending/{spot}/?client_id={spot.client_id}").frame()
    for door in world.doors:
        path = f"{spot.path}/live?client_id={spot.client_id}"
        now = door.ask("GET", path).json()
        assert now.keys() == {"seq", "epoch", "data"}
        assert (now["seq"], now["epoch"]) == (first["seq"], first["epoch"])
        assert timeless(now["data"]) == timeless(first["data"])
        same = door.ask("GET", f"{path}&since={now['seq']}&epoch={now['epoch']}").json()
        assert same == {"seq": now["seq"], "epoch": now["epoch"], "data": None}
        bearer = {"Authorization": f"Bearer {world.admin}"}
        fleet = door.ask("GET", "/edge/fleet/live", headers=bearer).json()
        assert (fleet.keys(), fleet["data"].keys()) == ({"seq", "epoch", "data"}, {"machines"})
