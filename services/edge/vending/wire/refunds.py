"""How operators see a refund."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from vending.models import Refund


def refund_object(refund: Refund) -> dict[str, Any]:
    """A refund, its amount in minor units of what was paid. `try_at` is when the provider is asked
    next, null for one that is done. Reads `refund.sale`, its machine, and `refund.paid_in`.
    """
    sale = refund.sale
    return {
        "refund_id": str(refund.refund_id),
        "transaction_id": sale.transaction_id,
        "machine_id": sale.machine.machine_id,
        "amount": refund.amount,
        "currency": getattr(refund, "paid_in", "") or sale.currency,
        "reason": refund.reason,
        "state": refund.state,
        "attempts": refund.attempts,
        "created_at": iso(refund.created_at),
        "try_at": None if refund.done_at is not None else iso(refund.try_at),
        "done_at": iso(refund.done_at),
        "payment_id": refund.provider_payment_id or None,
    }
