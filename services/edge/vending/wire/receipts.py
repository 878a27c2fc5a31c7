"""How a customer sees a sale by its receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from kit.clock import iso

from vending import states
from vending.models import Refund, Sale
from vending.wire.sales import sale_object

#: The steps that concern a customer; a refund is due, and done.
STEPS = frozenset({*states.SALE_STATES, "refund", "refund_done"})
SAME = ("transaction_id", "state", "quantity", "dispensed", "amount", "refunded", "currency")


def receipt_address(sale: Sale) -> dict[str, Any]:
    """Its secret, and the page that shows it."""
    return {
        "receipt": str(sale.receipt),
        "url": f"{settings.PUBLIC_URL}/vend/receipt/{sale.receipt}/",
    }


def receipt_object(sale: Sale, now: datetime) -> dict[str, Any]:
    """A sale with its steps and refunds, oldest first, without whose it is. Reads `sale.steps` and
    what `sale_object` does.
    """
    shown, machine = sale_object(sale, now), sale.machine
    steps = sorted(sale.steps.all(), key=lambda step: step.pk)
    refunds = sorted(sale.refunds.all(), key=lambda refund: refund.pk)
    return {
        **receipt_address(sale),
        **{name: shown[name] for name in SAME},
        "machine": {
            "machine_id": machine.machine_id,
            "name": machine.name,
            "location": machine.location,
        },
        "unit_price_paise": sale.unit_price,
        "order_id": shown["order_id"],
        "payment_id": sale.provider_payment_id,
        "created_at": iso(sale.created_at),
        "paid_at": iso(sale.paid_at),
        "updated_at": shown["updated_at"],
        "steps": [{"step": each.step, "at": iso(each.at)} for each in steps if each.step in STEPS],
        "refunds": [_refund(each) for each in refunds],
    }


def _refund(refund: Refund) -> dict[str, Any]:
    return {
        "amount": refund.amount,
        "reason": refund.reason,
        "state": refund.state,
        "created_at": iso(refund.created_at),
        "done_at": iso(refund.done_at),
        "provider_refund_id": refund.provider_refund_id or None,
    }
