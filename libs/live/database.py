"""The database from an event loop: few threads with persistent connections, equal questions asked
once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, connection
from kit.connections import replace_broken, report_broken

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(4, thread_name_prefix="live-database")
# Questions to other services, which may be slow, keep nobody from the database; and one at a time
# is all that they get to hear of us.
_asking = ThreadPoolExecutor(1, thread_name_prefix="live-asking")
_flights: dict[tuple[Any, ...], asyncio.Future[Any]] = {}


async def in_database(read: Callable[..., R], *args: Any) -> R:
    """Run a read in one of our database threads, a second time when the first one fails: the server
    may have dropped the connection.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _read, read, args)


async def write(change: Callable[..., R], *args: Any) -> R:
    """Run a change in one of our database threads, once: when it fails nobody knows whether it has
    happened, unless the database refused it. The next one gets a new connection.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _write, change, args)


async def ask_elsewhere(question: Callable[..., R], *args: Any) -> R:
    """Run what asks another service and no database, one such question at a time."""
    return await asyncio.get_running_loop().run_in_executor(_asking, question, *args)


async def shared(read: Callable[..., R], *args: Any) -> R:
    """Like in_database, but equal calls that are not yet under way by then are answered by one.

    A call that has begun is not joined: its answer may be older than the event that made us ask.
    """
    key = (asyncio.get_running_loop(), read, *args)
    flight = _flights.get(key)
    if flight is None:
        flight = asyncio.ensure_future(_depart(key, read, args))
        _flights[key] = flight
    result: R = await asyncio.shield(flight)
    return result


def _read(read: Callable[..., R], args: tuple[Any, ...]) -> R:
    try:
        return _write(read, args)
    except DatabaseError:
        return _write(read, args)


def _write(change: Callable[..., R], args: tuple[Any, ...]) -> R:
    replace_broken()
    try:
        return change(*args)
    finally:
        if connection.errors_occurred:
            connection.close()
            report_broken()


async def _depart(key: tuple[Any, ...], read: Callable[..., R], args: tuple[Any, ...]) -> R:
    await asyncio.sleep(0.005)  # let the others who heard of the same message get on board
    del _flights[key]
    return await in_database(read, *args)
