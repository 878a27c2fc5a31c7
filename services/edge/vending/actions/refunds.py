"""Money on its way back. A refund is written with what makes it due; the worker sends it."""

from __future__ import annotations

from vending.actions.sales import step_add
from vending.models import Refund, Sale


def refund_add(
    sale: Sale, *, amount: int, reason: str, provider_payment_id: str | None = None
) -> None:
    """Have this much (minor units) of a sale's money go back, once for each reason; by default of
    the payment that was credited. The machine of the sale is locked.
    """
    Refund.objects.create(
        sale=sale,
        provider_payment_id=provider_payment_id or sale.provider_payment_id or "",
        amount=amount,
        reason=reason,
    )
    step_add(sale, "refund", amount=amount, reason=reason)
