"""Money on its way back. A refund is written with what makes it due; the worker sends it until the
provider has answered, and one that was refused again each hour. Its id is the key by which the
provider gives it back once.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from decimal import Decimal

from currencies import decimal_of, minor_of
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from kit.clock import Clock
from kit.worker import back_off
from payments import Declined, PaymentError, Unknown
from payments import Refund as Answer
from payments.events import RefundEvent, RefundProcessed

from trolleys import states
from trolleys.actions.payments import payment_lock, payment_move, payment_tell
from trolleys.models import Payment, Received, Refund
from trolleys.provider import provider
from trolleys.steps import step

log = logging.getLogger("trolleys.refunds")

LEASE = 10.0  # seconds: longer than a call takes, so that no two workers ask at once
PAUSE = 300.0  # seconds between two tries while the provider does not answer, at most
AGAIN = timedelta(hours=1)  # after the provider has refused, and where it has still to say how
OUTCOMES = {"processed": states.DONE, "pending": states.SENT, "failed": states.REFUSED}


def refund_add(*, payment: Payment, provider_payment_id: str, amount: Decimal, reason: str) -> None:
    """Money of a locked payment is to go back whole; once for each reason."""
    if amount > 0:
        Refund.objects.create(
            payment=payment, provider_payment_id=provider_payment_id, amount=amount, reason=reason
        )


def refund_send_next() -> bool:
    """Ask the provider for the refund that has been due longest; False when none is due."""
    refund = _take()
    if refund is None:
        return False
    step("refund taken")
    try:
        answer = provider().refund(
            payment_id=refund.provider_payment_id,
            amount_minor=_minor(refund),
            key=_key(refund),
        )
    except (Declined, Unknown) as refused:
        log.error("refund refused: %s", refused, extra={"refund": str(refund.refund_id)})
        refund_end(refund=refund, state=states.REFUSED)
    except PaymentError as failed:
        log.warning("refund waits: %s", failed, extra={"refund": str(refund.refund_id)})
    else:
        step("refund sent")
        refund_end(refund=refund, state=OUTCOMES[answer.status], answer=answer)
        step("refund ended")
    return True


@transaction.atomic
def _take() -> Refund | None:
    """Lease a refund, so that no other worker sends it meanwhile."""
    due = Refund.objects.filter(~Q(state=states.DONE), try_at__lte=Clock())
    refund = (
        due.filter(payment__provider=states.RAZORPAY)
        .order_by("try_at")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("payment")
        .first()
    )
    if refund is not None:
        refund.attempts += 1
        pause = max(LEASE, back_off(refund.attempts, at_most=PAUSE))
        refund.try_at = timezone.now() + timedelta(seconds=pause)
        refund.save(update_fields=["attempts", "try_at"])
    return refund


def _key(refund: Refund) -> str:
    """What the provider knows a repetition by. One that it took and could not carry out is asked
    for anew.
    """
    failed = refund.state == states.REFUSED and refund.provider_refund_id
    return f"{refund.refund_id}-{refund.provider_refund_id}" if failed else str(refund.refund_id)


def _minor(refund: Refund) -> int:
    """The amount in the minor unit, as it arrived."""
    received = Received.objects.get(provider_payment_id=refund.provider_payment_id)
    if refund.reason == states.WRONG_AMOUNT and received.amount_minor is not None:
        return received.amount_minor
    return minor_of(refund.amount, refund.payment.currency)


@transaction.atomic
def refund_end(*, refund: Refund, state: str, answer: Answer | RefundEvent | None = None) -> None:
    """Write down what has become of a refund; one that is done stays so. Without an answer nothing
    was done. When all is back, the payment is refunded.
    """
    payment = payment_lock(refund.payment_id)
    refund = Refund.objects.select_for_update(no_key=True).get(pk=refund.pk)
    if refund.state == states.DONE:
        return
    refund.state = state
    refund.try_at = timezone.now() + AGAIN
    if answer is not None:
        refund.provider_refund_id = answer.id if isinstance(answer, Answer) else answer.refund_id
    if state == states.DONE:
        refund.done_at = timezone.now()
    refund.save(update_fields=["state", "try_at", "provider_refund_id", "done_at"])
    payment_refunded(payment)
    payment_tell(payment)


def refund_reported(*, event: RefundEvent) -> bool:
    """What a webhook says of a refund; whether it is one of ours. One that staff have made at the
    provider itself is written down.
    """
    state = states.DONE if isinstance(event, RefundProcessed) else states.REFUSED
    refund = _of_event(event)
    if refund is not None:
        refund_end(refund=refund, state=state, answer=event)
        return True
    received = Received.objects.filter(provider_payment_id=event.payment_id).first()
    if received is None or state != states.DONE:
        return False
    return _refund_made_elsewhere(received.payment_id, event)


def _of_event(event: RefundEvent) -> Refund | None:
    """The refund of a webhook, which may come before the answer of the call that asked for it."""
    known = Refund.objects.filter(provider_refund_id=event.refund_id).first()
    if known is not None:
        return known
    asked = Refund.objects.filter(
        provider_payment_id=event.payment_id, provider_refund_id="", attempts__gt=0
    ).exclude(state=states.DONE)
    return next((one for one in asked if _minor(one) == event.amount_minor), None)


@transaction.atomic
def _refund_made_elsewhere(pk: int, event: RefundEvent) -> bool:
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
        state=states.DONE,
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
    done = [each for each in refunds if each.state == states.DONE]
    paid_by = payment.provider_payment_id
    back = sum((each.amount for each in done if each.provider_payment_id == paid_by), Decimal(0))
    if payment.status == states.PAID and payment.settled_at and back >= payment.amount > 0:
        payment_move(payment, to=states.REFUND_DUE)
    if payment.status == states.REFUND_DUE and len(done) == len(refunds):
        payment_move(payment, to=states.REFUNDED)
