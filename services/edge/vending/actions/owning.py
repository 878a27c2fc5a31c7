"""Whose lock it is: orders and triggers are for who has locked the machine."""

from __future__ import annotations

from vending import refusals, states
from vending.actions.locks import lock_is_over, lock_row
from vending.models import Lock, Machine


def lock_owned(machine: Machine, client_id: str, /) -> Lock:
    """The living lock of this client on a locked machine that dispenses nothing yet.

    Raises 409 `No active lock or lock expired`, 403 `Lock not owned by this client`.
    """
    lock = lock_row(machine)
    if lock is None or lock.status != states.LOCKED or lock_is_over(lock):
        raise refusals.no_active_lock()
    if lock.client_id != client_id:
        raise refusals.lock_not_owned()
    return lock
