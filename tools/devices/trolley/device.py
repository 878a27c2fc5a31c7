"""A trolley's connection to the suite: it registers, keeps itself alive, sends what was scanned one
after the other, does commands, and comes back after it has lost its network.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tools.devices.trolley.lock import Lock

HEARTBEAT = 10.0  # seconds between signs of life
PATIENCE = 15.0  # seconds for a result; then the connection counts as lost
PACE = 0.12  # seconds between two scans: a server takes ten frames a second
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before coming back, doubled each time
STEADY = 10.0  # seconds after which a connection was a good one: the next pause is short again
#: Closed with one of these, coming back would change nothing: the frame, the key or the name is
#: wrong, or another device has registered as this one.
FINAL = frozenset({4400, 4401, 4404, 4409})

Frame = dict[str, Any]
Say = Callable[[str], None]


class Refused(Exception):
    """The suite wants no more of this trolley; `code` is the close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed with {code} {reason}".rstrip())
        self.code = code


class Trolley:
    """One trolley. `address` is its socket's; `say` is told what happens, in words."""

    def __init__(self, address: str, key: str, say: Say, *, heartbeat: float = HEARTBEAT) -> None:
        self.lock = Lock()
        self.results: list[Frame] = []  # of what was scanned, in its order
        self._address, self._key, self._say = address, key, say
        self._heartbeat = heartbeat
        # Ids of frames differ from those before a restart, which the suite remembers.
        self._ids = (f"{boot}-{number}" for boot in [_boot()] for number in itertools.count(1))
        self._scans: deque[Frame] = deque()  # without a result, oldest first
        self._waiting: dict[str, asyncio.Future[Frame]] = {}  # by id of the frame
        self._wire: ClientConnection | None = None
        self._scanned = asyncio.Event()
        self._network = asyncio.Event()  # cleared while there is none
        self._network.set()

    def scan(self, barcode: str) -> None:
        """Somebody holds goods before the scanner. Sent now, or when the network is back."""
        self._scans.append({"id": next(self._ids), "type": "scan", "data": {"barcode": barcode}})
        self._scanned.set()

    async def settled(self) -> None:
        """Until every scan has its result."""
        while self._scans:
            self._scanned.clear()
            await self._scanned.wait()

    async def lose_network(self, seconds: float) -> None:
        """Out of reach for so long, as in a lift: the connection is cut without a word."""
        self._network.clear()
        if self._wire is not None:
            self._wire.transport.abort()
        self._say(f"has lost its network for {seconds:g} s")
        await asyncio.sleep(seconds)
        self._network.set()

    async def report(self) -> None:
        """Tell how the lock is, where there is a connection; it is told after each one anyway."""
        if self._wire is not None:
            await self._ask(self._wire, "status", {"locked": self.lock.locked})

    async def run(self) -> None:
        """Until it is cancelled; raises Refused when coming back is of no use."""
        pause, loop = FIRST_PAUSE, asyncio.get_running_loop()
        while True:
            await self._network.wait()
            began = loop.time()
            try:
                await self._connect()
            except ConnectionClosed as closed:
                code, reason = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")
                if code in FINAL:
                    raise Refused(code, reason) from None
            except (OSError, TimeoutError, WebSocketException) as trouble:
                self._say(f"cannot connect: {trouble}")
            pause = FIRST_PAUSE if loop.time() - began > STEADY else pause
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # not all at once
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _connect(self) -> None:
        """One connection, until it breaks: raises what broke it."""
        ready = asyncio.Event()
        async with connect(
            self._address, proxy=None, open_timeout=PATIENCE, close_timeout=2
        ) as wire:
            works = [
                asyncio.create_task(work)
                for work in (
                    self._read(wire),  # first: it knows with which code the suite has closed
                    self._register(wire, ready),
                    self._beat(wire, ready),
                    self._send_scans(wire, ready),
                )
            ]
            try:
                await asyncio.wait(works, return_when=asyncio.FIRST_EXCEPTION)
            finally:
                self._wire = None
                for work in works:
                    work.cancel()
                ends = await asyncio.gather(*works, return_exceptions=True)
        raise next(end for end in ends if isinstance(end, Exception))

    async def _register(self, wire: ClientConnection, ready: asyncio.Event) -> None:
        registered = await self._ask(wire, "register", {"key": self._key})
        await self.lock.turn(locked=bool(registered.get("locked")))
        self._wire = wire
        self._say(f"is registered and {self._word}")
        await self.report()
        ready.set()

    async def _beat(self, wire: ClientConnection, ready: asyncio.Event) -> None:
        await ready.wait()
        while True:
            await asyncio.sleep(self._heartbeat)
            await self._ask(wire, "heartbeat", {})

    async def _send_scans(self, wire: ClientConnection, ready: asyncio.Event) -> None:
        """One after the other, each until it has a result: after a reconnection the first one goes
        out again under its old id, and counts once.
        """
        await ready.wait()
        while True:
            while self._scans:
                frame = self._scans[0]
                result = await self._send(wire, frame)
                self._scans.popleft()
                self.results.append(result)
                self._scanned.set()
                self._say(f"scanned {frame['data']['barcode']}: {_words(result)}")
                await asyncio.sleep(PACE)
            self._scanned.clear()
            await self._scanned.wait()

    async def _ask(self, wire: ClientConnection, kind: str, data: Frame) -> Frame:
        return await self._send(wire, {"id": next(self._ids), "type": kind, "data": data})

    async def _send(self, wire: ClientConnection, frame: Frame) -> Frame:
        """Send a frame and wait for its result; raises TimeoutError without one."""
        result: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = result
        try:
            await wire.send(json.dumps(frame))
            async with asyncio.timeout(PATIENCE):
                return await result
        finally:
            del self._waiting[frame["id"]]

    async def _read(self, wire: ClientConnection) -> None:
        while True:
            match json.loads(await wire.recv()):
                case {"type": "result", "id": str(number), "data": dict(data)}:
                    waiting = self._waiting.get(number)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(data)
                case {"type": "command", "id": str(number), "data": {"action": action}}:
                    result = await self.lock.command(number, action)
                    self._say(f"was told to {action}: {self._word}")
                    answer = {"id": number, "type": "result", "data": result}
                    await wire.send(json.dumps(answer))
                case _:
                    """What a later version of the suite may say."""

    @property
    def _word(self) -> str:
        return "locked" if self.lock.locked else "unlocked"


def _words(result: Frame) -> str:
    if not result.get("ok"):
        return str(result.get("error"))
    units, subtotal = result.get("total_items"), result.get("subtotal")
    return f"{result.get('quantity')} × {result.get('name')}; {units} units for {subtotal}"


def _boot() -> str:
    return secrets.token_hex(4)
