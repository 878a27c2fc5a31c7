"""A played trolley (tools.devices.trolley) beside a test, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.support.waiting import wait_for
from tools.devices.trolley.device import Refused, Trolley
from tools.devices.trolley.script import play, steps_of

T = TypeVar("T")
PATIENCE = 20.0  # seconds, on a machine that is busy


class Played:
    """The trolley; `said` is what it has told, `refused` the code with which it was sent away."""

    def __init__(self, address: str, key: str) -> None:
        self.said: list[str] = []
        self.refused: int | None = None
        self._loop = asyncio.new_event_loop()
        self.trolley = self.run(self._make(address, key))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._running = self.run(self._start())

    async def _make(self, address: str, key: str) -> Trolley:
        return Trolley(address, key, self.said.append)

    async def _start(self) -> asyncio.Task[None]:
        return asyncio.create_task(self._live())

    async def _live(self) -> None:
        try:
            await self.trolley.run()
        except Refused as refused:
            self.refused = refused.code

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of something that its loop does."""
        if not self._loop.is_running():
            return self._loop.run_until_complete(work)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def play(self, script: str) -> None:
        """Let the lines of a script happen, one after the other."""
        for step in steps_of(script):
            self.run(play(self.trolley, step))

    def registered(self, times: int = 1) -> None:
        """Wait until it has registered so many times."""
        wait_for(
            lambda: sum(text.startswith("is registered") for text in self.said) >= times,
            PATIENCE,
            f"registration {times}",
        )

    @property
    def results(self) -> list[dict[str, Any]]:
        """Of what was scanned."""
        return self.trolley.results

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.wait([self._running])

    def end(self) -> None:
        """Switch it off."""
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


@contextmanager
def played(port: int, trolley_id: str, key: str) -> Iterator[Played]:
    """A trolley that has registered, until the end of the block."""
    found = Played(f"ws://127.0.0.1:{port}/ws/devices/trolleys/{trolley_id}/", key)
    try:
        yield found
    finally:
        found.end()
