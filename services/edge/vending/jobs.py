"""What the worker of edge does."""

from __future__ import annotations

from kit.worker import job

from vending.actions import lock_ends


@job(every=2.0)
def locks_expire() -> bool:
    """End locks whose time is over."""
    return lock_ends.lock_expire_next()
