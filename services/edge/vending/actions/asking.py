"""Sales whose lock has ended unpaid: the provider is asked for their payments, since money may have
come without a word to us. It is asked until it has answered once.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from charges.provider import provider
from django.db import transaction
from django.db.models import Q, QuerySet
from kit.clock import Clock
from kit.errors import Conflict
from kit.polled import polled
from kit.steps import step
from payments import PaymentError, Unknown

from vending import states
from vending.actions.money import Money, money_receive
from vending.models import Sale, SaleOrder

log = logging.getLogger("vending.asking")

LEASE = timedelta(seconds=30)  # longer than asking takes: then another worker may ask


def sale_ask_next() -> bool:
    """Ask for the payments of the sale that has lapsed longest; False when there is none."""
    sale = _take() if _lapsed.any() else None
    if sale is None:
        return False
    step("asking taken")
    orders = sale.orders.exclude(provider_order_id=None).order_by("pk")
    answered = [_ask(order) for order in orders]
    if all(answered):
        same = Sale.objects.filter(pk=sale.pk, state=states.LAPSED, asked_at=sale.asked_at)
        same.update(asked_last=True)
    step("asking ended")
    return True


@polled
def _lapsed() -> QuerySet[Sale]:
    """Sales that nobody has asked for lately, the one that has lapsed longest first."""
    free = Q(asked_at=None) | Q(asked_at__lte=Clock() - LEASE)
    lapsed = Sale.objects.filter(free, state=states.LAPSED, asked_last=False)
    return lapsed.order_by("kept_until")


@transaction.atomic
def _take() -> Sale | None:
    """Lease a sale, so that one worker asks for it."""
    sale = _lapsed().select_for_update(skip_locked=True, no_key=True).first()
    if sale is not None:
        Sale.objects.filter(pk=sale.pk).update(asked_at=Clock())
        sale.refresh_from_db(fields=["asked_at"])
    return sale


def _ask(order: SaleOrder) -> bool:
    """Credit what the provider has taken for an order; whether it has answered."""
    try:
        attempts = provider().fetch_order_payments(order.provider_order_id or "")
    except Unknown:
        return True
    except PaymentError as failed:
        log.warning("no answer about an order: %s", failed)
        return False
    for attempt in attempts:
        if attempt.status == "captured":
            money = Money(attempt.id, attempt.amount_minor, attempt.currency)
            try:
                money_receive(order=order, money=money)
            except Conflict as used:
                log.error("money of another order: %s", used)
    return True
