"""The suite is played for a machine, and each thing that the machine does is checked.

What a machine need not do, such as answering `ping`, is not asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.devices.vending.conformance import schema
from tools.devices.vending.conformance.port import Call, Wire
from tools.devices.vending.conformance.report import Fault, Hopeless, Unchecked, demand
from tools.devices.vending.conformance.server import PlayedServer

ORDER = ["register", "status unlocked", "fetch_display"]
JUNK: tuple[dict[str, Any] | str, ...] = (
    {"type": "stock_update", "stock": 7},
    {"type": "ping"},
    {"type": "error", "error": "not_registered"},
    {"type": "of_a_later_version", "value": 1},
    "[]",
    "no JSON",
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a machine may take, in seconds."""

    first: float = 120.0  # for its first connection: somebody has to switch it on
    answer: float = 5.0  # for what it does at once
    alive: float = 3.0  # between two signs of life
    grace: float = 1.5  # for a frame that was on its way
    silence: float = 3.0  # how long it is listened to when it has to be silent
    reconnect: float = 15.0  # for coming back
    patience: float = 1.0  # between two attempts to connect, at least
    unit: float = 4.0  # for a unit …
    slack: float = 20.0  # … and for a confirm


@dataclass
class Bench:
    """A machine at a played suite."""

    server: PlayedServer
    limits: Limits = field(default_factory=Limits)
    confirm: Call | None = None  # the first one

    async def demand(self, condition: Callable[[], object], seconds: float, why: str) -> None:
        """Raise Fault unless it holds within so many seconds."""
        demand(await self.server.until(condition, seconds), f"{why} within {seconds:g} s")

    async def refuse(self, condition: Callable[[], object], seconds: float, why: str) -> None:
        """Raise Fault when it holds within so many seconds."""
        demand(not await self.server.until(condition, seconds), why)

    async def registered(self) -> Wire:
        """The machine's connection; raises Hopeless when it does not come back."""
        if not await self.server.until(lambda: self.server.wire, self.limits.reconnect):
            raise Hopeless(f"is not registered within {self.limits.reconnect:g} s")
        wire = self.server.wire
        if wire is None:
            raise Hopeless("does not stay registered")
        return wire

    def active(self, wire: Wire) -> int:
        """How often it has said on this connection that it lives."""
        return sum(heard.kind == "status active" for heard in wire.heard)

    async def alive(self, wire: Wire) -> None:
        """Raise Fault unless a sign of life comes."""
        before = self.active(wire)
        limit = self.limits.alive
        await self.demand(lambda: self.active(wire) > before, limit, "no `status active`")

    async def silent(self, wire: Wire) -> None:
        """Raise Fault unless it is silent, as while it is locked."""
        await self.server.until(lambda: False, self.limits.grace)
        before = len(wire.heard)
        seconds = self.limits.silence
        await self.refuse(lambda: len(wire.heard) > before, seconds, "goes on sending")

    async def confirmed(self, transaction_id: str, units: int) -> Call:
        """The confirm of a dispense; raises Fault without one."""
        found = self.server.confirms
        seconds = units * self.limits.unit + self.limits.slack
        await self.demand(lambda: found(transaction_id), seconds, "no confirm with its transaction")
        return found(transaction_id)[0]


async def connects(bench: Bench) -> None:
    """A websocket is opened at /ws."""
    bench.server.answers = False
    if not await bench.server.until(lambda: bench.server.wires, bench.limits.first):
        raise Hopeless(f"nobody came within {bench.limits.first:g} s")


async def registers(bench: Bench) -> None:
    """`register`, `status unlocked` and `fetch_display` are sent at once, without an answer."""
    wire, limit = bench.server.wires[0], bench.limits.answer
    await bench.server.until(lambda: len(wire.heard) >= 3, limit)
    kinds = [heard.kind for heard in wire.heard[:3]]
    bench.server.catch_up()
    demand(kinds == ORDER, f"has sent {kinds}")


async def knows_its_key(bench: Bench) -> None:
    """`register` names the machine and has its key."""
    for heard in bench.server.heard("register"):
        frame = heard.frame or {}
        named, expected = frame.get("machine_id"), bench.server.machine_id
        if named != expected:
            raise Hopeless(f"registers as {named}, not as {expected}")
        if frame.get("api_key") != bench.server.key:
            raise Hopeless("its key is another one")


async def lives(bench: Bench) -> None:
    """While it is unlocked it says each second that it is active."""
    wire = await bench.registered()
    for _ in range(3):
        await bench.alive(wire)


async def answers_pings(bench: Bench) -> None:
    """A ping of the websocket protocol is answered."""
    wire = await bench.registered()
    wire.ping()
    await bench.demand(lambda: wire.pongs, bench.limits.answer, "no pong")


async def ignores_what_it_does_not_know(bench: Bench) -> None:
    """Frames that are not for it, unknown ones and what is no object change nothing."""
    wire = await bench.registered()
    for frame in JUNK:
        bench.server.send(frame)
        await bench.alive(wire)
    demand(wire.is_open, "has closed its connection")


async def dispenses_only_when_locked(bench: Bench) -> None:
    """A command while it is unlocked is not obeyed."""
    await bench.registered()
    transaction_id = bench.server.dispense(1)
    seconds = bench.limits.unit + bench.limits.grace
    why = "confirms a command that came while it was unlocked"
    await bench.refuse(lambda: bench.server.confirms(transaction_id), seconds, why)


