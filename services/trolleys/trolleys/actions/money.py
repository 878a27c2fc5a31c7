"""Money that arrives. Verify, webhook, asking and staff with a till lead here, whichever comes
first; a payment id of the provider's counts once, ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from currencies import UnknownCurrency, decimal_of, minor_of
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit.errands import errand_add
from kit.inserts import row_insert
from kit.steps import step

from trolleys import payment_refusals as refusals
from trolleys import states
from trolleys.actions.payments import payment_keep, payment_lock, payment_move, payment_tell
from trolleys.actions.refunds import refund_add
from trolleys.models import Payment, Received


@dataclass(frozen=True, slots=True)
class Money:
    """A payment of the provider's. The amount is in the currency's minor unit; None where a
    signature was all we saw: then it is the order's.
    """

    payment_id: str
    amount_minor: int | None = None
    currency: str = ""


def money_receive(*, payment: Payment, money: Money) -> Payment:
    """Credit money to the payment of its order, or send it back whole; the same money again
    changes nothing. Returns the payment as it is then.

    Raises 409 `Payment already used` for money that has come for another order.
    """
    with transaction.atomic():
        payment = payment_lock(payment.pk)
        money_book(payment=payment, money=money)
    step("money received")
    return payment


def money_book(*, payment: Payment, money: Money) -> bool:
    """The same for a payment that is locked already; whether the money is new."""
    if payment.status == states.OPENING:
        raise refusals.checkout_running()
    row = Received(
        provider_payment_id=money.payment_id,
        payment=payment,
        amount_minor=money.amount_minor,
        currency=money.currency,
    )
    if not row_insert(row):
        if not payment.received.filter(provider_payment_id=money.payment_id).exists():
            raise refusals.payment_used()
        return False
    right = _is_right(payment, money)
    if right and payment.status == states.CREATED:
        payment_credit(payment, provider_payment_id=money.payment_id)
    else:
        late = states.LATE if payment.provider_payment_id is None else states.SURPLUS
        _send_back(payment, money, late if right else states.WRONG_AMOUNT)
        if payment.status in (*states.PAYMENT_CLOSED, states.REFUNDED):
            payment_move(payment, to=states.REFUND_DUE)
    payment_tell(payment)
    return True


def payment_credit(payment: Payment, *, provider_payment_id: str | None = None) -> None:
    """A locked payment is paid. What follows is an errand, should whoever called not get there;
    the session lives on meanwhile.
    """
    now = timezone.now()
    payment_move(payment, to=states.PAID, paid_at=now, provider_payment_id=provider_payment_id)
    errand_add("payment.settle", {"payment": str(payment.payment_id)}, key=str(payment.payment_id))
    payment_keep(payment, until=now + settings.PAYMENT_LIFE)


def _is_right(payment: Payment, money: Money) -> bool:
    """Whether this is what the order asked for."""
    if money.amount_minor is None:
        return True
    due = minor_of(payment.amount, payment.currency)
    return (money.amount_minor, money.currency) == (due, payment.currency)


def _send_back(payment: Payment, money: Money, reason: str) -> None:
    refund_add(
        payment=payment,
        provider_payment_id=money.payment_id,
        amount=_amount(payment, money),
        reason=reason,
    )


def _amount(payment: Payment, money: Money) -> Decimal:
    """How much arrived, in the currency in which it did."""
    if money.amount_minor is None:
        return Decimal(payment.amount)
    try:
        return decimal_of(money.amount_minor, money.currency)
    except UnknownCurrency:
        return Decimal(money.amount_minor)
