"""Reads of trolleys."""

from __future__ import annotations

from typing import Any

from trolleys import wire
from trolleys.models import Session, Trolley
from trolleys.selectors import sessions


def trolley_row(trolley: Trolley, session: Session | None) -> dict[str, Any]:
    """A trolley as its board shows it to staff: with names, and with the living session on it, a
    row of `sessions_shown`, or null.
    """
    shown = wire.trolleys.trolley_object(trolley, session, names=True)
    if session is None:
        return {**shown, "session": None}
    contents = sessions.contents_of(session)
    return {**shown, "session": wire.sessions.session_object(session, contents)}
