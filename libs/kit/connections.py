"""No request is refused because its thread's connection has died while nobody used it.

A health check before each request would cost a seventh of the throughput. A database that ends a
connection says so, and closes its end: the socket has something to be read, which is seen without
asking anybody. A machine that vanishes says nothing; after one thread has found out, no other one
tries an old connection.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

_NEVER = float("inf")
_broken_at = 0.0


def report_broken() -> None:
    """A connection has failed: all that are open now are to be replaced before their next use."""
    global _broken_at
    _broken_at = time.monotonic()


def replace_broken() -> None:
    """Close this thread's connection when it has failed, was ended by the server, has grown too old
    (CONN_MAX_AGE), or was opened before the last failure of any. One in a transaction is left to
    whoever began that.
    """
    wrapper: Any = connections["default"]
    if wrapper.connection is None or wrapper.in_atomic_block:
        return
    if getattr(wrapper, "aisle_opened", 0.0) < _broken_at or _has_spoken(wrapper.connection):
        wrapper.close()
    elif wrapper.errors_occurred or (wrapper.close_at or _NEVER) <= time.monotonic():
        wrapper.close_if_unusable_or_obsolete()


def _has_spoken(connection: Any) -> bool:
    """Whether the server has sent something that nobody has asked for, or has closed its end; takes
    a few microseconds.
    """
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _opened(connection: Any, **_: object) -> None:
    connection.aisle_opened = time.monotonic()


connection_created.connect(_opened)
