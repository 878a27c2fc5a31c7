"""Money on its way back. A refund is written with what makes it due; the engine sends it until the
provider has answered.
"""

from __future__ import annotations

import logging
from decimal import Decimal

from currencies import decimal_of, minor_of
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from kit.steps import step
from payments.events import RefundEvent
from refunds.engine import Refunds
from refunds.states import DONE

from trolleys import states
from trolleys.actions.payments import payment_lock, payment_move, payment_tell
from trolleys.models import Payment, Received, Refund
from trolleys.provider import provider

log = logging.getLogger("trolleys.refunds")


def refund_add(*, payment: Payment, provider_payment_id: str, amount: Decimal, reason: str) -> None:
    """Money of a locked payment is to go back whole; once for each reason."""
    if amount > 0:
        Refund.objects.create(
            payment=payment, provider_payment_id=provider_payment_id, amount=amount, reason=reason
        )


def _minor(refund: Refund) -> int:
    """The amount in the minor unit, as it arrived."""
    received = Received.objects.get(provider_payment_id=refund.provider_payment_id)
    if refund.reason == states.WRONG_AMOUNT and received.amount_minor is not None:
        return received.amount_minor
    return minor_of(refund.amount, refund.payment.currency)


def _lock(refund: Refund) -> Payment:
    return payment_lock(refund.payment_id)


def _ended(refund: Refund, payment: Payment) -> None:
    """When all is back, the payment is refunded."""
    payment_refunded(payment)
    payment_tell(payment)


def _refund_made_elsewhere(event: RefundEvent) -> bool:
    """Staff have made a refund in the provider's dashboard; whether it is of money of ours."""
    received = Received.objects.filter(provider_payment_id=event.payment_id).first()
    return received is not None and _refund_write_down(received.payment_id, event)


@transaction.atomic
def _refund_write_down(pk: int, event: RefundEvent) -> bool:
    payment = payment_lock(pk)
    amount = decimal_of(event.amount_minor, payment.currency)
    if event.currency != payment.currency or amount > refund_left(
        payment, provider_payment_id=event.payment_id
    ):
        log.error("a refund of more than was paid", extra={"refund": event.refund_id})
        return False
    if payment.refunds.filter(provider_refund_id=event.refund_id).exists():
        return True
    Refund.objects.create(
        payment=payment,
        provider_payment_id=event.payment_id,
        provider_refund_id=event.refund_id,
        amount=amount,
        reason=states.BY_HAND,
        state=DONE,
        done_at=timezone.now(),
    )
    payment_refunded(payment)
    payment_tell(payment)
    return True


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
    if payment.status == states.PAID and payment.settled_at and back >= payment.amount > 0:
        payment_move(payment, to=states.REFUND_DUE)
    if payment.status == states.REFUND_DUE and len(done) == len(refunds):
        payment_move(payment, to=states.REFUNDED)


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    asked_for=Q(payment__provider=states.RAZORPAY),  # staff give cash back
    elsewhere=_refund_made_elsewhere,
    step=step,
)
