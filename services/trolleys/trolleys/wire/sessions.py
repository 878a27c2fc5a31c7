"""How a session is shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from trolleys import states
from trolleys.models import Session
from trolleys.wire.trolleys import is_online
from trolleys.wire.values import money, utc


@dataclass(frozen=True, slots=True)
class Contents:
    """What the object of a session shows beside the columns of its row.

    `is_alive` is by the clock of the database, `units` are those of all lines. `payment_id` is of a
    payment that is open or was paid, `receipt_id` of what was sold.
    """

    is_alive: bool
    units: int
    subtotal: Decimal
    payment_id: uuid.UUID | None
    receipt_id: uuid.UUID | None


def expires_at(session: Session) -> datetime:
    """When the session ends if nothing more is heard of it: the end of its payment or of the wait
    for staff, else the end of its life.
    """
    busy = session.busy_until
    return busy if busy is not None and busy > timezone.now() else session.alive_until


def session_object(session: Session, contents: Contents) -> dict[str, Any]:
    """The session as its phone and staff see it (contract of `GET /api/session/<id>`)."""
    return {
        "session_id": str(session.session_id),
        "session_code": session.code,
        "trolley_id": session.trolley.trolley_id,
        **_state(session, contents),
        "user": session.user_id,
        "is_assigned": contents.is_alive,
        "assigned_to": session.user_name or None,
        "assigned_at": utc(session.assigned_at),
        "started_at": utc(session.started_at),
        "expires_at": utc(session.ended_at or expires_at(session)),
        "cart_items_count": contents.units,
        "subtotal": money(contents.subtotal),
        "payment_id": _text(contents.payment_id),
        "receipt_id": _text(contents.receipt_id),
        "check": check_object(session),
        "help_since": utc(session.help_since),
    }


def scan_object(
    session: Session, contents: Contents, *, is_new: bool, message: str
) -> dict[str, Any]:
    """What the scan of a trolley's code is answered; the session is alive."""
    return {
        "session_id": str(session.session_id),
        "session_code": session.code,
        "trolley_id": session.trolley.trolley_id,
        "trolley_locked": False,
        "trolley_online": is_online(session.trolley.device),
        "is_new_session": is_new,
        "is_assigned": True,
        "assigned_to": session.user_name or None,
        "assigned_at": utc(session.assigned_at),
        "cart_items_count": contents.units,
        "expires_at": utc(expires_at(session)),
        "message": message,
    }


def end_object(session: Session, *, items_cleared: int) -> dict[str, Any]:
    """What the end of a session is answered; `items_cleared` counts lines."""
    return {
        "session_id": str(session.session_id),
        "trolley_id": session.trolley.trolley_id,
        "items_cleared": items_cleared,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }


def check_object(session: Session) -> dict[str, Any]:
    """The spot check: `{"state","items","since"}`."""
    shown = session.check_state in (states.CHECK_WAITING, states.CHECK_MISSED)
    return {
        "state": session.check_state,
        "items": session.check_items if shown else None,
        "since": utc(session.check_since) if shown else None,
    }


def _state(session: Session, contents: Contents) -> dict[str, Any]:
    """State and end. A session that has run out is shown as expired before that is written down."""
    if session.state == states.ACTIVE and not contents.is_alive:
        state, ended_at, ended_by = states.EXPIRED, session.alive_until, states.BY_EXPIRY
        return {"state": state, "ended_at": utc(ended_at), "ended_by": ended_by}
    return {
        "state": session.state,
        "ended_at": utc(session.ended_at),
        "ended_by": session.ended_by or None,
    }


def _text(identifier: uuid.UUID | None) -> str | None:
    return None if identifier is None else str(identifier)
