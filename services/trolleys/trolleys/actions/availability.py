"""Whether somebody may have a trolley, which the caller has locked."""

from __future__ import annotations

from kit.errors import Conflict

from trolleys import access, life, refusals
from trolleys.models import Session, Trolley
from trolleys.wire.trolleys import reserved_until


def require_active(trolley: Trolley) -> None:
    """Raises 400 for a trolley that is off duty."""
    if not trolley.is_active:
        raise refusals.trolley_inactive()


def require_unheld(trolley: Trolley) -> None:
    """Raises 409 for a trolley that somebody has."""
    holding = Session.objects.filter(life.alive(), trolley=trolley).first()
    if holding is not None:
        raise in_use(holding, trolley)


def require_unreserved(trolley: Trolley, *, but_for: int | None = None) -> None:
    """Raises 409 for a trolley that somebody has reserved, unless that is the user `but_for`."""
    until = reserved_until(trolley)
    if until is not None and (but_for is None or trolley.reserved_by != but_for):
        raise refusals.trolley_reserved(trolley.trolley_id, until)


def in_use(holding: Session, trolley: Trolley, /) -> Conflict:
    """The refusal to all but the holder, who is named unless that is to be hidden."""
    name = None if access.names_hidden() else holding.user_name or None
    return refusals.trolley_in_use(trolley.trolley_id, name, holding.assigned_at)
