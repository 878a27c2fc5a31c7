"""What listeners are told of a change, in its transaction.

A session's stream is counted before a board's; nothing is locked after a board.
"""

from __future__ import annotations

from typing import Any

import orjson

from trolleys import events, selectors
from trolleys.actions.locks import board_ensure
from trolleys.models import Board, Session, Trolley


def session_tell(session: Session, kind: str, data: Any, /) -> None:
    """Record an event of a session, which the caller has locked."""
    events.session_recorder.record(session, kind, orjson.dumps(data))


def trolley_tell(trolley: Trolley, /, *, session: Session | None = None) -> None:
    """Record on the board of a trolley's place that it has changed, with its row of now; who has
    the living session on it, as a row of `sessions_shown`, saves asking for it.
    """
    row = selectors.trolleys.trolley_row(trolley, session or selectors.sessions.session_on(trolley))
    board_tell(trolley.location_id, "trolley.changed", row)


def board_tell(location_id: int, kind: str, data: Any, /) -> None:
    """Record an event of the board of a location; the first one makes the board."""
    board, payload = Board(location_id=location_id), orjson.dumps(data)
    try:
        events.board_recorder.record(board, kind, payload)
    except LookupError:
        board_ensure(location_id)
        events.board_recorder.record(board, kind, payload)
