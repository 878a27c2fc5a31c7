"""Database reads from an event loop: few threads with persistent connections, equal questions asked
once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, connection

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(4, thread_name_prefix="live-database")
_flights: dict[tuple[Any, ...], asyncio.Future[Any]] = {}


def _read(function: Callable[..., R], args: tuple[Any, ...]) -> R:
    try:
        return function(*args)
    except DatabaseError:
        connection.close()  # a connection that the server has dropped: one more try with a new one
        return function(*args)
    finally:
        if connection.errors_occurred:
            connection.close()


async def in_database(function: Callable[..., R], *args: Any) -> R:
    """Run a read in one of our database threads."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _read, function, args)


async def shared(function: Callable[..., R], *args: Any) -> R:
    """Like in_database, but equal calls that are not yet under way by then are answered by one.

    A call that has begun is not joined: its answer may be older than the event that made us ask.
    """
    key = (asyncio.get_running_loop(), function, *args)
    flight = _flights.get(key)
    if flight is None:
        flight = asyncio.ensure_future(_depart(key, function, args))
        _flights[key] = flight
    result: R = await asyncio.shield(flight)
    return result


async def _depart(key: tuple[Any, ...], function: Callable[..., R], args: tuple[Any, ...]) -> R:
    await asyncio.sleep(0.005)  # let the others who were told by the same message get on board
    del _flights[key]
    return await in_database(function, *args)
