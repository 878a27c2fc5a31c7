"""Closing a day, and cash that comes and goes other than by payments. The receipt book of the place
is locked, so each receipt is in one closing.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from kit.clock import iso
from orders.amounts import text

from bills import refusals, wire_closings
from bills.actions.locking import book_lock
from bills.chain import digest_of
from bills.drawers import drawer_of, receipts_since
from bills.models import CashMovement, DayClosing


@transaction.atomic
def cash_move(*, location_id: int, amount: int, reason: str, user_id: int) -> CashMovement:
    """Cash was put into the drawer, or below 0 taken out of it. Raises 409 `too_much` for more than
    has to be there.
    """
    book_lock(location_id)
    expected = drawer_of(location_id).expected
    if amount < 0 and expected + amount < 0:
        raise refusals.too_much(expected)
    return CashMovement.objects.create(
        location_id=location_id, amount=amount, reason=reason, user_id=user_id
    )


@transaction.atomic
def day_close(
    *, location_id: int, counted: int, left: int, expected: int | None, note: str, user_id: int
) -> DayClosing:
    """Close the day of a place with what was `counted` in its drawer, of which so much is `left`
    for the next one. `expected` is what had to be there on the screen of who closes it.

    Raises 409 `bill_changed` when something was paid or moved meanwhile, 409 `too_much` when more
    is to be left than was counted.
    """
    book_lock(location_id)
    drawer = drawer_of(location_id)
    if expected is not None and expected != drawer.expected:
        raise refusals.bill_changed(drawer.expected, drawer.expected)
    if left > counted:
        raise refusals.too_much(counted)
    last = drawer.before
    receipts = receipts_since(location_id, last).select_related("payment", "refund")
    receipts = receipts.order_by("number")
    number = 1 if last is None else last.number + 1
    content = {
        "number": number,
        "at": iso(timezone.now()),
        **wire_closings.closing_content(drawer, receipts),
        "counted": text(counted),
        "difference": text(counted - drawer.expected),
        "left": text(left),
        "note": note,
        "user_id": user_id,
    }
    last_receipt = max([0 if last is None else last.last_receipt, *(of.number for of in receipts)])
    last_movement = max([0 if last is None else last.last_movement, *(of.pk for of in drawer.movements)])
    return DayClosing.objects.create(
        location_id=location_id,
        number=number,
        last_receipt=last_receipt,
        last_movement=last_movement,
        opening=drawer.opening,
        expected=drawer.expected,
        counted=counted,
        left=left,
        note=note,
        user_id=user_id,
        content=content,
        digest=digest_of("" if last is None else last.digest, content),
    )
