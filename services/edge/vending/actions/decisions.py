"""What operators decide about a dispense that nobody has confirmed."""

from __future__ import annotations

from django.db import transaction

from vending import sale_refusals as refusals
from vending import states
from vending.actions.locks import machine_lock_pk
from vending.actions.sale_ends import sale_nothing_sold
from vending.actions.sales import sale_again, sale_flag, sale_move, step_add
from vending.actions.stock import stock_take
from vending.actions.telling import event_log, machine_tell, sale_tell
from vending.models import Sale

DELIVER, REFUND = "deliver", "refund"


@transaction.atomic
def sale_deliver(*, transaction_id: str, reason: str, by: str) -> Sale:
    """Everything came out of a sale in review: its stock is taken out. `by` is who decides, and
    `reason` why. Raises 404 `Transaction not found`, 409 for one that is not in review.
    """
    sale = _in_review(transaction_id)
    missing = stock_take(sale.machine, sale.quantity)
    sale_move(sale, to=states.DELIVERED, dispensed=sale.quantity)
    if missing:
        sale_flag(sale, states.FLAG_STOCK, missing=missing)
    return _decided(sale, DELIVER, reason, by)


@transaction.atomic
def sale_refund(*, transaction_id: str, reason: str, by: str) -> Sale:
    """Nothing came out of a sale in review: the whole amount goes back. As above."""
    sale = _in_review(transaction_id)
    sale_nothing_sold(sale, reason=states.BY_HAND, dispensed=0)
    return _decided(sale, REFUND, reason, by)


def _in_review(transaction_id: str) -> Sale:
    """The sale behind the lock on its machine."""
    found = Sale.objects.filter(transaction_id=transaction_id).first()
    if found is None:
        raise refusals.transaction_not_found()
    sale = sale_again(machine_lock_pk(found.machine_id), found)
    if sale.state != states.REVIEW:
        raise refusals.not_in_review()
    return sale


def _decided(sale: Sale, decision: str, reason: str, by: str) -> Sale:
    step_add(sale, "decision", decision=decision, reason=reason, by=by)
    details = {"transaction_id": sale.transaction_id, "reason": reason, "by": by}
    event_log(sale.machine, f"decision_{decision}", details)
    sale_tell(sale)
    machine_tell(sale.machine)
    return sale
