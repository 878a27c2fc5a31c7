"""Keeping a trolley for a user until they come for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from kit.tokens import Caller

from trolleys import life, refusals
from trolleys.actions.locks import trolley_lock
from trolleys.actions.telling import trolley_tell
from trolleys.actions.trolleys import require_free
from trolleys.models import Trolley
from trolleys.wire.trolleys import reserved_until

NOBODY = {"reserved_by": None, "reserved_name": "", "reserved_until": None}
BATCH = 100


@transaction.atomic
def trolley_reserve(*, trolley_id: str, user: Caller) -> tuple[Trolley, bool]:
    """Keep a trolley for this user; whether that is new. Their own reservation is not made longer.

    Raises 404, 400 `Trolley is not available for use`, and 409 when somebody has it or has
    reserved it.
    """
    trolley = trolley_lock(trolley_id)
    if not trolley.is_active:
        raise refusals.trolley_inactive()
    require_free(trolley, but_for=user.user_id)
    if reserved_until(trolley) is not None:
        return trolley, False
    _reservation_set(
        trolley,
        reserved_by=user.user_id,
        reserved_name=user.username,
        reserved_until=life.Clock() + settings.RESERVED_FOR,
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


@transaction.atomic
def reservations_lapse() -> bool:
    """Write down which reservations are over, so that boards show it; whether there may be more."""
    over = Trolley.objects.select_related("device").filter(reserved_until__lte=life.Clock())
    trolleys = list(over.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for trolley in trolleys:
        _reservation_set(trolley, **NOBODY)
    return len(trolleys) == BATCH


def _reservation_set(trolley: Trolley, **columns: Any) -> None:
    Trolley.objects.filter(pk=trolley.pk).update(**columns)
    trolley.refresh_from_db(fields=list(columns))
    trolley_tell(trolley)
