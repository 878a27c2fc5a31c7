"""A payer, or staff, give a payment up."""

from __future__ import annotations

from functools import partial

from charges import states as payment_states
from django.db import transaction

from trolleys.actions.charging import charges
from trolleys.actions.payments import hold_release_soon
from trolleys.models import Payment


@transaction.atomic
def payment_cancel(*, payment: Payment) -> Payment:
    """Give an open payment up, and its hold; one that is over stays as it is, and is released if
    that was not done. Raises 409 `Payment is already paid`.
    """
    was_over = payment.status in payment_states.CLOSED
    payment = charges.cancel(payment=payment)
    if was_over and payment.released_at is None:
        transaction.on_commit(partial(hold_release_soon, payment.payment_id))
    return payment
