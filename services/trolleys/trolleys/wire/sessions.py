"""How a session is shown."""

from __future__ import annotations

from typing import Any

from trolleys import states
from trolleys.models import Session
from trolleys.wire.values import utc


def check_object(session: Session) -> dict[str, Any]:
    """The spot check: `{"state","items","since"}`."""
    shown = session.check_state in (states.CHECK_WAITING, states.CHECK_MISSED)
    return {
        "state": session.check_state,
        "items": session.check_items if shown else None,
        "since": utc(session.check_since) if shown else None,
    }
