"""Refunds of the store on their way: the engine sends them until the provider has answered."""

from __future__ import annotations

from charges.provider import provider
from kit.steps import step
from payments.events import RefundEvent
from payments.takers import take_refunds
from refunds.engine import Refunds

from store import states
from store.actions.locking import payment_lock
from store.actions.payments import payment_tell
from store.actions.returns import credit_left, payment_refunded
from store.models import Payment, Refund


def _minor(refund: Refund) -> int:
    return refund.amount


def _lock(refund: Refund) -> Payment:
    return payment_lock(refund.payment_id)


def _ended(refund: Refund, payment: Payment) -> None:
    payment_refunded(payment)
    payment_tell(payment)


def _made_elsewhere(event: RefundEvent) -> Refund | None:
    credited = Payment.objects.filter(provider_payment_id=event.payment_id, paid_at__isnull=False)
    payment = credited.first()
    if payment is None:
        return None
    return Refund(payment=payment, amount=event.amount_minor, reason=states.BY_HAND)


def _left(_: Refund, payment: Payment) -> tuple[int, str]:
    return credit_left(payment), payment.currency


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    elsewhere=_made_elsewhere,
    left=_left,
    step=step,
)
take_refunds(engine.reported)
