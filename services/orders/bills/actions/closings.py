"""Closing a day, and cash that comes and goes other than by payments. The receipt book of the place
is locked, so each receipt is in one closing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from kit.clock import iso
from orders.amounts import text

from bills import refusals, wire_closings
from bills.actions.locking import book_lock
from bills.chain import digest_of
from bills.drawers import Drawer, drawer_of, receipts_since
from bills.models import CashMovement, DayClosing, Receipt


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
    drawer = _drawer(location_id, counted, left, expected)
    last = drawer.before
    number, receipts = last.number + 1 if last else 1, _covered(location_id, last)
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
    return DayClosing.objects.create(
        location_id=location_id,
        number=number,
        **_marks(last, receipts, drawer.movements),
        opening=drawer.opening,
        expected=drawer.expected,
        counted=counted,
        left=left,
        note=note,
        user_id=user_id,
        content=content,
        digest=digest_of(last.digest if last else "", content),
    )


def _drawer(location_id: int, counted: int, left: int, expected: int | None) -> Drawer:
    """The drawer that is closed like this; raises as day_close."""
    drawer = drawer_of(location_id)
    if expected is not None and expected != drawer.expected:
        raise refusals.bill_changed(drawer.expected, drawer.expected)
    if left > counted:
        raise refusals.too_much(counted)
    return drawer


def _covered(location_id: int, last: DayClosing | None) -> list[Receipt]:
    """The receipts that no closing has covered yet."""
    receipts = receipts_since(location_id, last).select_related("payment", "refund")
    return list(receipts.order_by("number"))


def _marks(
    last: DayClosing | None, receipts: Iterable[Receipt], movements: Iterable[CashMovement]
) -> dict[str, int]:
    """Up to where this one covers them."""
    return {
        "last_receipt": max([last.last_receipt if last else 0, *(of.number for of in receipts)]),
        "last_movement": max([last.last_movement if last else 0, *(of.pk for of in movements)]),
    }
