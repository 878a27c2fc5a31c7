"""Money on its way back. A refund is written with what makes it due; the engine sends it until the
provider has answered.
"""

from __future__ import annotations

from decimal import Decimal

from charges import states as payment_states
from charges.provider import provider
from charges.rows import payment_move
from currencies import decimal_of, minor_of
from django.db.models import Q, Sum
from kit.steps import step
from payments.events import RefundEvent
from payments.takers import take_refunds
from refunds.engine import Refunds
from refunds.states import DONE

from trolleys import states
from trolleys.actions.payments import payment_lock, payment_tell
from trolleys.models import Payment, Received, Refund


def refund_add(*, payment: Payment, provider_payment_id: str, amount: Decimal, reason: str) -> None:
    """Money of a locked payment is to go back whole; once for each reason."""
    if amount > 0:
        Refund.objects.create(
            payment=payment, provider_payment_id=provider_payment_id, amount=amount, reason=reason
        )


def _minor(refund: Refund) -> int:
    """The amount in the minor unit, as it arrived."""
    received = Received.objects.get(provider_payment_id=refund.provider_payment_id)
    if refund.reason == payment_states.WRONG_AMOUNT and received.amount_minor is not None:
        return received.amount_minor
    return minor_of(refund.amount, refund.payment.currency)


def _lock(refund: Refund) -> Payment:
    return payment_lock(refund.payment_id)


def _ended(refund: Refund, payment: Payment) -> None:
    """When all is back, the payment is refunded."""
    payment_refunded(payment)
    payment_tell(payment)


def _made_elsewhere(event: RefundEvent) -> Refund | None:
    received = Received.objects.select_related("payment").filter(
        provider_payment_id=event.payment_id
    )
    payment = next((each.payment for each in received), None)
    if payment is None:
        return None
    amount = decimal_of(event.amount_minor, payment.currency)
    return Refund(payment=payment, amount=amount, reason=states.BY_HAND)


def _left(refund: Refund, payment: Payment) -> tuple[int, str]:
    left = refund_left(payment, provider_payment_id=refund.provider_payment_id)
    return minor_of(left, payment.currency), payment.currency


def refund_left(payment: Payment, *, provider_payment_id: str) -> Decimal:
    """What has not gone back yet of one payment of the provider's."""
    refunds = payment.refunds.filter(provider_payment_id=provider_payment_id)
    back = refunds.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return Decimal(payment.amount) - Decimal(back)


def payment_refunded(payment: Payment) -> None:
    """Move a locked payment on when all that was due is back, or all that was paid."""
    refunds = list(payment.refunds.all())
    done = [each for each in refunds if each.state == DONE]
    paid_by = payment.provider_payment_id
    back = sum((each.amount for each in done if each.provider_payment_id == paid_by), Decimal(0))
    if payment.status == payment_states.PAID and payment.settled_at and back >= payment.amount > 0:
        payment_move(payment, to=payment_states.REFUND_DUE)
    if payment.status == payment_states.REFUND_DUE and len(done) == len(refunds):
        payment_move(payment, to=payment_states.REFUNDED)


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    asked_for=Q(payment__provider=states.RAZORPAY),  # staff give cash back
    elsewhere=_made_elsewhere,
    left=_left,
    step=step,
)

take_refunds(engine.reported)
