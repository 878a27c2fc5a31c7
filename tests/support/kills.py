"""Processes that die at random moments, one after the other, by a seed that is printed."""

from __future__ import annotations

import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.stack import Stack
from tests.support.waiting import wait_for

#: How each of them ends; PostgreSQL is restarted as an operator would do it.
ENDS = {
    "edge-http": signal.SIGKILL,
    "edge-ws": signal.SIGKILL,
    "edge-worker": signal.SIGKILL,
    "redis": signal.SIGKILL,
    "postgres": signal.SIGINT,
}
PAUSE = (0.2, 3.0)  # seconds before the next one, at least and at most
READY_WITHIN = 60.0  # seconds


@dataclass
class Killer:
    """Ends each process once in each round, in an order and at moments that the seed decides."""

    stack: Stack
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    trouble: list[BaseException] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __str__(self) -> str:
        each = ", ".join(f"{name} {count}" for name, count in sorted(self.killed.items()))
        return f"seed {self.seed}, killed: {each}"

    def run(self) -> None:
        """Until `stop`, and at least one round."""
        chance = random.Random(self.seed)
        try:
            while not (self._stop.is_set() and self.killed):
                for name in chance.sample(list(ENDS), len(ENDS)):
                    self._kill(name, chance.uniform(*PAUSE))
        except BaseException as error:
            self.trouble.append(error)

    def stop(self) -> None:
        """After this round."""
        self._stop.set()

    def _kill(self, name: str, pause: float) -> None:
        self._stop.wait(pause)
        self.stack.strike(name, ENDS[name])
        self.killed[name] += 1
        wait_for(self.stack.ready, READY_WITHIN, f"ready after {name} has died")


@contextmanager
def killing(stack: Stack, seed: int) -> Iterator[Killer]:
    """Kill during the block; whoever still runs at its end finishes the round."""
    killer = Killer(stack, seed)
    thread = threading.Thread(target=killer.run, daemon=True)
    thread.start()
    try:
        yield killer
    finally:
        killer.stop()
        thread.join(10 * READY_WITHIN)
    for error in killer.trouble:
        raise error
