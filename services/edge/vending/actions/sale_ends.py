"""Sales that come to nothing."""

from __future__ import annotations

from typing import Any

from vending import states
from vending.actions.refunds import refund_add
from vending.actions.sales import sale_move
from vending.actions.telling import sale_tell
from vending.models import Machine, Sale


def sales_end(machine: Machine) -> None:
    """End what was ordered or paid at a locked machine and not dispensed: its lock is over. What
    was paid goes back.
    """
    ending = Sale.objects.filter(machine=machine, state__in=states.BEFORE_DISPENSE)
    for sale in ending.order_by("pk"):
        sale.machine = machine
        if sale.state == states.ORDERED:
            sale_move(sale, to=states.LAPSED)
        else:
            sale_nothing_sold(sale, reason=states.LOCK_ENDED)
        sale_tell(sale)


def sale_nothing_sold(sale: Sale, *, reason: str, why: str = "", **values: Any) -> None:
    """Nothing came out of a sale, whose machine is locked: its whole amount goes back. A test has
    none, and is over. `why` is for the ledger, by default the reason of the refund.
    """
    why = why or reason
    if sale.is_test:
        sale_move(sale, to=states.REFUNDED, step="nothing_dispensed", why=why, **values)
    else:
        sale_move(sale, to=states.REFUND_DUE, why=why, **values)
        refund_add(sale, amount=sale.amount, reason=reason)
