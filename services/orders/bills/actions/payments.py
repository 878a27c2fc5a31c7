"""Payments on phones: what they belong to, and what follows from their money."""

from __future__ import annotations

from charges.engine import Charges
from charges.money import Money
from charges.provider import provider
from charges.sweeps import Sweeps
from kit.steps import step
from payments.takers import take_payments

from bills.actions.locking import payment_lock
from bills.actions.receipts import sale_receipt
from bills.actions.telling import bill_tell
from bills.models import Payment, Received, Refund


def _minor(payment: Payment) -> int:
    return payment.whole


def _credited(payment: Payment) -> None:
    """It counts as paid, and gets its receipt."""
    sale_receipt(payment)


def _send_back(payment: Payment, money: Money, reason: str) -> None:
    """What is not credited goes back whole, and was never counted."""
    amount = payment.whole if money.amount_minor is None else money.amount_minor
    Refund.objects.create(
        payment=payment, provider_payment_id=money.payment_id, amount=amount, reason=reason
    )


def _changed(payment: Payment) -> None:
    bill_tell(payment.session)


charges = Charges(
    payments=Payment,
    received=Received,
    provider=provider,
    minor=_minor,
    lock=payment_lock,
    credited=_credited,
    send_back=_send_back,
    abandoned=_changed,
    changed=_changed,
    step=step,
)
sweeps = Sweeps(charges)
take_payments(charges.reported)
