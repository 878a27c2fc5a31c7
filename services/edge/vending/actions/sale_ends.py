"""Sales that end with their lock before anything was dispensed."""

from __future__ import annotations

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
            sale_move(sale, to=states.REFUND_DUE, why=states.LOCK_ENDED)
            refund_add(sale, amount=sale.amount, reason=states.LOCK_ENDED)
        sale_tell(sale)
