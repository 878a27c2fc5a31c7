"""The devices whose sockets a process has: their signs of life are written together, and what a
lost message would have said is asked for, every two seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol
from weakref import WeakKeyDictionary

from django.db import DatabaseError
from live.database import in_database, write

from devices import presence
from devices.kinds import Kind
from devices.presence import Beat, State

log = logging.getLogger("devices")

PERIOD = 2.0  # seconds


class Held(Protocol):
    """A registered socket, as the holder sees it. Times are the event loop's."""

    device_id: int
    fence: int
    heard_at: float  # of its last frame

    @property
    def device_kind(self) -> Kind: ...

    def compare(self, state: State | None) -> None:
        """Act on what the database says about the device; None: it is not there any more."""

    def replaced(self) -> None:
        """The device has registered on another socket."""


class Holder:
    """The registered sockets of one event loop."""

    def __init__(self) -> None:
        self._held: dict[int, Held] = {}  # by device
        self._written: dict[int, tuple[float, bool]] = {}  # what was last written of each
        self._left: dict[tuple[int, int], float] = {}  # closed sockets, with their last word
        self._task: asyncio.Task[None] | None = None

    def add(self, socket: Held) -> None:
        """Look after this socket; it replaces an older one of the same device."""
        older = self._held.get(socket.device_id)
        if older is not None:
            older.replaced()
        self._held[socket.device_id] = socket
        self._written.pop(socket.device_id, None)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="devices")

    def remove(self, socket: Held) -> None:
        """The socket has closed: its device is offline unless it has registered elsewhere."""
        self._left[socket.device_id, socket.fence] = socket.heard_at
        if self._held.get(socket.device_id) is socket:
            del self._held[socket.device_id]
            self._written.pop(socket.device_id, None)

    async def _run(self) -> None:
        """Until the last device is gone and written down."""
        while self._held or self._left:
            await asyncio.sleep(PERIOD)
            try:
                await self._beat()
                await self._compare()
            except DatabaseError as error:
                log.warning("devices are looked at again in %g s: %s", PERIOD, error)
            except Exception:
                log.exception("devices are looked at again in %g s", PERIOD)
        self._task = None

    async def _beat(self) -> None:
        """Write what is new of all devices; what could not be written is tried again."""
        now = asyncio.get_running_loop().time()
        news = dict(self._news(now))
        left = dict(self._left)
        beats = [
            *(Beat(*key, now - heard, alive=False) for key, heard in left.items()),
            *(
                Beat(socket.device_id, socket.fence, now - heard, alive)
                for socket, (heard, alive) in news.items()
            ),
        ]
        if not beats:
            return
        await write(presence.devices_beat, beats)
        for key in left:
            del self._left[key]
        for socket, beat in news.items():
            if self._held.get(socket.device_id) is socket:
                self._written[socket.device_id] = beat

    def _news(self, now: float) -> Iterable[tuple[Held, tuple[float, bool]]]:
        for device_id, socket in self._held.items():
            kind = socket.device_kind
            heard = now if kind.open_is_alive else socket.heard_at
            beat = (heard, now - heard <= kind.silence)
            if beat != self._written.get(device_id):
                yield socket, beat

    async def _compare(self) -> None:
        sockets = list(self._held.values())
        if not sockets:
            return
        states = await in_database(presence.states, [socket.device_id for socket in sockets])
        for socket in sockets:
            socket.compare(states.get(socket.device_id))


_holders: WeakKeyDictionary[asyncio.AbstractEventLoop, Holder] = WeakKeyDictionary()


def holder() -> Holder:
    """The holder of the running event loop."""
    return _holders.setdefault(asyncio.get_running_loop(), Holder())
