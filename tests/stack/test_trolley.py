"""The trolley that is played: its lock, and what it does when the suite lets it down.
With the real suite it is tried in tests/integration/trolleys.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tools.devices.trolley import device
from tools.devices.trolley.device import Refused, Trolley
from tools.devices.trolley.lock import REMEMBERED, Lock
from tools.devices.trolley.script import play, steps_of
from tools.stack.plan import ROOT

DOCS = ROOT / "docs"
SCHEMA = json.loads((DOCS / "events/trolley-devices.schema.json").read_text())
UP = Draft202012Validator({"$ref": "#/$defs/up", "$defs": SCHEMA["$defs"]})
DOWN = Draft202012Validator({"$ref": "#/$defs/down", "$defs": SCHEMA["$defs"]})
PATIENCE = 10.0  # seconds

Answer = Callable[["Shop", ServerConnection, dict[str, Any]], Awaitable[None]]


def ends(test: Coroutine[Any, Any, None]) -> None:
    """Run it, with an end."""

    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test

    asyncio.run(within())


class Shop:
    """A suite that answers as a test wants; every frame that it gets is as the schema says."""

    def __init__(self, answer: Answer) -> None:
        self.frames: list[dict[str, Any]] = []
        self.connections = 0
        self._answer = answer

    async def serve(self, wire: ServerConnection) -> None:
        self.connections += 1
        try:
            async for text in wire:
                frame = json.loads(text)
                UP.validate(frame)
                self.frames.append(frame)
                await self._answer(self, wire, frame)
        except ConnectionClosed:
            """It comes back, or not: that is what tests look at."""

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["type"] == kind]


async def result(wire: ServerConnection, frame: dict[str, Any], **data: Any) -> None:
    told = {"id": frame["id"], "type": "result", "data": {"ok": True, **data}}
    DOWN.validate(told)
    await wire.send(json.dumps(told))


async def usual(shop: Shop, wire: ServerConnection, frame: dict[str, Any]) -> None:
    """What the suite answers when all is well."""
    if frame["type"] == "register":
        await result(wire, frame, locked=True)
    elif frame["type"] == "scan":
        units = len({one["id"] for one in shop.of("scan")})
        await result(wire, frame, name="Tea", quantity=units, total_items=units, subtotal="4.50")
    elif frame["type"] != "result":
        await result(wire, frame)


@asynccontextmanager
async def playing(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Shop, Trolley, asyncio.Task[None]]]:
    """A trolley in a shop that answers so; it comes back at once."""
    monkeypatch.setattr(device, "FIRST_PAUSE", 0.01)
    shop = Shop(answer)
    async with serve(shop.serve, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        trolley = Trolley(f"ws://127.0.0.1:{port}/", "key", lambda _: None, heartbeat=0.05)
        running = asyncio.create_task(trolley.run())
        try:
            yield shop, trolley, running
        finally:
            running.cancel()


def test_the_frames_of_the_documentation_are_as_the_schema_says() -> None:
    lines = (DOCS / "devices.md").read_text().partition("# Vending machines")[0].splitlines()
    frames = [line.split(" ", 1) for line in lines if line[:2] in ("→ ", "← ")]
    assert len(frames) == 12
    for arrow, text in frames:
        (UP if arrow == "→" else DOWN).validate(json.loads(text))


def test_a_command_is_done_once() -> None:
    async def test() -> None:
        lock = Lock()
        assert await lock.command("a", "unlock") == {"ok": True}
        assert await lock.command("b", "lock") == {"ok": True}
        assert await lock.command("a", "unlock") == {"ok": True}
        assert lock.locked
        assert await lock.command("c", "open") == {"ok": False}
        for number in range(REMEMBERED):
            await lock.command(str(number), "lock")
        await lock.command("a", "unlock")  # too long ago to be remembered
        assert not lock.locked

    ends(test())


def test_a_jammed_lock_does_not_move_and_says_so() -> None:
    async def test() -> None:
        lock = Lock()
        lock.jammed = True
        assert await lock.command("a", "unlock") == {"ok": False}
        assert await lock.command("b", "lock") == {"ok": True}  # it is
        assert lock.locked

    ends(test())


def test_it_registers_reports_and_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with playing(usual, monkeypatch) as (shop, _, _):
            while len(shop.of("heartbeat")) < 2:
                await asyncio.sleep(0.01)
            kinds = [frame["type"] for frame in shop.frames]
            assert kinds[:3] == ["register", "status", "heartbeat"]
            ids = [frame["id"] for frame in shop.frames]
            assert len(ids) == len(set(ids))

    ends(test())


def test_a_scan_whose_result_was_lost_goes_out_again_under_its_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def once_lost(shop: Shop, wire: ServerConnection, frame: dict[str, Any]) -> None:
        if frame["type"] == "scan" and shop.connections == 1:
            wire.transport.abort()  # it has arrived, the answer does not
        else:
            await usual(shop, wire, frame)

    async def test() -> None:
        async with playing(once_lost, monkeypatch) as (shop, trolley, _):
            for line in ("4006381333931", "4006381333948", "settle"):
                await play(trolley, steps_of(line)[0])
            first, again, second = shop.of("scan")
            assert first == again
            assert second["id"] != first["id"]
            assert [one["total_items"] for one in trolley.results] == [1, 2]

    ends(test())


def test_what_is_scanned_without_a_network_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with playing(usual, monkeypatch) as (shop, trolley, _):
            trolley.scan("1")
            await trolley.settled()
            away = asyncio.create_task(trolley.lose_network(0.2))
            await asyncio.sleep(0)
            trolley.scan("2")
            assert len(shop.of("scan")) == 1
            await away
            await trolley.settled()
            assert [frame["data"]["barcode"] for frame in shop.of("scan")] == ["1", "2"]
            assert shop.connections == 2

    ends(test())


def test_a_command_that_comes_again_after_a_reconnection_is_answered_and_not_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def commanding(shop: Shop, wire: ServerConnection, frame: dict[str, Any]) -> None:
        await usual(shop, wire, frame)
        if frame["type"] == "status":
            command = {"id": "c", "type": "command", "data": {"action": "unlock"}}
            await wire.send(json.dumps(command))
        elif frame["type"] == "result" and shop.connections == 1:
            wire.transport.abort()

    async def test() -> None:
        async with playing(commanding, monkeypatch) as (shop, trolley, _):
            while len(shop.of("result")) < 2:
                await asyncio.sleep(0.01)
            assert shop.of("result") == [{"id": "c", "type": "result", "data": {"ok": True}}] * 2
            assert trolley.lock.locked  # as its second registration was told

    ends(test())


@pytest.mark.parametrize("code", [4400, 4401, 4404, 4409])
def test_it_stays_away_when_coming_back_is_of_no_use(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    async def closing(_: Shop, wire: ServerConnection, __: dict[str, Any]) -> None:
        await wire.close(code, "why")

    async def test() -> None:
        async with playing(closing, monkeypatch) as (shop, _, running):
            with pytest.raises(Refused, match=f"{code} why"):
                await running
            assert shop.connections == 1

    ends(test())


@pytest.mark.parametrize("code", [1012, 1013, 4429])
def test_it_comes_back_after_all_else(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    async def closing(shop: Shop, wire: ServerConnection, frame: dict[str, Any]) -> None:
        if shop.connections < 3:
            await wire.close(code)
        else:
            await usual(shop, wire, frame)

    async def test() -> None:
        async with playing(closing, monkeypatch) as (shop, _, _):
            while not shop.of("status"):
                await asyncio.sleep(0.01)
            assert shop.connections == 3

    ends(test())
