"""A machine comes back, on its socket or by HTTP: its display gets the next code."""

from __future__ import annotations

from devices.models import Device
from devices.presence import device_seen
from django.db import transaction

from vending.actions.display import code_rotate
from vending.actions.lock_ends import lock_live
from vending.actions.locks import machine_lock, machine_lock_pk
from vending.actions.sending import frames_drop
from vending.actions.telling import machine_tell
from vending.models import Lock, Machine


@transaction.atomic
def machine_returned(*, machine_id: str) -> Lock | None:
    """A machine has registered on a new socket. What was on its way to it and only shows a state
    is dropped. Returns the lock of which it is to be told: a customer has it, or it has not yet
    confirmed a dispense.
    """
    machine = machine_lock(machine_id)
    lock = _next_code(machine)
    frames_drop(machine)
    return lock


@transaction.atomic
def machine_announced(*, device: Device) -> Machine:
    """A machine has proved by HTTP that it is there, which is a sign of life."""
    device_seen(device_id=device.pk)
    machine = machine_lock_pk(device.machine.pk)
    _next_code(machine)
    return machine


def _next_code(machine: Machine) -> Lock | None:
    """Give a locked machine its next code, unless it has a living lock, which is returned. One
    that was over has just been ended, and has left a new code behind.
    """
    before = machine.display_code
    lock = lock_live(machine)
    if lock is None and machine.display_code == before:
        code_rotate(machine)
        machine_tell(machine)
    return lock
