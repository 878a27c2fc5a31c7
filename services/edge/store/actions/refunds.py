"""Refunds of the store on their way: the engine sends them until the provider has answered."""

from __future__ import annotations

import logging

from charges.provider import provider
from django.db import transaction
from kit.steps import step
from payments.events import Event, RefundEvent, RefundFailed, RefundProcessed
from payments.takers import taker
from refunds.engine import Refunds

from store.actions.locking import payment_lock
from store.actions.payments import payment_tell
from store.actions.returns import credit_left, payment_refunded, refund_note
from store.models import Payment, Refund

log = logging.getLogger("store.refunds")


def _minor(refund: Refund) -> int:
    return refund.amount


def _lock(refund: Refund) -> Payment:
    return payment_lock(refund.payment_id)


def _ended(refund: Refund, payment: Payment) -> None:
    payment_refunded(payment)
    payment_tell(payment)


def _made_elsewhere(event: RefundEvent) -> bool:
    """Staff have made a refund in the provider's dashboard; whether it is of what a visitor paid
    us.
    """
    credited = Payment.objects.filter(provider_payment_id=event.payment_id, paid_at__isnull=False)
    payment = credited.first()
    return payment is not None and _write_down(payment.pk, event)


@transaction.atomic
def _write_down(pk: int, event: RefundEvent) -> bool:
    payment = payment_lock(pk)
    if payment.refunds.filter(provider_refund_id=event.refund_id).exists():
        return True
    if event.currency != payment.currency or event.amount_minor > credit_left(payment):
        log.error("a refund of more than was paid", extra={"refund": event.refund_id})
        return False
    refund_note(payment, refund_id=event.refund_id, amount=event.amount_minor)
    payment_tell(payment)
    return True


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    elsewhere=_made_elsewhere,
    step=step,
)


@taker
def _of_webhook(event: Event) -> bool:
    return isinstance(event, RefundProcessed | RefundFailed) and engine.reported(event=event)
