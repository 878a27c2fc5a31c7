"""Keeping a trolley for a user until they come for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from kit.clock import Clock
from kit.polled import polled
from kit.tokens import Caller

from trolleys import refusals
from trolleys.actions.availability import require_active, require_unheld, require_unreserved
from trolleys.actions.locks import shopper_lock, trolley_lock, trolleys_locking
from trolleys.actions.telling import trolley_tell
from trolleys.models import Trolley
from trolleys.wire.trolleys import reserved_until

NOBODY = {"reserved_by": None, "reserved_name": "", "reserved_until": None}
AT_ONCE = 3  # trolleys that one user keeps
BATCH = 100


@transaction.atomic
def trolley_reserve(*, trolley_id: str, user: Caller) -> tuple[Trolley, bool]:
    """Keep a trolley for this user; whether that is new. Their own reservation is not made longer.

    Raises 404, 400 `Trolley is not available for use`, and 409 when somebody has it or has
    reserved it, and for a fourth trolley of the same user.
    """
    shopper_lock(user.user_id)
    trolley = trolley_lock(trolley_id)
    require_active(trolley)
    require_unheld(trolley)
    require_unreserved(trolley, but_for=user.user_id)
    if reserved_until(trolley) is not None:
        return trolley, False
    _require_few(user)
    _reservation_set(
        trolley,
        reserved_by=user.user_id,
        reserved_name=user.username,
        reserved_until=Clock() + settings.RESERVED_FOR,
    )
    return trolley, True


@transaction.atomic
def reservation_cancel(*, trolley_id: str, user: Caller) -> Trolley:
    """Give a trolley back that this user has reserved. Raises 404, and 409 `Trolley is not reserved
    by you`.
    """
    trolley = trolley_lock(trolley_id)
    if reserved_until(trolley) is None or trolley.reserved_by != user.user_id:
        raise refusals.not_reserved_by_you()
    _reservation_set(trolley, **NOBODY)
    return trolley


def reservation_clear(trolley: Trolley) -> bool:
    """Take a reservation off a locked trolley; whether there was one."""
    there = reserved_until(trolley) is not None
    if there:
        _reservation_set(trolley, **NOBODY)
    return there


def reservations_lapse() -> bool:
    """Write down which reservations are over, so that boards show it, which are counted by
    location; whether there may be more.
    """
    return _over.any() and _reservations_lapse()


@polled
def _over() -> QuerySet[Trolley]:
    return Trolley.objects.filter(reserved_until__lte=Clock())


@transaction.atomic
def _reservations_lapse() -> bool:
    over = trolleys_locking(skip_locked=True).filter(reserved_until__lte=Clock())
    trolleys = list(over.order_by("location_id", "pk")[:BATCH])
    for trolley in trolleys:
        _reservation_set(trolley, **NOBODY)
    return len(trolleys) == BATCH


def _require_few(user: Caller) -> None:
    """Raises 409 for who keeps as many trolleys as anybody may; the caller has locked the user."""
    kept = Trolley.objects.filter(reserved_by=user.user_id, reserved_until__gt=Clock())
    if kept.count() >= AT_ONCE:
        raise refusals.too_many_reserved(AT_ONCE)


def _reservation_set(trolley: Trolley, **columns: Any) -> None:
    Trolley.objects.filter(pk=trolley.pk).update(**columns)
    trolley.refresh_from_db(fields=list(columns))
    trolley_tell(trolley)
