"""What the provider's webhooks say of vending's orders and refunds."""

from __future__ import annotations

import logging

from kit.errors import Conflict
from payments.events import Authorised, Failed, PaymentEvent
from payments.takers import take_payments, take_refunds

from vending.actions.money import Money, money_receive
from vending.actions.proofs import order_find
from vending.actions.refunds import engine
from vending.models import SaleOrder

log = logging.getLogger("vending.webhook")


def _take(event: PaymentEvent) -> bool:
    order = order_find(event.order_id)
    if order is None or isinstance(event, Authorised):
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


take_payments(_take)
take_refunds(engine.reported)
