"""Webhooks of the provider: each event may come several times, in any order, and for orders that
are not ours.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from kit.errors import Conflict
from payments import Forged
from payments.events import (
    Captured,
    Event,
    Failed,
    Paid,
    PaymentEvent,
    RefundFailed,
    RefundProcessed,
)

from trolleys import payment_refusals as refusals
from trolleys import states
from trolleys.actions.money import Money, money_receive
from trolleys.actions.payments import payment_end
from trolleys.actions.refunds import engine
from trolleys.models import Payment
from trolleys.provider import provider

log = logging.getLogger("trolleys.webhook")


def webhook_take(*, body: bytes, headers: Mapping[str, str]) -> bool:
    """Do what a webhook says; whether it was ours to act on. Raises 400 `Invalid signature`.

    What follows a credit is left to the worker: the provider waits for five seconds only.
    """
    try:
        event = provider().parse_webhook(body=body, headers=headers)
    except Forged:
        raise refusals.invalid_signature() from None
    return _take(event)


def _take(event: Event) -> bool:
    if isinstance(event, RefundProcessed | RefundFailed):
        return engine.reported(event=event)
    if not isinstance(event, Captured | Paid | Failed):
        return False
    payment = Payment.objects.filter(provider_order_id=event.order_id).first()
    if payment is None:
        return False
    if isinstance(event, Failed):
        payment_end(payment=payment, to=states.FAILED)
        return True
    return _credited(payment, event)


def _credited(payment: Payment, event: PaymentEvent) -> bool:
    money = Money(event.payment_id, event.amount_minor, event.currency)
    try:
        money_receive(payment=payment, money=money)
    except Conflict as used:
        log.error("money of another order: %s", used)
        return False
    return True
