"""How a sale is shown, to its customer and in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kit.clock import iso
from refunds.states import DONE

from vending import states
from vending.models import Sale


def sale_object(sale: Sale, now: datetime) -> dict[str, Any]:
    """A transaction; amounts in minor units. `dispensed` is null while nobody has said what came
    out, `refunded` what has gone back. One whose lock has ended unpaid is expired by the clock.

    Reads `sale.machine`, `sale.orders` and `sale.refunds`, which lists have prefetched.
    """
    lapsed = sale.state == states.ORDERED and sale.kept_until <= now
    return {
        "transaction_id": sale.transaction_id,
        "order_id": order_id(sale),
        "machine_id": sale.machine.machine_id,
        "state": states.LAPSED if lapsed else sale.state,
        "quantity": sale.quantity,
        "dispensed": sale.dispensed,
        "amount": sale.amount,
        "refunded": sum(each.amount for each in sale.refunds.all() if each.state == DONE),
        "currency": sale.currency,
        "updated_at": iso(sale.updated_at),
    }


def order_id(sale: Sale) -> str | None:
    """Its present order at the provider; null until the provider has answered."""
    return next((each.provider_order_id for each in sale.orders.all() if each.is_current), None)
