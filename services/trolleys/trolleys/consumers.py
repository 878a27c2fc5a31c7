"""Websocket adapters: which stream a socket is on, and who may listen. No ORM, no rules."""

from __future__ import annotations

import time

from live.database import in_database, write
from live.socket import FOREVER
from live.stream import StreamConsumer

from trolleys import events, selectors
from trolleys.actions.sessions import session_seen
from trolleys.streams import SessionSource

SIGN_EVERY = 5.0  # seconds; what comes within them is no further sign of life


class SessionConsumer(StreamConsumer):
    """`/ws/trolleys/<session_code>/`: whoever has the code follows the session. A ping or a resume
    is a sign of life.
    """

    source = SessionSource()
    group = events.SESSION.group
    signed_at = float("-inf")

    async def subscription(self) -> tuple[str, float]:
        code = self.scope["url_route"]["kwargs"]["code"]
        self.session_id = await in_database(selectors.sessions.session_id_of, code)
        return code, FOREVER

    async def understood(self) -> None:
        now = time.monotonic()
        if now - self.signed_at >= SIGN_EVERY:
            self.signed_at = now
            await write(session_seen, self.session_id)
