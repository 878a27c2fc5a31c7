"""Sessions: opening and closing them, and holding one while something in it changes.

Locks are taken in one order: tables by their ids, then sessions by theirs, then, by the recorder,
the panel. Whoever needs several has them all before the first event.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from kit.alike import fingerprint
from kit.errors import BadRequest, NotFound, violating
from kit.inserts import row_insert

from orders import selectors, states
from orders.events import recorder
from orders.models import OrderSession, Panel, Table

DUPLICATE = BadRequest("duplicate_session")


def session_create(*, code: str, location_id: int, name: str) -> None:
    """Open a session; raises 400 `duplicate_session` when an open one of the location has
    a name that looks like it.
    """
    with transaction.atomic():
        session = session_insert(code=code, location_id=location_id, name=name)
        if session is None:
            raise DUPLICATE
        recorder.begin(session, "session.opened", selectors.head_json(session.id))


def session_insert(
    *, code: str, location_id: int, name: str, table: Table | None = None
) -> OrderSession | None:
    """A new open session, whose event is still to be recorded; None when the name is taken, or the
    table.
    """
    asks = selectors.place_settings(location_id)["ask_word"]
    session = OrderSession(
        code=code,
        location_id=location_id,
        name=name,
        batch=0,
        folded_hash=fingerprint(name),
        table=table,
        word=f"{secrets.randbelow(10_000):04}" if asks else "",
    )
    panel_ensure(location_id)
    return session if row_insert(session) else None


def session_close(*, code: str) -> None:
    """Close a session; closing again changes nothing. Raises 404 `session_not_found`."""
    with transaction.atomic():
        session = session_lock("session_not_found", code=code)
        if session.state == states.CLOSED:
            return
        session_end(session)


@contextmanager
def unlike_others() -> Iterator[None]:
    """Raise 400 `duplicate_session` where the database finds that another open session is called
    so, or looks like that.
    """
    exact = violating("orders_open_session_name", DUPLICATE)
    with exact, violating("orders_open_session_alike", DUPLICATE):
        yield


def session_end(session: OrderSession) -> None:
    """Close a session that is locked and open."""
    session.state, session.closed_at = states.CLOSED, timezone.now()
    session.save(update_fields=["state", "closed_at", "merged_into"])
    recorder.record(session, "session.closed", selectors.head_json(session.id))


def session_lock(reason: str, **lookups: Any) -> OrderSession:
    """The session that matches, locked for the rest of the transaction; raises 404 `reason`.

    Every write locks the session first and reads what it changes afterwards.
    """
    sessions = OrderSession.objects.select_for_update(of=("self",), no_key=True)
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


def panel_ensure(location_id: int) -> Panel:
    """The panel of a location, which is there from the first thing that happens at the place."""
    panel = Panel(location_id=location_id)
    Panel.objects.bulk_create([panel], ignore_conflicts=True)
    return panel
