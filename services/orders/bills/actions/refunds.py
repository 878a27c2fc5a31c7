"""Money back to guests: handed over by staff, or sent by the provider."""

from __future__ import annotations

from charges import states as payment_states
from charges.provider import provider
from charges.rows import payment_given_back
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kit.steps import step
from payments.events import RefundEvent
from payments.takers import take_refunds
from refunds.engine import Refunds
from refunds.states import DONE, DUE

from bills import refusals, states
from bills.accounts import credit_left
from bills.actions.locking import payment_lock
from bills.actions.receipts import refund_receipt
from bills.actions.telling import bill_tell
from bills.models import Payment, Refund


@transaction.atomic
def payment_refund(
    *, payment_id: int, amount: int | None, tip: int, note: str, user_id: int
) -> Payment:
    """Give back so much of a payment, and of its tip; by default all that is left of both. Cash and
    cards are given back by who asks, and count at once; else the worker has the provider do it.

    Raises 409 `payment_not_paid`, 409 `too_much` beyond what is left of it.
    """
    payment = payment_lock(payment_id)
    left, tip_left = credit_left(payment)
    if payment.status != payment_states.PAID:
        raise refusals.not_paid()
    if amount is None:
        amount, tip = left, tip_left
    if amount > left or tip > tip_left or amount + tip == 0:
        raise refusals.too_much(left)
    online = payment.kind == states.ONLINE
    refund = Refund.objects.create(
        payment=payment,
        provider_payment_id=(payment.provider_payment_id or "") if online else "",
        amount=amount,
        tip=tip,
        reason=states.BY_STAFF,
        note=note,
        staff_id=user_id,
        state=DUE if online else DONE,
        done_at=None if online else timezone.now(),
    )
    refund_receipt(refund, payment=payment)
    _tell(payment)
    return payment


def _tell(payment: Payment) -> None:
    """Money of a payment goes back, or has come back: what follows for it, and for its bill."""
    waiting = payment.refunds.exclude(state=DONE).exists()
    payment_given_back(payment, left=sum(credit_left(payment)), waiting=waiting)
    bill_tell(payment.session)


# ---- The engine --------------------------------------------------------------------------------


def _minor(refund: Refund) -> int:
    return refund.whole


def _lock(refund: Refund) -> Payment:
    return payment_lock(refund.payment_id)


def _ended(refund: Refund, payment: Payment) -> None:
    """One that somebody made in the provider's dashboard counts from now on too."""
    if refund.reason == states.BY_HAND and not hasattr(refund, "receipt"):
        refund_receipt(refund, payment=payment)
    _tell(payment)


def _made_elsewhere(event: RefundEvent) -> Refund | None:
    credited = Payment.objects.filter(provider_payment_id=event.payment_id, paid_at__isnull=False)
    payment = credited.first()
    if payment is None:
        return None
    return Refund(payment=payment, amount=event.amount_minor, reason=states.BY_HAND)


def _left(refund: Refund, payment: Payment) -> tuple[int, str]:
    """What comes back from elsewhere is of the bill first, then of the tip."""
    left, tip_left = credit_left(payment)
    refund.amount, refund.tip = min(refund.whole, left), max(0, refund.whole - left)
    return left + tip_left, payment.currency


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    asked_for=Q(payment__kind=states.ONLINE),
    elsewhere=_made_elsewhere,
    left=_left,
    step=step,
)
take_refunds(engine.reported)
