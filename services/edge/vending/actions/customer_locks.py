"""Customers lock the machine whose code they read on its display, and unlock it."""

from __future__ import annotations

from django.db import transaction
from kit.clock import clock_now, iso

from vending import refusals, states
from vending.actions.lock_ends import lock_end, lock_live
from vending.actions.locks import lock_life, machine_lock, machine_lock_pk
from vending.actions.sending import frame_send, lock_frame
from vending.actions.telling import event_log, lock_tell
from vending.codes import code_hash
from vending.customer_refusals import code_not_found, dispense_in_progress, nothing_to_unlock
from vending.limits import wrong_code
from vending.models import Lock, Machine
from vending.selectors.standings import standing_of


def lock_take(*, client_id: str, code: str, name: str, address: str) -> Lock:
    """Lock the machine that shows this code for a client, for DISPLAY_CODE_TTL_MINUTES. A client
    that has it already keeps its lock as it is. `name` is for the machine's display.

    Raises 400 `Code not found or expired`, counted for the client and its address, or 429 where
    those are too many; 409 for a machine that somebody has, or that is not available.
    """
    lock = _lock_take(client_id, code, name)
    if lock is None:
        wrong_code(address, client_id)
        raise code_not_found()
    return lock


@transaction.atomic
def _lock_take(client_id: str, code: str, name: str) -> Lock | None:
    """The lock; None when no machine shows the code. It is looked at again behind the machine's
    lock, since another code may have come in between.
    """
    found = Machine.objects.filter(display_code=code).values_list("pk", flat=True).first()
    if found is None:
        return None
    machine = machine_lock_pk(found)
    standing = lock_live(machine)
    if not _shows(machine, code):
        return None
    if standing is None:
        return _lock_add(machine, client_id, code, name)
    if standing.client_id != client_id or standing.status == states.CONSUMED:
        raise refusals.machine_busy(iso(standing.expires_at))
    return standing


def _shows(machine: Machine, code: str) -> bool:
    """Whether this is the code of a locked machine, and not over."""
    until = machine.display_code_expires_at
    return machine.display_code == code and until is not None and until > clock_now()


def _lock_add(machine: Machine, client_id: str, code: str, name: str) -> Lock:
    """Lock a machine that nobody has."""
    if not machine.in_service or standing_of(machine).available == 0:
        raise refusals.machine_not_available()
    lock = Lock.objects.create(
        machine=machine,
        client_id=client_id,
        name=name,
        code_hash=code_hash(machine.machine_id, code),
        expires_at=clock_now() + lock_life(),
    )
    machine.said_active = False
    machine.save(update_fields=["said_active"])
    frame_send(machine, lock_frame(lock))
    until = iso(lock.expires_at)
    event_log(machine, "lock", {"expires_at": until, "name": name}, client_id=client_id)
    lock_tell(machine)
    return lock


@transaction.atomic
def lock_release(*, machine_id: str, client_id: str) -> None:
    """Unlock a machine. Raises 404; 409 `No active lock to unlock`, also when its time is over; 403
    for a client that has not locked it; 409 `Dispense in progress`.
    """
    machine = machine_lock(machine_id)
    lock = lock_live(machine)
    if lock is None:
        raise nothing_to_unlock()
    if lock.client_id != client_id:
        raise refusals.lock_not_owned()
    if lock.status == states.CONSUMED:
        raise dispense_in_progress()
    lock_end(lock, why=states.BY_CLIENT)
