"""The suite as a vending machine sees it, played for one machine: its socket, its code, a lock, a
dispense, and what it confirms. It sells nothing: whoever plays it says when it locks.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.devices.vending.conformance.port import Call, Heard, Port, Wire

LOCK_MINUTES = 10


class PlayedServer:
    """Plays the suite for this machine. `url` is its address, once it is open."""

    def __init__(self, machine_id: str, key: str) -> None:
        self.machine_id, self.key = machine_id, key
        self.calls, self.wires = list[Call](), list[Wire]()
        self.refuses = False  # every key counts as wrong
        self.answers = True  # False: it says nothing to frames
        self.unlocks = True  # False: a confirm is answered, and the machine stays locked
        self.code = _code()
        self.locked_until = ""
        self._sold: dict[str, int] = {}  # units ordered, by transaction
        self._confirmed: dict[str, dict[str, Any]] = {}  # the first answer, by transaction
        self._registered: Wire | None = None
        self._changed = asyncio.Event()
        self._port = Port(self._respond, self._connected, self._hear)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port.number}"

    @property
    def wire(self) -> Wire | None:
        """The socket on which the machine is registered; None while there is none."""
        return self._registered if self._registered and self._registered.is_open else None

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen; raises OSError for a port that is taken."""
        await self._port.open(host, port)

    async def close(self) -> None:
        await self._port.close()

    async def until(self, condition: Callable[[], object], seconds: float) -> bool:
        """Wait until something holds; whether it did within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._wait()
        except TimeoutError:
            return bool(condition())
        return True

    async def _wait(self) -> None:
        """For something to happen, or for a moment: the end of a connection is not told."""
        try:
            async with asyncio.timeout(0.1):
                await self._changed.wait()
        except TimeoutError:
            return

    def heard(self, kind: str) -> list[Heard]:
        """The frames of this kind, of all connections, oldest first."""
        return [heard for wire in self.wires for heard in wire.heard if heard.kind == kind]

    def confirms(self, transaction_id: str) -> list[Call]:
        """The confirms of a transaction, good ones and bad ones."""
        return [
            call
            for call in self.calls
            if call.path.endswith("/confirm")
            and isinstance(call.body, dict)
            and call.body.get("transaction_id") == transaction_id
        ]

    def send(self, frame: dict[str, Any] | str) -> None:
        """Send something to the machine; lost without a connection."""
        if self.wire is not None:
            self.wire.send(frame)

    def catch_up(self) -> None:
        """Answer from now on, and what has come on the last connection so far."""
        self.answers = True
        for heard in self.wires[-1].heard:
            if heard.frame is not None:
                self._answer(self.wires[-1], heard)

    def lock(self) -> None:
        """Somebody has typed its code."""
        until = datetime.now(UTC) + timedelta(minutes=LOCK_MINUTES)
        self.locked_until = until.isoformat()
        self.send(self._lock_frame())

    def unlock(self) -> None:
        """The lock is over: there is another code."""
        self.locked_until, self.code = "", _code()
        self.send({"type": "unlock"})
        self.send(self._code_frame())

    def dispense(self, units: int) -> str:
        """Sell so many units; returns the transaction."""
        transaction_id = str(uuid.uuid4())
        self._sold[transaction_id] = units
        self.send(command(units, transaction_id))
        return transaction_id

    def _connected(self, wire: Wire) -> None:
        self.wires.append(wire)
        self._touch()

    def _hear(self, wire: Wire, heard: Heard) -> None:
        if self.answers and heard.frame is not None:
            self._answer(wire, heard)
        self._touch()

    def _answer(self, wire: Wire, heard: Heard) -> None:
        if heard.kind == "register":
            self._register(wire, heard.frame or {})
        elif heard.kind == "fetch_display":
            is_known = wire is self._registered
            not_yet = {"type": "error", "error": "not_registered"}
            wire.send(self._code_frame() if is_known else not_yet)
        elif heard.kind == "status active" and self.locked_until:
            wire.send(self._lock_frame())

    def _register(self, wire: Wire, frame: dict[str, Any]) -> None:
        if self.refuses or frame.get("api_key") != self.key:
            wire.send({"type": "error", "error": "invalid_api_key"})
            wire.close(4401)
        elif frame.get("machine_id") != self.machine_id:
            wire.send({"type": "error", "error": "unknown_machine"})
            wire.close(4401)
        else:
            self._take_in(wire)

    def _take_in(self, wire: Wire) -> None:
        """This is the machine's connection from now on."""
        if self._registered is not None and self._registered is not wire:
            self._registered.close(4409)
        self._registered = wire
        if self.locked_until:
            wire.send(self._lock_frame())

    async def _respond(self, call: Call) -> tuple[int, object]:
        self.calls.append(call)
        self._touch()
        if (call.method, call.path) == ("GET", "/health"):
            return 200, {"status": "ok"}
        if call.headers.get("authorization") != f"Bearer {self.key}":
            return 401, {"detail": "Invalid API key"}
        if (call.method, call.path) == ("GET", f"/device/commands/{self.machine_id}"):
            return 200, {"commands": [], "count": 0}
        if (call.method, call.path) == ("POST", f"/api/machine/{self.machine_id}/confirm"):
            return self._confirm(call.body if isinstance(call.body, dict) else {})
        return 404, {"detail": "Not Found"}

    def _confirm(self, body: dict[str, Any]) -> tuple[int, object]:
        transaction_id, dispensed = str(body.get("transaction_id")), body.get("dispensed")
        if transaction_id not in self._sold or not isinstance(dispensed, int):
            return 400, {"message": "confirm_failed", "error": "tx_not_found"}
        if transaction_id not in self._confirmed:
            if self.unlocks:
                self.unlock()
            told = min(dispensed, self._sold[transaction_id])
            answer = {"status": "confirmed", "dispensed": told, "new_display_code": self.code}
            self._confirmed[transaction_id] = answer
        return 200, self._confirmed[transaction_id]

    def _lock_frame(self) -> dict[str, Any]:
        return {"type": "lock", "expires_at": self.locked_until}

    def _code_frame(self) -> dict[str, Any]:
        return {"type": "display_code", "value": self.code}

    def _touch(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def command(units: int, transaction_id: str) -> dict[str, Any]:
    """The frame that lets a machine dispense."""
    return {
        "type": "command",
        "action": "dispense",
        "duration": units,
        "transaction_id": transaction_id,
    }


def _code() -> str:
    return str(random.randint(100_000, 999_999))
