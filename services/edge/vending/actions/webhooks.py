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
from payments.takers import event_take, taker

from vending import sale_refusals as refusals
from vending.actions.money import Money, money_receive
from vending.actions.proofs import order_find
from vending.actions.refunds import engine
from vending.models import SaleOrder
from vending.provider import provider

log = logging.getLogger("vending.webhook")


def webhook_take(*, body: bytes, headers: Mapping[str, str]) -> bool:
    """Do what a webhook says, of whatever part of the service; whether it was ours to act on.
    Raises 400 `Invalid signature`.
    """
    try:
        event = provider().parse_webhook(body=body, headers=headers)
    except Forged:
        raise refusals.invalid_signature() from None
    return event_take(event)


@taker
def _take(event: Event) -> bool:
    if isinstance(event, RefundProcessed | RefundFailed):
        return engine.reported(event=event)
    if not isinstance(event, Captured | Paid | Failed):
        return False
    order = order_find(event.order_id)
    if order is None:
        return False
    if isinstance(event, Failed):
        log.info("a payment has failed", extra={"transaction": str(order.sale.uid)})
        return True  # the order can still be paid until the lock ends
    return _credited(order, event)


def _credited(order: SaleOrder, event: PaymentEvent) -> bool:
    money = Money(event.payment_id, event.amount_minor, event.currency)
    try:
        money_receive(order=order, money=money)
    except Conflict as used:
        log.error("money of another order: %s", used)
        return False
    return True
