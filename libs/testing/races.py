"""Run the same thing many times at once, each in a thread with its own database connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(work: Callable[[int], T], times: int, *, threads: int = 16) -> list[T]:
    """The results of `work(0)` … `work(times - 1)`; the first `threads` of them start together."""
    start = Barrier(min(threads, times))

    def run(number: int) -> T:
        if number < start.parties:
            start.wait(10)
        return work(number)

    with ThreadPoolExecutor(start.parties) as pool:
        results = list(pool.map(run, range(times)))
        closing = Barrier(start.parties)

        def close(_: int) -> None:
            connection.close()
            closing.wait(10)

        list(pool.map(close, range(start.parties)))
    return results
