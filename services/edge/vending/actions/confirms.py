"""Confirms: a machine says how many units of a transaction came out."""

from __future__ import annotations

from typing import Any

from devices.commands import command_answer
from django.db import transaction
from kit.steps import step

from vending import sale_refusals as refusals
from vending import states
from vending.actions.dispensing import machine_free
from vending.actions.locks import machine_lock_pk
from vending.actions.refunds import refund_add
from vending.actions.sale_ends import sale_nothing_sold
from vending.actions.sales import sale_again, sale_change, sale_flag, sale_move, step_add
from vending.actions.stock import stock_take
from vending.actions.telling import event_log, machine_tell, sale_tell
from vending.models import Machine, Sale


def dispense_confirm(*, machine: Machine, transaction_id: str, dispensed: int) -> dict[str, Any]:
    """Note that so many units (0 or more) came out of this machine for a transaction; the answer
    is `{"status","dispensed","new_display_code"}`. Once: a repeat gets the first answer.

    Fewer than were paid: the rest is refunded. More: it counts as all, and is flagged. After the
    dispense was given up it only takes the stock down, and is flagged. Raises 400 `confirm_failed`
    for a transaction that this machine was never to dispense.
    """
    sale = Sale.objects.filter(machine=machine, transaction_id=transaction_id).first()
    if sale is None or sale.triggered_at is None:
        raise refusals.confirm_failed()
    if sale.confirmation is None:
        sale = _confirm(sale, dispensed)
        step("dispense confirmed")
    return dict(sale.confirmation or {})


@transaction.atomic
def _confirm(found: Sale, dispensed: int) -> Sale:
    """The command is locked ahead of its machine."""
    command = Sale.objects.select_related("command").get(pk=found.pk).command
    if command is not None:
        result = {"dispensed": dispensed}
        command_answer(device_id=command.device_id, uid=command.uid, result=result)
    sale = sale_again(machine_lock_pk(found.machine_id), found)
    if sale.confirmation is None:
        _book(sale, dispensed)
    return sale


def _book(sale: Sale, dispensed: int) -> None:
    """The first confirm of a triggered sale, whose machine is locked."""
    machine, running = sale.machine, sale.state == states.DISPENSING
    units = min(dispensed, sale.quantity)
    step_add(sale, "confirm", dispensed=dispensed)
    if dispensed > sale.quantity:
        sale_flag(sale, states.FLAG_MORE, dispensed=dispensed)
    if not running:
        sale_flag(sale, states.FLAG_LATE, dispensed=dispensed)
    _stock_fall(sale, units)
    if sale.state in states.UNCONFIRMED:
        _settle(sale, units)
    elif sale.dispensed is None or units > sale.dispensed:
        sale_change(sale, dispensed=units)
    details = {"transaction_id": sale.transaction_id, "dispensed": units}
    event_log(machine, "confirm", details, client_id=sale.client_id)
    if running:
        machine_free(machine, why=states.BY_CONFIRM)
    else:
        machine_tell(machine)
    answer = {"status": "confirmed", "dispensed": units}
    sale_change(sale, confirmation={**answer, "new_display_code": machine.display_code})
    sale_tell(sale)


def _stock_fall(sale: Sale, units: int) -> None:
    """Take out of the stock what came out, beside what an operator has taken out already."""
    more = max(0, units - (sale.dispensed or 0))
    missing = stock_take(sale.machine, more)
    if missing:
        sale_flag(sale, states.FLAG_STOCK, missing=missing)


def _settle(sale: Sale, units: int) -> None:
    """End a sale of which so many units came out; what did not is refunded. Its machine is
    locked.
    """
    if units == sale.quantity:
        sale_move(sale, to=states.DELIVERED, dispensed=units)
    elif units:
        sale_move(sale, to=states.PARTLY, dispensed=units)
        rest = sale.unit_price * (sale.quantity - units)
        if rest:  # a test has cost nothing
            refund_add(sale, amount=rest, reason=states.PARTLY_DISPENSED)
    else:
        sale_nothing_sold(sale, reason=states.NOT_DISPENSED, dispensed=0)
