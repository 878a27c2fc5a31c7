"""After one thread has found the database's connections broken, no other thread tries an old one.

A health check before each request would cost a seventh of the throughput; without any, each thread
would pay for a restart of the database with a refused request of its own.
"""

from __future__ import annotations

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
    """Close this thread's connection when it has failed, has grown too old (CONN_MAX_AGE), or was
    opened before the last failure of any. One in a transaction is left to whoever began that.
    """
    wrapper: Any = connections["default"]
    if wrapper.connection is None or wrapper.in_atomic_block:
        return
    if getattr(wrapper, "aisle_opened", 0.0) < _broken_at:
        wrapper.close()
    elif wrapper.errors_occurred or (wrapper.close_at or _NEVER) <= time.monotonic():
        wrapper.close_if_unusable_or_obsolete()


def _opened(connection: Any, **_: object) -> None:
    connection.aisle_opened = time.monotonic()


connection_created.connect(_opened)
