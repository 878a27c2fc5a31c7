"""What operators do: fill machines, set them up, give them keys, look after feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.keys import key_create, key_revoke
from devices.models import DeviceKey
from django.db import transaction
from kit.clock import clock_now

from vending.actions.locks import machine_lock, machine_lock_pk
from vending.actions.sending import frame_send
from vending.actions.telling import event_log, machine_tell
from vending.models import Feedback, Machine
from vending.refusals_desk import feedback_not_found, stock_changed
from vending.selectors.machines import machine_find

PUBLIC_NAMES = {"unit_price": "unit_price_paise"}  # of columns, where the wire has another one


@transaction.atomic
def stock_set(*, machine_id: str, stock: int, by: str, expected: int | None = None) -> Machine:
    """Note that a machine was filled: so many units (0 to MOST_STOCK) are inside now. `by` is who
    says so, `expected` how many were there when it was counted. The machine and all listeners hear
    of it. Raises 404 `Machine not found`, 409 `Stock has changed`; said again it changes nothing.
    """
    machine = machine_lock(machine_id)
    if expected is not None and machine.current_stock != expected:
        if machine.current_stock == stock:
            return machine
        raise stock_changed(machine.current_stock)
    before, machine.current_stock = machine.current_stock, stock
    machine.last_refill_at = clock_now()
    machine.save(update_fields=["current_stock", "last_refill_at"])
    frame_send(machine, {"type": "stock_update", "stock": stock})
    event_log(machine, "stock_update", {"stock": stock, "before": before, "by": by})
    machine_tell(machine)
    return machine


@transaction.atomic
def machine_change(*, machine_id: str, fields: Mapping[str, Any], by: str) -> Machine:
    """Set some of `name`, `location`, `unit_price` (minor units, for orders from now on),
    `in_service`, and `latitude` with `longitude` (degrees, or None for both); what is as asked
    already is no change. Raises 404 `Machine not found`.
    """
    machine = machine_lock(machine_id)
    changed = {name: to for name, to in fields.items() if getattr(machine, name) != to}
    for name, to in changed.items():
        setattr(machine, name, to)
    if changed:
        machine.save(update_fields=[*changed])
        shown = {PUBLIC_NAMES.get(name, name): to for name, to in changed.items()}
        event_log(machine, "changed", {**shown, "by": by})
        machine_tell(machine)
    return machine


@transaction.atomic
def machine_key_add(*, machine_id: str, by: str) -> tuple[DeviceKey, str]:
    """A further key of a machine, and its text, which cannot be had again; older ones stay valid.
    Raises 404 `Machine not found`.
    """
    machine = machine_lock(machine_id)
    key, text = key_create(device=machine.device)
    event_log(machine, "key_added", {"key_id": key.pk, "by": by})
    return key, text


@transaction.atomic
def machine_key_remove(*, machine_id: str, key_id: int, by: str) -> None:
    """End a key of a machine; a socket that registered with it is closed. Raises 404 `Machine not
    found`, `key_not_found`.
    """
    key_revoke(device=machine_find(machine_id).device, key_id=key_id)
    machine = machine_lock(machine_id)
    event_log(machine, "key_revoked", {"key_id": key_id, "by": by})


@transaction.atomic
def feedback_change(*, feedback_id: int, status: str) -> Feedback:
    """Give a feedback another status, one of states.FEEDBACK_STATES, and tell operators. Raises 404
    `Feedback not found`.
    """
    found = Feedback.objects.filter(pk=feedback_id).first()
    if found is None:
        raise feedback_not_found()
    machine = machine_lock_pk(found.machine_id)
    feedback = Feedback.objects.select_related("machine").get(pk=feedback_id)
    if feedback.status != status:
        feedback.status = status
        feedback.save(update_fields=["status"])
        event_log(machine, "feedback_changed", {"feedback_id": feedback_id, "status": status})
    return feedback
