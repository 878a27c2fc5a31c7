"""What a page needs to let somebody pay."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from payments import Order, PaymentError

from charges import states
from charges.models import PaymentRow
from charges.provider import provider


def checkout_object(payment: PaymentRow, *, amount_minor: int) -> dict[str, Any] | None:
    """`{"key","order_id","amount_minor","url"}`; None when there is nothing to be paid there."""
    order_id = payment.provider_order_id
    if payment.status != states.CREATED or order_id is None:
        return None
    order = Order(order_id, amount_minor, payment.currency, "created")
    try:
        checkout = provider().checkout(order)
    except PaymentError:  # without a key nobody can pay here any more
        return None
    return None if checkout is None else asdict(checkout)
