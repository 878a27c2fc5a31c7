"""After one thread has found the database's connections broken, no other thread tries an old one.

A health check before each request would cost a seventh of the throughput; without any, each thread
would pay for a restart of the database with a refused request of its own.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

_broken_at = 0.0


def report_broken() -> None:
    """A connection has failed: all that are open now are to be replaced before their next use."""
    global _broken_at
    _broken_at = time.monotonic()


def replace_broken() -> None:
    """Close this thread's connection when it was opened before the last failure of any."""
    wrapper: Any = connections["default"]
    if wrapper.connection is not None and getattr(wrapper, "aisle_opened", 0.0) < _broken_at:
        wrapper.close()


def _opened(connection: Any, **_: object) -> None:
    connection.aisle_opened = time.monotonic()


connection_created.connect(_opened)
