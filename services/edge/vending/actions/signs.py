"""What a machine says of itself while it is on line."""

from __future__ import annotations

from django.db import transaction

from vending.actions.display import code_fresh
from vending.actions.locks import machine_lock
from vending.actions.telling import machine_tell


@transaction.atomic
def machine_active(*, machine_id: str) -> None:
    """A machine says that it is active, which shows while nothing else holds."""
    machine = machine_lock(machine_id)
    if machine.said_active:
        return
    machine.said_active = True
    machine.save(update_fields=["said_active"])
    machine_tell(machine)


@transaction.atomic
def display_fetch(*, machine_id: str) -> str:
    """The code that a machine is to display; the next one if it is over."""
    machine = machine_lock(machine_id)
    before = machine.display_code
    code_fresh(machine)
    if machine.display_code != before:
        machine_tell(machine)
    return machine.display_code or ""
