"""Triggers: a customer stands at the machine and has it dispense what was paid."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from kit.clock import Clock
from kit.errors import BadRequest, InternalError
from kit.polled import polled
from kit.steps import step

from vending import refusals, states
from vending import sale_refusals as sale_refused
from vending.actions.dispensing import dispense_start
from vending.actions.lock_ends import lock_live
from vending.actions.locks import machine_lock, machine_lock_pk
from vending.actions.owning import lock_owned
from vending.actions.proofs import Proof, proof_receive
from vending.actions.sales import sale_again, sale_change
from vending.codes import code_is
from vending.models import Machine, Sale
from vending.selectors.stock import units_inside


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a browser asks for; the amount is in minor units, None when there was none."""

    machine_id: str
    client_id: str
    access_code: str
    transaction_id: str
    quantity: int
    amount: int | None


def dispense_trigger(*, trigger: Trigger, proof: Proof | None = None) -> None:
    """Have a machine dispense a paid transaction. The same trigger again changes nothing, and is
    no refusal, while it dispenses and afterwards. A `proof` that comes along is looked at first;
    one that is wrong is as good as none.

    Raises, in this order: 400 for what is missing or wrong in itself; 404 `Machine not found`; 409
    for a transaction that was triggered otherwise; 409 without a living lock; 403 for somebody
    else's lock, and for another code; 402 when it is not paid; 409 when the order was another one;
    409 when too few units are inside, or the machine is out of service. A refusal burns nothing.
    """
    if not (trigger.client_id and trigger.access_code and trigger.transaction_id):
        raise sale_refused.trigger_incomplete()
    if trigger.quantity < 1:
        raise sale_refused.quantity_not_positive()
    if proof is not None:
        with suppress(BadRequest, InternalError):
            proof_receive(proof=proof)
    _trigger(trigger)
    step("dispense triggered")


@transaction.atomic
def _trigger(trigger: Trigger) -> None:
    machine = machine_lock(trigger.machine_id)
    sale = Sale.objects.filter(transaction_id=trigger.transaction_id).first()
    _require_amount(trigger, machine, sale)
    if sale is not None and sale.triggered_at is not None:
        if not _is_repeated(trigger, machine, sale):
            raise sale_refused.transaction_processed()
        return
    lock = lock_owned(machine, trigger.client_id)
    if not code_is(lock.code_hash, machine.machine_id, trigger.access_code):
        raise sale_refused.code_mismatch()
    paid = _require_paid(trigger, machine, sale)
    _require_units(machine, paid)
    dispense_start(paid, lock)


def _require_amount(trigger: Trigger, machine: Machine, sale: Sale | None) -> None:
    """The amount is price × quantity, by the price for which it was ordered."""
    ordered_here = sale is not None and sale.machine_id == machine.pk
    price = sale.unit_price if sale is not None and ordered_here else machine.unit_price
    if trigger.amount != price * trigger.quantity:
        raise sale_refused.amount_wrong()


def _is_repeated(trigger: Trigger, machine: Machine, sale: Sale) -> bool:
    """Whether this is the trigger that was accepted, or would have been the one of a sale that
    was dispensed without one.
    """
    return _is_ordered(trigger, machine, sale) and code_is(
        sale.code_hash, machine.machine_id, trigger.access_code
    )


def _is_ordered(trigger: Trigger, machine: Machine, sale: Sale) -> bool:
    asked = (machine.pk, trigger.client_id, trigger.quantity, trigger.amount)
    return asked == (sale.machine_id, sale.client_id, sale.quantity, sale.amount)


def _require_paid(trigger: Trigger, machine: Machine, sale: Sale | None) -> Sale:
    if sale is None or sale.state != states.PAID:
        raise sale_refused.payment_required()
    if not _is_ordered(trigger, machine, sale):
        raise sale_refused.order_mismatch()
    sale.machine = machine
    return sale


def _require_units(machine: Machine, sale: Sale) -> None:
    if sale.quantity > units_inside(machine):
        raise sale_refused.stock_insufficient()
    if not machine.in_service:
        raise refusals.machine_not_available()


def dispense_due_next() -> bool:
    """Dispense the sale that was paid by a webhook alone and has waited longest for its trigger;
    False when there is none.
    """
    found = _due().order_by("dispense_at").first() if _due.any() else None
    if found is None:
        return False
    _dispense_due(found)
    step("dispense begun without a trigger")
    return True


@polled
def _due() -> QuerySet[Sale]:
    return Sale.objects.filter(state=states.PAID, dispense_at__lte=Clock())


@transaction.atomic
def _dispense_due(found: Sale) -> None:
    """One that cannot be dispensed now waits for its customer, or for the end of its lock."""
    machine = machine_lock_pk(found.machine_id)
    lock = lock_live(machine)
    sale = sale_again(machine, found)
    if sale.state != states.PAID or sale.dispense_at is None:
        return
    if lock is None or lock.status != states.LOCKED or not _has_units(machine, sale):
        sale_change(sale, dispense_at=None)
    else:
        dispense_start(sale, lock)


def _has_units(machine: Machine, sale: Sale) -> bool:
    return machine.in_service and sale.quantity <= units_inside(machine)
