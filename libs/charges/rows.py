"""The moves of a payment's row."""

from __future__ import annotations

from typing import Any

from charges import states
from charges.models import PaymentRow


def payment_given_back(payment: PaymentRow, *, left: int, waiting: bool) -> None:
    """Move a locked payment on as its money goes back: without anything `left` of it, it has sold
    nothing; it is refunded once no refund of it is `waiting`.
    """
    if payment.status == states.PAID and left == 0:
        payment_move(payment, to=states.REFUND_DUE)
    if payment.status == states.REFUND_DUE and not waiting:
        payment_move(payment, to=states.REFUNDED)


def payment_move(payment: PaymentRow, *, to: str | None = None, **values: Any) -> None:
    """Give a locked payment its next state, and other values with it; raises ValueError for a move
    that there is not.
    """
    if to is not None:
        if to not in states.MOVES[payment.status]:
            raise ValueError(f"a payment that is {payment.status} does not become {to}")
        values["status"] = to
    for name, value in values.items():
        setattr(payment, name, value)
    payment.save(update_fields=[*values])
