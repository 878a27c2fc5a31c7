"""A visit's receipt follows its tickets: made when all are complete, open again with any of them.

The visit is locked by whoever calls.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from charges.rows import payment_move
from charges.states import AUTHORISED, CANCELLED, OPEN
from django.conf import settings
from django.utils import timezone
from kit.errands import errand_add

from store import states
from store.account import lines_of
from store.actions.returns import give_back
from store.actions.telling import receipt_tell
from store.models import Payment, Receipt, Visit
from store.reckoning import moved, total_of, units_of
from store.selectors.accounts import standing_of
from store.selectors.receipts import lines_billed


def receipt_follow(visit: Visit) -> None:
    """Have the receipt of a visit say what its tickets say, once it is over; staff get none."""
    if not visit.billable or visit.exited_at is None:
        return
    receipt = receipt_lock(visit)
    if visit.tickets.exclude(status=states.REVIEW_COMPLETE).exists():
        if receipt is None or receipt.status not in states.FINAL:
            return
        _change(receipt, status=states.DRAFT)
    elif receipt is None:
        receipt = _receipt_make(visit)
        receipt_settle(receipt)
    elif receipt.status in states.FINAL:
        return
    else:
        _complete_again(receipt)
        receipt_settle(receipt)
    receipt_tell(visit)


def receipt_lock(visit: Visit) -> Receipt | None:
    """The receipt of a locked visit, locked, if there is one."""
    receipt = Receipt.objects.select_for_update(no_key=True).filter(visit=visit).first()
    if receipt is not None:
        receipt.visit = visit
    return receipt


def _receipt_make(visit: Visit) -> Receipt:
    lines = lines_billed(visit)
    return Receipt.objects.create(
        store_id=settings.STORE_LOCATION_ID,
        visit=visit,
        lines=[asdict(line) for line in lines],
        total=total_of(lines),
        currency=settings.CURRENCY,
    )


def _complete_again(receipt: Receipt) -> None:
    """What was contested never comes to more than it did then: what a review finds beyond that is
    not billed.
    """
    changed: dict[str, Any] = {
        "status": states.COMPLETED if receipt.contested_at is None else states.REVIEWED
    }
    lines = lines_billed(receipt.visit)
    if receipt.ceiling is None or total_of(lines) <= receipt.ceiling:
        changed |= {"lines": [asdict(line) for line in lines], "total": total_of(lines)}
    _change(receipt, **changed)


def receipt_settle(receipt: Receipt, *, captured: bool = False) -> None:
    """See to the money of a locked receipt that is final: take the deposit, give back what is too
    much, and once nothing is due, tell the ledger what was sold. `captured`: a deposit has just
    been taken.
    """
    if receipt.status not in states.FINAL:
        return
    for deposit in Payment.objects.filter(visit=receipt.visit, status=AUTHORISED):
        key = str(deposit.payment_id)
        errand_add("deposit.capture", {"payment": key}, key=key)
    give_back(receipt, captured=captured)
    standing = standing_of(receipt)
    due = standing.due(receipt.total)
    _close_stale(receipt, due)
    settled = due == 0 and not standing.promised
    if not settled:
        _change(receipt, settled_at=None)
        return
    if receipt.settled_at is None:
        _change(receipt, settled_at=timezone.now())
    _ledger_tell(receipt)


def _close_stale(receipt: Receipt, due: int) -> None:
    """A payment that waits for another amount than is due now is given up."""
    waiting = Payment.objects.select_for_update(no_key=True).filter(
        receipt=receipt, status__in=OPEN
    )
    for payment in waiting.exclude(amount=due):
        payment_move(payment, to=CANCELLED)


def _ledger_tell(receipt: Receipt) -> None:
    """Have products know what this receipt has sold since it was told last."""
    now = units_of(lines_of(receipt))
    behind = moved(now, {int(product): units for product, units in receipt.told.items()})
    if not behind:
        return
    for product_id, units in behind.items():
        payload = {
            "product_id": product_id,
            "change": -units,
            "kind": "sale" if units > 0 else "refund",
            "reference": receipt.name,
        }
        key = f"receipt {receipt.receipt_id} {receipt.tellings} {product_id}"
        errand_add("products.move", payload, key=key)
    told = {str(product): units for product, units in now.items()}
    _change(receipt, told=told, tellings=receipt.tellings + 1)


def _change(receipt: Receipt, **values: Any) -> None:
    for name, value in values.items():
        setattr(receipt, name, value)
    receipt.save(update_fields=[*values, "updated_at"])
