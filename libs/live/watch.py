"""Compares what listeners have with what the database has, every two seconds and with one query per
source.
"""

from __future__ import annotations

import asyncio
import logging

from django.db import DatabaseError

from live.database import in_database
from live.source import Listener, Source

log = logging.getLogger("live")

# Seconds; with the time of a catch-up this bounds how long a lost message stays unseen.
PERIOD = 2.0


class Watch:
    """The listeners of one source in one event loop."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._listeners: dict[str, set[Listener]] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, stream: str, listener: Listener) -> None:
        """Tell the listener from now on how far its stream is."""
        self._listeners.setdefault(stream, set()).add(listener)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="live watch")

    def remove(self, stream: str, listener: Listener) -> None:
        """Stop telling it; without listeners nothing is asked."""
        members = self._listeners.get(stream, set())
        members.discard(listener)
        if not members:
            self._listeners.pop(stream, None)
        if not self._listeners and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(PERIOD)
            try:
                heads = await in_database(self._source.heads, list(self._listeners))
            except DatabaseError as error:
                log.warning("live watch: %s", error)
                continue
            for stream, head in heads.items():
                for listener in list(self._listeners.get(stream, ())):
                    listener.behind(head)


_watches: dict[tuple[asyncio.AbstractEventLoop, Source], Watch] = {}


def watch(source: Source) -> Watch:
    """The watch of this source, the very object, in the running loop."""
    key = (asyncio.get_running_loop(), source)
    if key not in _watches:
        _watches[key] = Watch(source)
    return _watches[key]
