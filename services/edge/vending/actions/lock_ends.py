"""The end of a customer's lock: unlocked, out of time, confirmed, given up."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from kit.clock import Clock
from kit.polled import polled

from vending import states
from vending.actions.display import code_rotate
from vending.actions.locks import lock_is_over, lock_row, machines_locking
from vending.actions.sale_ends import sales_end
from vending.actions.sending import frame_send
from vending.actions.telling import event_log, lock_tell
from vending.models import Lock, Machine


def lock_live(machine: Machine) -> Lock | None:
    """The living lock on a locked machine; one that is over by the clock is ended."""
    lock = lock_row(machine)
    if lock is None or not lock_is_over(lock):
        return lock
    lock_end(lock, why=states.BY_EXPIRY)
    return None


def lock_end(lock: Lock, *, why: str) -> None:
    """End a lock on a locked machine: its sales that were not dispensed end with it, the display
    gets its next code, and everybody is told. `why` is one of states.LOCK_ENDS.
    """
    machine = lock.machine
    Lock.objects.filter(pk=machine.pk).delete()
    code_rotate(machine)
    sales_end(machine)
    frame_send(machine, {"type": "unlock"})
    frame_send(machine, {"type": "display_code", "value": machine.display_code})
    event_log(machine, "unlock", {"why": why}, client_id=lock.client_id)
    lock_tell(machine)


def lock_expire_next() -> bool:
    """End a lock whose time has been over longest; False when there is none."""
    return _over.any() and _expire_next()


@polled
def _over() -> QuerySet[Lock]:
    return Lock.objects.filter(status=states.LOCKED, expires_at__lte=Clock())


@transaction.atomic
def _expire_next() -> bool:
    free = machines_locking(skip_locked=True).filter(lock__in=_over())
    machine = free.first()
    if machine is None:
        return False
    lock_live(machine)
    return True
