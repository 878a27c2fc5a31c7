"""Played vending machines (tools.devices.vending) beside a test, in a thread with a loop of its
own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.support.waiting import wait_for
from tools.devices.vending.board import FIRST, Faults, Firmware, Timing
from tools.devices.vending.esp32 import Esp32

T = TypeVar("T")
PATIENCE = 20.0  # seconds, on a machine that is busy
#: The sketch's times, but for those that a test would only wait for.
BRISK = Timing(reconnect=0.3, unit=0.2, fallback=0.5, health=0.1)


class Played:
    """A machine that runs until `end`; `said` holds the lines of its Serial Monitor."""

    def __init__(self, loops: Loops, machine: Esp32, said: list[str]) -> None:
        self.machine, self.said = machine, said
        self._ended = False
        self._loops = loops
        self._running = loops.run(self._start())

    async def _start(self) -> asyncio.Task[None]:
        return asyncio.create_task(self.machine.run())

    def until(self, condition: Callable[[Esp32], object], what: str) -> None:
        """Wait until something holds of the machine."""
        wait_for(lambda: condition(self.machine), PATIENCE, f"{self.machine.machine_id}: {what}")

    def act(self, work: Callable[[Esp32], object]) -> None:
        """Do something to it, as `lambda machine: machine.lose_network(2)`."""

        async def acted() -> None:
            work(self.machine)

        self._loops.run(acted())

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.wait([self._running])

    def end(self) -> None:
        """Take it away, unless it is; its socket is closed properly."""
        if not self._ended:
            self._ended = True
            self._loops.run(self._stop())


class Loops:
    """One loop in a thread, for all machines of a test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of something that the loop does."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


class Machines:
    """Plays machines at the suite with this address."""

    def __init__(self, url: str) -> None:
        self._url, self._loops, self._played = url, Loops(), list[Played]()

    def play(
        self,
        machine_id: str,
        key: str,
        *,
        timing: Timing = BRISK,
        firmware: Firmware = FIRST,
        faults: Faults | None = None,
    ) -> Played:
        """Switch one on."""
        said = list[str]()

        async def made() -> Esp32:
            return Esp32(
                self._url,
                machine_id,
                key,
                said.append,
                timing=timing,
                firmware=firmware,
                faults=faults,
            )

        played = Played(self._loops, self._loops.run(made()), said)
        self._played.append(played)
        return played

    def end(self) -> None:
        """Take all of them away."""
        for played in self._played:
            played.end()
        self._loops.end()


@contextmanager
def machines(url: str) -> Iterator[Machines]:
    """Plays machines until the end of the block."""
    found = Machines(url)
    try:
        yield found
    finally:
        found.end()
