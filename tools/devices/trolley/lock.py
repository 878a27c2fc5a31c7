"""The lock of a trolley, and the commands to it, each of which is done once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

REMEMBERED = 100  # commands whose result is still known when they come again
ACTIONS = {"lock": True, "unlock": False}


class Lock:
    """Locked or not; `jammed` makes it refuse to move."""

    def __init__(self) -> None:
        self.locked, self.jammed = True, False
        self._results: OrderedDict[str, dict[str, Any]] = OrderedDict()  # by command
        self._moved = asyncio.Condition()

    async def command(self, command_id: str, action: object) -> dict[str, Any]:
        """Do what a command says and return its result: `{"ok":bool}`. One that comes again gets
        the result of the first time, and the lock stays as it is.
        """
        if command_id not in self._results:
            self._results[command_id] = {"ok": await self._move(action)}
            while len(self._results) > REMEMBERED:
                self._results.popitem(last=False)
        return self._results[command_id]

    async def turn(self, *, locked: bool) -> bool:
        """Lock or unlock it; False when it is jammed and stays as it is."""
        if self.jammed:
            return self.locked is locked
        async with self._moved:
            self.locked = locked
            self._moved.notify_all()
        return True

    async def wait(self, *, locked: bool) -> None:
        """Until it is so."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.locked is locked)

    async def _move(self, action: object) -> bool:
        if not isinstance(action, str) or action not in ACTIONS:
            return False
        return await self.turn(locked=ACTIONS[action])
