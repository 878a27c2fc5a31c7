"""Test dispenses: an operator has a machine dispense without a customer and without money."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction
from kit.clock import clock_now

from vending import refusals_desk, states
from vending.actions.dispensing import dispense_start
from vending.actions.lock_ends import lock_live
from vending.actions.locks import machine_lock
from vending.actions.sales import step_add
from vending.actions.sending import STATE_LIFE, frame_send, lock_frame
from vending.actions.telling import event_log
from vending.models import Lock, Machine, Sale
from vending.models.columns import TEXT
from vending.selectors.standings import standing_of
from vending.selectors.stock import units_available

BY = "operator:{}"  # who has ordered a test, in place of a customer


@transaction.atomic
def dispense_test(*, machine_id: str, quantity: int, reason: str, by: str) -> Sale:
    """Have a machine dispense so many units, as a paid sale would, be it out of service; `by` is
    who tests it, and `reason` why. A machine that goes away before it is told has STATE_LIFE to
    come back.

    Raises 404 `Machine not found`; 409 `machine_in_use`, `machine_offline`, `insufficient_stock`.
    """
    machine = machine_lock(machine_id)
    if lock_live(machine) is not None:
        raise refusals_desk.machine_in_use()
    if not standing_of(machine).is_online:
        raise refusals_desk.machine_offline()
    if quantity > units_available(machine):
        raise refusals_desk.units_short()
    sale, lock = _made(machine, quantity, by)
    details = {"transaction_id": sale.transaction_id, "quantity": quantity}
    step_add(sale, "test", quantity=quantity, reason=reason, by=by)
    event_log(machine, "test_dispense", {**details, "reason": reason, "by": by})
    frame_send(machine, lock_frame(lock))  # a machine dispenses only when it is locked
    dispense_start(sale, lock)
    return sale


def _made(machine: Machine, quantity: int, by: str) -> tuple[Sale, Lock]:
    """The sale and its lock, which is nobody's: no client has the id of a test."""
    name = f"test-{uuid.uuid4()}"
    until = clock_now() + STATE_LIFE
    sale = Sale.objects.create(
        transaction_id=name,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, name),
        machine=machine,
        client_id=BY.format(by)[:TEXT],
        state=states.PAID,
        quantity=quantity,
        unit_price=0,
        amount=0,
        currency=settings.VENDING_CURRENCY,
        kept_until=until,
        is_test=True,
    )
    lock = Lock.objects.create(machine=machine, client_id=name, code_hash="", expires_at=until)
    machine.said_active = False
    machine.save(update_fields=["said_active"])
    return sale, lock
