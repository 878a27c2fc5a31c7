"""Payments of carts: what they belong to, and what follows from their money."""

from __future__ import annotations

from decimal import Decimal

from charges import states as payment_states
from charges.engine import Charges
from charges.money import Money
from charges.provider import provider
from charges.rows import payment_move
from charges.sweeps import Sweeps
from currencies import UnknownCurrency, decimal_of, minor_of
from django.conf import settings
from django.utils import timezone
from kit.errands import errand_add
from kit.steps import step
from payments.takers import take_payments

from trolleys.actions.payments import (
    hold_give_back,
    payment_busy,
    payment_keep,
    payment_lock,
    payment_tell,
)
from trolleys.actions.refunds import refund_add
from trolleys.models import Payment, Received


def payment_free(payment: Payment) -> None:
    """A locked payment of nothing is paid at once."""
    payment_move(payment, to=payment_states.PAID, paid_at=timezone.now())
    _credited(payment)


def _credited(payment: Payment) -> None:
    """What follows is an errand, should whoever called not get there; the session lives on
    meanwhile.
    """
    errand_add("payment.settle", {"payment": str(payment.payment_id)}, key=str(payment.payment_id))
    payment_keep(payment, until=timezone.now() + settings.PAYMENT_LIFE)


def _closed(payment: Payment) -> None:
    """Its hold goes back, its cart is thawed."""
    hold_give_back(payment_id=payment.payment_id)
    payment_busy(payment)


def _abandoned(payment: Payment) -> None:
    hold_give_back(payment_id=payment.payment_id)
    payment_keep(payment)


def _minor(payment: Payment) -> int:
    return minor_of(payment.amount, payment.currency)


def _send_back(payment: Payment, money: Money, reason: str) -> None:
    """How much arrived, in the currency in which it did."""
    amount = payment.amount
    if money.amount_minor is not None:
        try:
            amount = decimal_of(money.amount_minor, money.currency)
        except UnknownCurrency:
            amount = Decimal(money.amount_minor)
    refund_add(payment=payment, provider_payment_id=money.payment_id, amount=amount, reason=reason)


charges = Charges(
    payments=Payment,
    received=Received,
    provider=provider,
    minor=_minor,
    lock=payment_lock,
    credited=_credited,
    send_back=_send_back,
    closed=_closed,
    abandoned=_abandoned,
    changed=payment_tell,
    step=step,
)
sweeps = Sweeps(charges)

take_payments(charges.reported)
