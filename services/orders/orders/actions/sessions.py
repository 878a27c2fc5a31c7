"""Sessions: opening and closing them, and holding one while something in it changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from kit.alike import fingerprint
from kit.errors import BadRequest, NotFound
from kit.inserts import row_insert

from orders import selectors, states
from orders.events import recorder
from orders.models import OrderSession, Panel


def session_create(*, code: str, location_id: int, name: str) -> None:
    """Open a session; raises 400 `duplicate_session` when an open one of the location has
    a name that looks like it.
    """
    with transaction.atomic():
        session = OrderSession(
            code=code,
            location_id=location_id,
            name=name,
            batch=0,
            folded_hash=fingerprint(name),
        )
        if not row_insert(session):
            raise BadRequest("duplicate_session")
        Panel.objects.bulk_create([Panel(location_id=location_id)], ignore_conflicts=True)
        recorder.begin(session, "session.opened", selectors.head_json(session.id))


def session_close(*, code: str) -> None:
    """Close a session; closing again changes nothing. Raises 404 `session_not_found`."""
    with transaction.atomic():
        session = session_lock("session_not_found", code=code)
        if session.state == states.CLOSED:
            return
        session.state, session.closed_at = states.CLOSED, timezone.now()
        session.save(update_fields=["state", "closed_at"])
        recorder.record(session, "session.closed", selectors.head_json(session.id))


def session_lock(reason: str, **lookups: Any) -> OrderSession:
    """The session that matches, locked for the rest of the transaction; raises 404 `reason`.

    Every write locks the session first and reads what it changes afterwards.
    """
    sessions = OrderSession.objects.select_for_update(of=("self",))
    session = sessions.filter(**lookups).first()
    if session is None:
        raise NotFound(reason)
    return session


def session_lock_open(code: str) -> OrderSession:
    """The same for an open session; raises 404 `session_not_found`, 400 `session_closed`."""
    session = session_lock("session_not_found", code=code)
    if session.state != states.OPEN:
        raise BadRequest("session_closed")
    return session
