"""Database connections outlive requests without being checked (docs/architecture.md), so after a
restart of the database each thread's would fail once. Whoever meets a dead one tells the others.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

_failures = 0


def suspect() -> None:
    """A connection has failed: every thread of this process makes a new one before it goes on."""
    global _failures
    _failures += 1


def renew() -> None:
    """Drop this thread's connection if one has failed since this was last called here."""
    wrapper: Any = connections["default"]
    if getattr(wrapper, "aisle_failures", _failures) != _failures and not wrapper.in_atomic_block:
        wrapper.close()
    wrapper.aisle_failures = _failures
