"""Money on its way back. A refund is written with what makes it due; the engine sends it until the
provider has answered.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from kit.steps import step
from payments.events import RefundEvent
from refunds.engine import Refunds
from refunds.states import DONE

from vending import states
from vending.actions.locks import machine_lock_pk
from vending.actions.sales import sale_again, sale_move, step_add
from vending.actions.telling import sale_tell
from vending.models import Received, Refund, Sale
from vending.provider import provider

log = logging.getLogger("vending.refunds")


def refund_add(
    sale: Sale, *, amount: int, reason: str, provider_payment_id: str | None = None
) -> None:
    """Have this much (minor units) of a sale's money go back, once for each reason; by default of
    the payment that was credited. The machine of the sale is locked.
    """
    Refund.objects.create(
        sale=sale,
        provider_payment_id=provider_payment_id or sale.provider_payment_id or "",
        amount=amount,
        reason=reason,
    )
    step_add(sale, "refund", amount=amount, reason=reason)


def _minor(refund: Refund) -> int:
    return refund.amount


def _lock(refund: Refund) -> Sale:
    """The sale of a refund, behind the lock on its machine."""
    sale = refund.sale
    return sale_again(machine_lock_pk(sale.machine_id), sale)


def _ended(refund: Refund, sale: Sale) -> None:
    step_add(sale, f"refund_{refund.state}", amount=refund.amount, reason=refund.reason)
    _sale_refunded(sale)
    sale_tell(sale)


def _sale_refunded(sale: Sale) -> None:
    """A sale that sold nothing is refunded when all of its money is back."""
    waiting = sale.refunds.exclude(state=DONE).exists()
    if sale.state == states.REFUND_DUE and not waiting:
        sale_move(sale, to=states.REFUNDED)


def _refund_made_elsewhere(event: RefundEvent) -> bool:
    """Staff have made a refund in the provider's dashboard; whether it is of money of ours."""
    payments = Received.objects.select_related("sale", "order")
    received = payments.filter(provider_payment_id=event.payment_id).first()
    return received is not None and _refund_write_down(received, event)


@transaction.atomic
def _refund_write_down(received: Received, event: RefundEvent) -> bool:
    sale = sale_again(machine_lock_pk(received.sale.machine_id), received.sale)
    if event.currency != _currency(received) or event.amount_minor > _left(sale, received):
        log.error("a refund of more than was paid", extra={"refund": event.refund_id})
        return False
    if sale.refunds.filter(provider_refund_id=event.refund_id).exists():
        return True
    refund = Refund.objects.create(
        sale=sale,
        provider_payment_id=event.payment_id,
        provider_refund_id=event.refund_id,
        amount=event.amount_minor,
        reason=states.BY_HAND,
        state=DONE,
        done_at=timezone.now(),
    )
    _ended(refund, sale)
    return True


def _currency(received: Received) -> str:
    return received.currency or received.order.currency


def _left(sale: Sale, received: Received) -> int:
    """What has not gone back yet of a payment of the provider's, in minor units."""
    amount = received.order.amount if received.amount is None else received.amount
    refunds = sale.refunds.filter(provider_payment_id=received.provider_payment_id)
    back: int = refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    return amount - back


engine = Refunds(
    model=Refund,
    provider=provider,
    minor=_minor,
    lock=_lock,
    ended=_ended,
    elsewhere=_refund_made_elsewhere,
    step=step,
)
