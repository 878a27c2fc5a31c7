"""Money on its way back. A refund is written with what makes it due; the engine sends it until the
provider has answered.
"""

from __future__ import annotations

from charges.provider import provider
from django.db.models import Sum
from kit.steps import step
from payments.events import RefundEvent
from refunds.engine import Refunds
from refunds.states import DONE

from vending import states
from vending.actions.locks import machine_lock_pk
from vending.actions.sales import sale_again, sale_move, step_add
from vending.actions.telling import sale_tell
from vending.models import Received, Refund, Sale


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


def _made_elsewhere(event: RefundEvent) -> Refund | None:
    received = _received(event.payment_id)
    if received is None:
        return None
    return Refund(sale=received.sale, amount=event.amount_minor, reason=states.BY_HAND)


def _received(provider_payment_id: str) -> Received | None:
    payments = Received.objects.select_related("sale", "order")
    return payments.filter(provider_payment_id=provider_payment_id).first()


def _left(refund: Refund, sale: Sale) -> tuple[int, str]:
    """What has not gone back yet of a payment of the provider's, in minor units."""
    received = _received(refund.provider_payment_id)
    if received is None:
        return 0, ""
    amount = received.order.amount if received.amount is None else received.amount
    refunds = sale.refunds.filter(provider_payment_id=received.provider_payment_id)
    back: int = refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    return amount - back, received.currency or received.order.currency


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
