"""The conformance kit for vending machines, one way: the suite is played, machines are checked. The
played ESP32 passes; each fault of another one is found by its name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tools.devices.vending.board import LATER, Moment, Timing
from tools.devices.vending.calls import Answer
from tools.devices.vending.conformance.of_device import CHECKS, Bench, Limits
from tools.devices.vending.conformance.report import Finding, run
from tools.devices.vending.conformance.server import PlayedServer
from tools.devices.vending.esp32 import Esp32

MACHINE, KEY = "M001", "key-of-M001"
QUICK = Timing(status=0.05, fetch=60, reconnect=0.1, unit=0.05, http=2, health=0.01)
LIMITS = Limits(
    first=10,
    answer=2,
    alive=2,
    grace=0.4,
    silence=0.4,
    reconnect=2,
    patience=0.05,
    unit=0.4,
    slack=2,
)
WITHIN = 120.0  # seconds for all of them
HURRIED = "comes back like mad"  # checked by itself: beside thirty others even it has to pause


class Mute(Esp32):
    async def send(self, **frame: object) -> None:
        if frame.get("value") != "active":
            await super().send(**frame)


class Waiting(Esp32):
    """Sends nothing more before its register was answered, which nobody does."""

    async def send(self, **frame: object) -> None:
        if frame["type"] == "register" or self.counted.frames:
            await super().send(**frame)


class Strange(Esp32):
    async def send(self, **frame: object) -> None:
        await super().send(**(frame | {"type": "hello"} if frame.get("value") == "active" else {}))
        await super().send(**frame)


class Forgetful(Esp32):
    """Keeps its old code when it is unlocked."""

    async def send(self, **frame: object) -> None:
        if frame["type"] != "fetch_display" or not self.counted.unlocks:
            await super().send(**frame)


class Chatty(Esp32):
    """Says that it lives, locked or not."""

    async def reach(self, moment: Moment) -> None:
        await super().reach(moment)
        if moment is Moment.REGISTERED:
            self.chat = asyncio.create_task(self._chat())

    async def _chat(self) -> None:
        while self.connected:
            await asyncio.sleep(self.timing.status)
            await self.send(type="status", value="active")


class Generous(Esp32):
    """Obeys each command."""

    async def obey(self, frame: dict[str, Any]) -> None:
        locked = self.locked
        self.locked = locked or frame["type"] == "command"
        await super().obey(frame)
        self.locked = locked if frame["type"] == "command" else self.locked


class Fragile(Esp32):
    """Starts again when it hears something new."""

    async def obey(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "of_a_later_version":
            await self._crash()
        await super().obey(frame)


class Stubborn(Esp32):
    """Takes no lock after it has come back."""

    async def obey(self, frame: dict[str, Any]) -> None:
        if frame["type"] != "lock" or self.counted.connections == 1:
            await super().obey(frame)


class Hasty(Esp32):
    """Unlocks when it has confirmed."""

    async def reach(self, moment: Moment) -> None:
        await super().reach(moment)
        if moment is Moment.CONFIRMED:
            self.unlock()


class Anonymous(Esp32):
    async def call(self, method: str, path: str, body: object = None) -> Answer:
        self.key, key = "", self.key
        try:
            return await super().call(method, path, body)
        finally:
            self.key = key


class Confirming(Esp32):
    """Confirms with a body of its own."""

    def told(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [body]

    async def call(self, method: str, path: str, body: Any = None) -> Answer:
        first, *others = self.told(body)
        answer = await super().call(method, path, first)
        for other in others:
            await super().call(method, path, other)
        return answer


class Boasting(Confirming):
    def told(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [body | {"dispensed": 9}]


class Textual(Confirming):
    def told(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [body | {"dispensed": str(body["dispensed"])}]


class Nameless(Confirming):
    def told(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"dispensed": body["dispensed"]}]


class Wavering(Confirming):
    def told(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [body, body | {"dispensed": 0}]


Make = Callable[[str], Esp32]


def made(kind: type[Esp32] = Esp32, **options: Any) -> Make:
    options = {"timing": QUICK, "machine_id": MACHINE, "key": KEY, **options}
    return lambda url: kind(url, **options)


def slow(**durations: float) -> Make:
    return made(timing=Timing(**{"status": 0.05, "reconnect": 0.1, "unit": 0.05, **durations}))


#: By what is wrong: a machine, the check that finds it, and what this says.
MACHINES: dict[str, tuple[Make, str, str]] = {
    "nothing": (made(), "", ""),
    "nothing, later firmware": (made(firmware=LATER), "", ""),
    "another key": (made(key="another-key"), "knows_its_key", "its key is another one"),
    "another id": (made(machine_id="M002"), "knows_its_key", "registers as M002"),
    "waits for an acknowledgement": (made(Waiting), "registers", "has sent ['register']"),
    "no sign of life": (made(Mute), "lives", "no `status active`"),
    "signs of life that are too rare": (slow(status=30), "lives", "no `status active`"),
    "unknown frames": (made(Strange), "frames_are_as_the_schema_says", "unknown type"),
    "no question for the new code": (made(Forgetful), "unlocks", "no `fetch_display`"),
    "talks while it is locked": (made(Chatty), "is_silent_when_locked", "goes on sending"),
    "dispenses while it is unlocked": (
        made(Generous),
        "dispenses_only_when_locked",
        "confirms a command",
    ),
    "an unknown frame restarts it": (made(Fragile), "ignores_what_it_does_not_know", ""),
    "ignores a lock after it has come back": (made(Stubborn), "takes_up_a_lock", "goes on sending"),
    "unlocks by itself": (made(Hasty), "waits_for_unlock", "says that it is unlocked"),
    "no key in its confirm": (made(Anonymous), "proves_who_confirms", "has no Authorization"),
    "confirms more than was sold": (made(Boasting), "dispenses", "confirms 9 of 2 units"),
    "confirms a text": (made(Textual), "dispenses", "'2' is not of type 'integer'"),
    "confirms without its transaction": (
        made(Nameless),
        "dispenses",
        "no confirm with its transaction",
    ),
    "changes its mind": (made(Wavering), "confirms_once", "is confirmed with [0, "),
    "does not come back": (slow(reconnect=60), "comes_back", "is not registered"),
    HURRIED: (slow(reconnect=0), "is_patient_when_refused", "comes again after 0.0"),
    "pushes for too long": (slow(unit=30), "dispenses", "no confirm"),
}


async def check(make: Make) -> list[Finding]:
    server = PlayedServer(MACHINE, KEY)
    await server.open()
    running = asyncio.create_task(make(server.url).run())
    try:
        return await run(CHECKS, Bench(server, LIMITS), lambda _: None)
    finally:
        running.cancel()
        await asyncio.wait([running])
        await server.close()


@pytest.fixture(scope="module")
def findings() -> dict[str, list[Finding]]:
    """What is found of each machine; all are checked beside each other, but for HURRIED."""

    async def all_of_them() -> dict[str, list[Finding]]:
        calm = [name for name in MACHINES if name != HURRIED]
        async with asyncio.timeout(WITHIN):
            found = await asyncio.gather(*(check(MACHINES[name][0]) for name in calm))
            return dict(zip(calm, found, strict=True)) | {
                HURRIED: await check(MACHINES[HURRIED][0])
            }

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("wrong", MACHINES)
def test_what_is_wrong_with_a_machine_is_found_by_name(
    findings: dict[str, list[Finding]], wrong: str
) -> None:
    _, name, why = MACHINES[wrong]
    by_name = {finding.name: finding for finding in findings[wrong]}
    if not name:
        assert [finding.word for finding in by_name.values()] == ["ok"] * len(CHECKS), by_name
    else:
        assert by_name[name].word == "FAILS", by_name
        assert why in by_name[name].why


def test_a_machine_that_never_comes_ends_the_checks() -> None:
    async def test() -> list[Finding]:
        server = PlayedServer(MACHINE, KEY)
        await server.open()
        try:
            return await run(CHECKS, Bench(server, Limits(first=0.05)), lambda _: None)
        finally:
            await server.close()

    [finding] = asyncio.run(test())
    assert str(finding) == (
        "FAILS    connects: nobody came within 0.05 s (wanted: A websocket is opened at /ws)"
    )