async def is_silent_when_locked(bench: Bench) -> None:
    """Locked, it sends nothing."""
    wire = await bench.registered()
    bench.server.lock()
    await bench.silent(wire)


async def dispenses(bench: Bench) -> None:
    """Locked, it pushes out what the command says, and confirms it once."""
    await bench.registered()
    bench.server.unlocks = False
    bench.confirm = call = await bench.confirmed(bench.server.dispense(2), 2)
    demand(call.method == "POST", f"confirms by {call.method}")
    path = f"/api/machine/{bench.server.machine_id}/confirm"
    demand(call.path == path, f"confirms at {call.path}")
    kind = call.headers.get("content-type", "")
    demand(kind.partition(";")[0] == "application/json", f"its Content-Type is {kind or 'missing'}")
    wrong = schema.body_trouble("confirm", call.body)
    demand(not wrong, wrong)
    demand(call.body["dispensed"] <= 2, f"confirms {call.body['dispensed']} of 2 units")


async def proves_who_confirms(bench: Bench) -> None:
    """Its calls bear its key: `Authorization: Bearer <key>`."""
    for call in bench.server.calls:
        if call.path != "/health":
            given = call.headers.get("authorization", "")
            demand(given, f"{call.path} has no Authorization")
            demand(given == f"Bearer {bench.server.key}", f"{call.path} has another key")


async def waits_for_unlock(bench: Bench) -> None:
    """After its confirm it stays locked until it hears `unlock`."""
    wire, confirm = await bench.registered(), bench.confirm
    if confirm is None:
        raise Unchecked("it has confirmed nothing")
    seconds = bench.limits.grace + bench.limits.silence
    await bench.refuse(lambda: wire.heard[-1].at > confirm.at, seconds, "says that it is unlocked")


async def unlocks(bench: Bench) -> None:
    """Unlocked, it asks for the code, and says that it lives again."""
    wire = await bench.registered()
    before = len(bench.server.heard("fetch_display"))
    bench.server.unlocks = True
    bench.server.unlock()
    await bench.demand(
        lambda: len(bench.server.heard("fetch_display")) > before,
        bench.limits.answer,
        "no `fetch_display`",
    )
    await bench.alive(wire)


async def comes_back(bench: Bench) -> None:
    """After a lost connection it connects and registers again."""
    wire = await bench.registered()
    wire.drop()
    await bench.server.until(lambda: not wire.is_open, bench.limits.answer)
    again = await bench.registered()
    limit = bench.limits.answer
    await bench.demand(lambda: len(again.heard) >= 3, limit, "has not registered")
    kinds = [heard.kind for heard in again.heard[:3]]
    demand(kinds == ORDER, f"has sent {kinds}")


async def takes_up_a_lock(bench: Bench) -> None:
    """Back after a lost connection it takes the lock and the command that come then."""
    wire = await bench.registered()
    bench.server.lock()
    wire.drop()
    await bench.server.until(lambda: not wire.is_open, bench.limits.answer)
    await bench.silent(await bench.registered())
    await bench.confirmed(bench.server.dispense(1), 1)
    await bench.alive(await bench.registered())


async def is_patient_when_refused(bench: Bench) -> None:
    """Refused, it comes again, but not more than once a second."""
    server, limits = bench.server, bench.limits
    wire, before = await bench.registered(), len(server.wires)
    server.refuses = True
    wire.drop()
    try:
        came = await server.until(lambda: len(server.wires) >= before + 4, 4 * limits.reconnect)
    finally:
        server.refuses = False
    demand(came, f"gives up after {len(server.wires) - before} refusals")
    opened = [wire.opened_at for wire in server.wires[before:]]
    pause = min(later - sooner for sooner, later in itertools.pairwise(opened))
    demand(pause >= limits.patience, f"comes again after {pause:.2f} s")
    await bench.registered()


async def confirms_once(bench: Bench) -> None:
    """No transaction is confirmed twice with different numbers."""
    told = dict[str, set[Any]]()
    for call in bench.server.calls:
        if call.path.endswith("/confirm") and isinstance(call.body, dict):
            numbers = told.setdefault(str(call.body.get("transaction_id")), set())
            numbers.add(call.body.get("dispensed"))
    for transaction_id, numbers in told.items():
        demand(len(numbers) == 1, f"{transaction_id} is confirmed with {sorted(numbers, key=str)}")


async def frames_are_as_the_schema_says(bench: Bench) -> None:
    """Each frame is a text with one JSON object as the schema's `up`."""
    for wire in bench.server.wires:
        for heard in wire.heard:
            if heard.text is None:
                raise Fault("has sent a binary frame")
            wrong = schema.trouble("up", heard.text)
            demand(not wrong, wrong)


CHECKS = (
    connects,
    registers,
    knows_its_key,
    lives,
    answers_pings,
    ignores_what_it_does_not_know,
    dispenses_only_when_locked,
    is_silent_when_locked,
    dispenses,
    proves_who_confirms,
    waits_for_unlock,
    unlocks,
    comes_back,
    takes_up_a_lock,
    is_patient_when_refused,
    confirms_once,
    frames_are_as_the_schema_says,
)
