"""Run the same thing many times at once, each in a thread of its own; and see who waits for a lock.

In a service each thread has its own database connection, which is closed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.conf import settings
from django.db import connection, connections

WITHIN = 60.0  # seconds for all threads to be there, on a machine that has much else to do
T = TypeVar("T")


def at_once(work: Callable[[int], T], times: int, *, threads: int = 16) -> list[T]:
    """The results of `work(0)` … `work(times - 1)`; the first `threads` of them start together."""
    start = Barrier(min(threads, times))

    def run(number: int) -> T:
        if number < start.parties:
            start.wait(WITHIN)
        return work(number)

    with ThreadPoolExecutor(start.parties) as pool:
        results = list(pool.map(run, range(times)))
        if settings.configured:
            _close_connections(pool, start.parties)
    return results


def _close_connections(pool: ThreadPoolExecutor, threads: int) -> None:
    """Close the connections of each thread of the pool."""
    together = Barrier(threads)

    def close(_: int) -> None:
        connections.close_all()
        together.wait(WITHIN)

    list(pool.map(close, range(threads)))


def waiting() -> int:
    """How many connections to this database wait for a lock; the server has other suites' too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
            " JOIN pg_database ON database = pg_database.oid WHERE datname = current_database())"
        )
        [(count,)] = cursor.fetchall()
    return int(count)
