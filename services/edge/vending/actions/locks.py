"""Taking machines for a change.

All that belongs to a machine is changed behind the lock on its row, so there are no two at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from devices.keys import possible
from django.conf import settings
from django.db.models import QuerySet
from kit.clock import clock_now

from vending import refusals, states
from vending.models import Lock, Machine


def machines_locking(*, skip_locked: bool = False) -> QuerySet[Machine]:
    """Machines to be locked in order, with their devices, which are not locked."""
    locking = Machine.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return locking.select_related("device").order_by("pk")


def machine_lock(machine_id: str) -> Machine:
    """The machine of this name, locked; raises 404 `Machine not found`."""
    named = machines_locking().filter(machine_id=machine_id)
    machine = named.first() if possible(machine_id) else None
    if machine is None:
        raise refusals.machine_not_found()
    return machine


def machine_lock_pk(pk: int) -> Machine:
    """The machine of this primary key, locked."""
    return machines_locking().get(pk=pk)


def machines_lock_devices(device_ids: Iterable[int]) -> list[Machine]:
    """The machines of these devices, all locked, in order."""
    return list(machines_locking().filter(device__in=list(device_ids)))


def lock_row(machine: Machine) -> Lock | None:
    """The lock on a locked machine, be it over by the clock."""
    lock = Lock.objects.filter(pk=machine.pk).first()
    if lock is not None:
        lock.machine = machine
    return lock


def lock_is_over(lock: Lock) -> bool:
    """Whether a lock is over by the clock of now; one of a running dispense never is."""
    return lock.status == states.LOCKED and lock.expires_at <= clock_now()


def lock_life() -> timedelta:
    """How long a code and a lock live."""
    return timedelta(minutes=settings.DISPLAY_CODE_TTL_MINUTES)
