"""Payments whose time is over. The provider is asked once before one expires: its money may have
come without a word to us.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from kit.clock import Clock
from kit.errors import Conflict
from kit.polled import polled
from kit.steps import step
from payments import PaymentError

from trolleys import states
from trolleys.actions.money import Money, money_receive
from trolleys.actions.opening import OPENING_LIFE, opening_abandon
from trolleys.actions.payments import payment_end
from trolleys.models import Payment
from trolleys.provider import provider

log = logging.getLogger("trolleys.payments")

LEASE = timedelta(seconds=30)  # longer than asking takes: then another worker may ask


def opening_end_next() -> bool:
    """Give up a checkout whose process has died; False when there is none."""
    payment = _dead().order_by("pk").first() if _dead.any() else None
    if payment is None:
        return False
    opening_abandon(payment=payment)
    return True


@polled
def _dead() -> QuerySet[Payment]:
    """Whose opening takes longer than any process would."""
    overdue = Q(status=states.OPENING, created_at__lte=Clock() - OPENING_LIFE)
    return Payment.objects.filter(overdue)


def payment_expire_next() -> bool:
    """End the payment whose time has been over longest; False when there is none."""
    payment = _take() if _overdue.any() else None
    if payment is None:
        return False
    step("expiry taken")
    if payment.provider_order_id is not None:
        _ask(payment)
    payment_end(payment=payment, to=states.LAPSED)
    return True


@polled
def _overdue() -> QuerySet[Payment]:
    """Payments that nobody has asked for lately, the one that is over longest first."""
    free = Q(asked_at=None) | Q(asked_at__lte=Clock() - LEASE)
    overdue = Payment.objects.filter(free, status=states.CREATED, expires_at__lte=Clock())
    return overdue.order_by("expires_at")


@transaction.atomic
def _take() -> Payment | None:
    """Lease a payment, so that one worker asks for it."""
    payment = _overdue().select_for_update(skip_locked=True, no_key=True).first()
    if payment is not None:
        Payment.objects.filter(pk=payment.pk).update(asked_at=Clock())
    return payment


def _ask(payment: Payment) -> None:
    """Credit what the provider has taken for the order."""
    try:
        attempts = provider().fetch_order_payments(payment.provider_order_id or "")
    except PaymentError as failed:
        log.warning("expires without an answer: %s", failed)
        return
    for attempt in attempts:
        if attempt.status == "captured":
            money = Money(attempt.id, attempt.amount_minor, attempt.currency)
            try:
                money_receive(payment=payment, money=money)
            except Conflict as used:
                log.error("money of another order: %s", used)
