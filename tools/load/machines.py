"""Simulated vending machines, leaner than those of tools.devices: a thousand of them in a process
cost less than the server that they talk to. They do what the firmware does each second.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.bench.fanout import handshake
from tools.bench.load import Target
from tools.load.wire import CLOSE, PING, PONG, TEXT, Reader, frame, message

ACTIVE = message(type="status", value="active")
FETCH = message(type="fetch_display")
TURNS = 100  # a second: in each of them a hundredth of the machines gives its sign of life
AT_ONCE = 50  # handshakes under way
READY_WITHIN = 180.0  # seconds for all of them to have a code
FRAME_WITHIN = 10.0  # seconds for a frame that a call has led to


@dataclass(frozen=True)
class Identity:
    """What a machine registers with."""

    machine_id: str
    key: str


class Machine(asyncio.Protocol):
    """One machine and its socket. `code` is what it displays; `dropped` whether the socket was
    closed, or never opened.
    """

    def __init__(self, identity: Identity) -> None:
        self.identity, self.code, self.locked = identity, "", False
        self.dropped = False
        self.opened, self.ready = asyncio.Event(), asyncio.Event()
        self._reader, self._head = Reader(), b""
        self._awaited: dict[str, asyncio.Future[float]] = {}
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.WriteTransport):
            raise TypeError(transport)
        self._transport = transport
        transport.write(handshake("/ws"))

    def data_received(self, data: bytes) -> None:
        if not self.opened.is_set():
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self._lose()
                return
            self._begin()
        for opcode, payload in self._reader.feed(data):
            self._got(opcode, payload)

    def connection_lost(self, error: Exception | None) -> None:
        self._lose()

    def say_active(self) -> bool:
        """The sign of life; a locked machine gives none."""
        if self.locked or self.dropped or self._transport is None:
            return False
        self._transport.write(ACTIVE)
        return True

    def fetch(self) -> asyncio.Future[float]:
        """Ask for the code; when it will have come."""
        self._write(FETCH)
        return self.expect("display_code")

    def close(self) -> None:
        """Take it away."""
        if self._transport is not None:
            self._transport.abort()

    def expect(self, kind: str) -> asyncio.Future[float]:
        """When the next frame of a kind will have come, by `time.perf_counter`."""
        self._awaited[kind] = asyncio.get_running_loop().create_future()
        return self._awaited[kind]

    def _begin(self) -> None:
        self.opened.set()
        who = self.identity
        self._write(message(type="register", machine_id=who.machine_id, api_key=who.key))
        self._write(message(type="status", value="unlocked"))
        self._write(FETCH)

    def _got(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._write(frame(PONG, payload))
        elif opcode == CLOSE:
            self._lose()
        elif opcode == TEXT:
            self._obey(json.loads(payload))

    def _obey(self, told: dict[str, Any]) -> None:
        awaited = self._awaited.pop(told["type"], None)
        if awaited is not None and not awaited.done():
            awaited.set_result(time.perf_counter())
        match told["type"]:
            case "display_code":
                self.code = told["value"]
                self.ready.set()
            case "lock":
                self.locked = True
            case "unlock":
                self.locked = False
                self._write(FETCH)

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _lose(self) -> None:
        self.dropped = True
        self.opened.set()
        self.ready.set()
        for awaited in self._awaited.values():
            awaited.cancel()


class Fleet:
    """Machines that have registered, and show a code each."""

    def __init__(self, machines: Sequence[Machine]) -> None:
        self.machines = machines
        self.said = 0  # signs of life

    @property
    def dropped(self) -> int:
        return sum(machine.dropped for machine in self.machines)

    async def live(self) -> None:
        """Give a sign of life a second for each machine, evenly spread, until cancelled."""
        loop, turn = asyncio.get_running_loop(), 0
        began = loop.time()
        while True:
            self.said += sum(each.say_active() for each in self.machines[turn % TURNS :: TURNS])
            turn += 1
            await asyncio.sleep(max(0.0, began + turn / TURNS - loop.time()))

    async def calm(self) -> None:
        """Until what the first sign of life of each has led to is done: a machine's frames are
        answered in their order.
        """
        codes = []
        for machine in self.machines:
            if machine.say_active():
                codes.append(machine.fetch())
        await asyncio.gather(*codes)

    def close(self) -> None:
        """Take all of them away."""
        for machine in self.machines:
            machine.close()


async def switch_on(target: Target, identities: Iterable[Identity]) -> Fleet:
    """All of these machines, connected and registered. Raises TimeoutError."""
    fleet, crowd = Fleet([Machine(each) for each in identities]), asyncio.Semaphore(AT_ONCE)
    async with asyncio.timeout(READY_WITHIN):
        await asyncio.gather(*(_connect(target, each, crowd) for each in fleet.machines))
        for machine in fleet.machines:
            await machine.ready.wait()
    return fleet


async def _connect(target: Target, machine: Machine, crowd: asyncio.Semaphore) -> None:
    loop = asyncio.get_running_loop()
    async with crowd:
        if target.socket:
            await loop.create_unix_connection(lambda: machine, target.socket)
        else:
            await loop.create_connection(lambda: machine, "127.0.0.1", target.port)
        await machine.opened.wait()
