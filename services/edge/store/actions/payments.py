"""Payments of receipts and deposits: what they belong to, and what follows from their money."""

from __future__ import annotations

from charges.engine import Charges
from charges.money import Money
from charges.provider import provider
from charges.sweeps import Sweeps
from kit.steps import step
from payments.takers import take_payments

from store import states
from store.actions.locking import payment_lock
from store.actions.receipts import receipt_lock, receipt_settle
from store.actions.returns import refund_add
from store.actions.telling import receipt_tell
from store.models import Payment, Received


def _minor(payment: Payment) -> int:
    return payment.amount


def _promises(payment: Payment) -> bool:
    """A deposit is only authorised until the receipt is there."""
    return payment.kind == states.DEPOSIT


def _credited(payment: Payment) -> None:
    """A payment counts for its receipt. A deposit that was taken without one counts when the
    receipt comes.
    """
    receipt = receipt_lock(payment.visit) if payment.visit is not None else None
    if receipt is not None:
        receipt_settle(receipt, captured=_promises(payment))


def _closed(payment: Payment) -> None:
    """A deposit that cannot be taken leaves its receipt to be paid."""
    receipt = receipt_lock(payment.visit) if payment.visit is not None else None
    if receipt is not None:
        receipt_settle(receipt)


def _send_back(payment: Payment, money: Money, reason: str) -> None:
    amount = payment.amount if money.amount_minor is None else money.amount_minor
    refund_add(payment, amount=amount, reason=reason, provider_payment_id=money.payment_id)


def payment_tell(payment: Payment) -> None:
    """Whoever follows its visit learns of it."""
    if payment.visit is not None:
        receipt_tell(payment.visit)


charges = Charges(
    payments=Payment,
    received=Received,
    provider=provider,
    minor=_minor,
    lock=payment_lock,
    credited=_credited,
    send_back=_send_back,
    closed=_closed,
    changed=payment_tell,
    promises=_promises,
    step=step,
)
sweeps = Sweeps(charges)
take_payments(charges.reported)
