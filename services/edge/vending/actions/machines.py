"""Machines that join."""

from __future__ import annotations

from devices.keys import device_create, key_create, possible
from django.db import transaction
from kit.errors import Conflict

from vending import machine_refusals
from vending.actions.display import code_rotate
from vending.actions.locks import machine_lock
from vending.actions.telling import event_log, machine_tell
from vending.machine_kind import KIND
from vending.models import Machine


@transaction.atomic
def machine_create(*, machine_id: str, key: str | None) -> tuple[Machine, str]:
    """A new machine without units, with a code on its display and this key, or a random one;
    returns it with the text of the key, which cannot be had again.

    Raises 400 for an impossible id and for a key that is not 8 to 200 printable characters, 409
    `Machine already registered`.
    """
    if not possible(machine_id):
        raise machine_refusals.machine_id_impossible()
    try:
        device = device_create(kind=KIND, external_id=machine_id)
    except Conflict:
        raise machine_refusals.machine_known() from None
    _, text = key_create(device=device, chosen=key)
    Machine.objects.create(machine_id=machine_id, device=device)
    machine = machine_lock(machine_id)
    code_rotate(machine)
    event_log(machine, "registered", {})
    machine_tell(machine)
    return machine, text
