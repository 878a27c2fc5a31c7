"""Work that must not take all threads of a process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kit.errors import Unavailable

PATIENCE = 1.0  # seconds


class Turns:
    """At most `at_once` blocks run at a time and `waiting` more wait for a turn, for at most
    PATIENCE; all others are refused at once: whoever waits holds a thread too.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._here = threading.BoundedSemaphore(at_once + waiting)
        self._turn = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises 503 `code_service_unavailable`, with the seconds to wait."""
        with self._held(self._here, 0.0), self._held(self._turn, PATIENCE):
            yield

    @contextmanager
    def _held(self, semaphore: threading.Semaphore, patience: float) -> Iterator[None]:
        if not semaphore.acquire(blocking=patience > 0, timeout=patience or None):
            raise Unavailable("code_service_unavailable")
        try:
            yield
        finally:
            semaphore.release()
