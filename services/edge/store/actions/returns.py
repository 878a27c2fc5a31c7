"""Money that goes back to visitors: what they have paid too much. The engine sends it."""

from __future__ import annotations

from charges import states as payment_states
from charges.rows import payment_given_back
from refunds.states import DONE

from store import states
from store.models import Payment, Receipt, Refund
from store.selectors.accounts import standing_of


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
    return states.BY_CONTEST if contested else payment_states.SURPLUS


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
    payment_given_back(payment, left=credit_left(payment), waiting=True)


def credit_left(payment: Payment) -> int:
    """What has not gone back, and is not on its way, of what was credited; minor units."""
    back = payment.refunds.filter(provider_payment_id=payment.provider_payment_id)
    return payment.amount - sum(back.values_list("amount", flat=True))


def payment_refunded(payment: Payment) -> None:
    """A refund of a locked payment has ended: when all of it goes back it has sold nothing, and is
    refunded once all of it is back.
    """
    waiting = payment.refunds.exclude(state=DONE).exists()
    payment_given_back(payment, left=credit_left(payment), waiting=waiting)
