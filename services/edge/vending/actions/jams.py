"""A machine whose motor is jammed."""

from __future__ import annotations

from django.db import transaction

from vending.actions.locks import machine_lock
from vending.actions.notices import jam_tell
from vending.actions.telling import event_log, machine_tell


@transaction.atomic
def machine_jammed(*, machine_id: str) -> None:
    """Take a machine out of service whose motor is jammed, and tell operators."""
    machine = machine_lock(machine_id)
    event_log(machine, "motor_jam", {})
    if not machine.in_service:
        return
    machine.in_service = False
    machine.save(update_fields=["in_service"])
    machine_tell(machine)
    jam_tell(machine)
