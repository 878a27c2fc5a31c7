"""Money that goes back to visitors: what they have paid too much. The engine sends it."""

from __future__ import annotations

import logging

from charges import states as payment_states
from charges.rows import payment_move
from django.utils import timezone
from refunds.states import DONE

from store import states
from store.models import Payment, Receipt, Refund
from store.selectors.accounts import standing_of

log = logging.getLogger("store.refunds")


def give_back(receipt: Receipt, *, captured: bool) -> None:
    """Have what was paid beyond the total of a locked receipt go back."""
    parts = standing_of(receipt).too_much(receipt.total)
    payments = Payment.objects.select_for_update(no_key=True).in_bulk(parts)
    for pk, amount in parts.items():
        payment = payments[pk]
        refund_add(payment, amount=amount, reason=_reason(receipt, payment, captured=captured))


def _reason(receipt: Receipt, payment: Payment, *, captured: bool) -> str:
    contested = receipt.contested_at is not None
    if captured or (payment.kind == states.DEPOSIT and not contested):
        return states.UNSPENT
    return states.BY_CONTEST if contested else states.SURPLUS


def refund_add(
    payment: Payment, *, amount: int, reason: str, provider_payment_id: str | None = None
) -> None:
    """Have this much (minor units) of a locked payment's money go back; by default of what was
    credited. When all of that goes back, it has sold nothing.
    """
    Refund.objects.create(
        payment=payment,
        provider_payment_id=provider_payment_id or payment.provider_payment_id or "",
        amount=amount,
        reason=reason,
    )
    if payment.status == payment_states.PAID and credit_left(payment) == 0:
        payment_move(payment, to=payment_states.REFUND_DUE)


def credit_left(payment: Payment) -> int:
    """What has not gone back, and is not on its way, of what was credited; minor units."""
    back = payment.refunds.filter(provider_payment_id=payment.provider_payment_id)
    return payment.amount - sum(back.values_list("amount", flat=True))


def refund_note(payment: Payment, *, refund_id: str, amount: int) -> None:
    """Somebody has given money of a locked payment back in the provider's dashboard."""
    Refund.objects.create(
        payment=payment,
        provider_payment_id=payment.provider_payment_id or "",
        provider_refund_id=refund_id,
        amount=amount,
        reason=states.BY_HAND,
        state=DONE,
        done_at=timezone.now(),
    )
    if payment.status == payment_states.PAID and credit_left(payment) == 0:
        payment_move(payment, to=payment_states.REFUND_DUE)
    payment_refunded(payment)


def payment_refunded(payment: Payment) -> None:
    """A locked payment that sold nothing is refunded when all that goes back is back."""
    waiting = payment.refunds.exclude(state=DONE).exists()
    if payment.status == payment_states.REFUND_DUE and not waiting:
        payment_move(payment, to=payment_states.REFUNDED)
