"""`/ws`: the machine itself, as the original's firmware speaks. Its frames:
docs/events/edge-machines.schema.json.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import orjson
from devices.consumer import Claim, DeviceConsumer, Refusal
from devices.models import Command
from kit.errors import ApiError, NotFound
from live.database import write

from vending.actions import registration, signs
from vending.actions.dispensing import machine_jammed
from vending.actions.sending import frame_text
from vending.machine_kind import KIND
from vending.machine_memory import Shown

PING_EVERY = 30.0  # seconds
PING = frame_text({"type": "ping"})
NOT_REGISTERED = frame_text({"type": "error", "error": "not_registered"})


class MachineConsumer(DeviceConsumer):
    """One socket of a machine, which names itself in its first frame. What is no frame, or is not
    for now, is passed over: firmware of several ages speaks here. Who registers again on a socket
    that has registered is passed over too; a machine comes back on a new one.
    """

    kind = KIND
    register_within = 30.0  # firmware registers at once; this is for who tries it out by hand
    frames_at_once = 120.0  # firmware goes on each second while its registration has to wait

    _shown: Shown
    _ping: asyncio.TimerHandle | None = None

    def parse(self, text: str | None) -> dict[str, Any] | None:
        try:
            frame = orjson.loads(text or "")
        except orjson.JSONDecodeError:
            return None
        return frame if isinstance(frame, dict) else None

    def claim(self, frame: dict[str, Any]) -> Claim | None:
        match frame:
            case {"type": "register", "machine_id": str(machine_id)} if machine_id:
                key = frame.get("api_key")
                return Claim(machine_id, key if isinstance(key, str) else "")
        return None

    def refusal(self, error: ApiError) -> Refusal:
        word = "unknown_machine" if isinstance(error, NotFound) else "invalid_api_key"
        return Refusal(4401, word, (frame_text({"type": "error", "error": word}),))

    def command_frame(self, command: Command) -> str:
        self._shown.note(command.payload)
        return frame_text(command.payload)

    async def unregistered(self, frame: dict[str, Any]) -> None:
        if frame.get("type") == "fetch_display":
            self.push(NOT_REGISTERED)

    async def registered(self, frame: dict[str, Any]) -> None:
        """There is no answer but the lock, should there be one."""
        lock = await write(partial(registration.machine_returned, machine_id=self._machine_id))
        self._shown = Shown(lock)
        self._lock_again()
        self._ping_later()

    async def heard(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "status", "value": "active"}:
                await self._active()
            case {"type": "fetch_display"}:
                code = await write(partial(signs.display_fetch, machine_id=self._machine_id))
                self.push(frame_text({"type": "display_code", "value": code}))
            case {"type": "error", "value": "motor_jam"}:
                await write(partial(machine_jammed, machine_id=self._machine_id))

    async def left(self) -> None:
        if self._ping is not None:
            self._ping.cancel()
        await super().left()

    @property
    def _machine_id(self) -> str:
        if self.device is None:
            raise RuntimeError("not registered")
        return self.device.external_id

    async def _active(self) -> None:
        """A machine that thinks it is free while it is locked is locked again."""
        if self._lock_again() or self._shown.is_active:
            return
        self._shown.is_active = True
        await write(partial(signs.machine_active, machine_id=self._machine_id))

    def _lock_again(self) -> bool:
        lock = self._shown.lock_again()
        if lock is not None:
            self.push(lock)
        return lock is not None

    def _ping_later(self) -> None:
        self._ping = asyncio.get_running_loop().call_later(PING_EVERY, self._ping_now)

    def _ping_now(self) -> None:
        self.push(PING)
        self._ping_later()
