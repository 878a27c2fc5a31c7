"""Websocket adapters: which stream a socket is on, and who may listen. No ORM, no rules."""

from __future__ import annotations

from typing import Any

from kit.errors import ApiError
from kit.tokens import read_token
from live.database import in_database, shared
from live.frames import wire
from live.stream import StreamConsumer, offered_token

from orders import access, selectors
from orders.streams import OldSessionSource, PanelSource, SessionSource

FOREVER = float("inf")


class SessionConsumer(StreamConsumer):
    """`/ws/orders/<code>/`: whoever has the code listens to the session."""

    source = SessionSource()
    group = "session_{}"

    async def admit(self) -> tuple[str, float]:
        code = selectors.known_code(self.scope["url_route"]["kwargs"]["code"])
        await in_database(selectors.session_location, code)
        return code, FOREVER


class PanelConsumer(StreamConsumer):
    """`/ws/panel/<location_id>/`: the location's staff listens to all of its sessions."""

    source = PanelSource()
    group = "panel_{}"

    async def admit(self) -> tuple[str, float]:
        location_id = int(self.scope["url_route"]["kwargs"]["location_id"])
        caller = await in_database(lambda: read_token(offered_token(self.scope), use="access"))
        await in_database(access.require_staff, caller, location_id)
        return str(location_id), caller.expires_at


class OldSessionConsumer(SessionConsumer):
    """`/ws/session/<code>/`, for clients of the original: whole sessions, no sequence numbers.

    The first frame is the bare session, later ones are `{"session": …}`; changes in quick
    succession make one frame. What the original does not know, as a cart, makes none.
    """

    source = OldSessionSource()
    shown = ""

    def asked(self) -> tuple[int | None, str]:
        return None, ""  # the original knows no resuming

    async def refuse(self, refused: ApiError) -> None:
        await self.close()  # before accepting: the original refuses the handshake

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Ignored, as the original does."""

    def deliver(self, message: dict[str, Any]) -> None:
        if self.started and message.get("seq", FOREVER) > (self.seq or 0):
            self.load()

    async def catch_up(self) -> None:
        first = self.seq is None
        whole = await shared(self.source.snapshot, self.stream)
        self.seq = whole.seq
        if whole.data != self.shown:
            self.shown = whole.data
            self.queue.push(wire(whole.data if first else f'{{"session":{whole.data}}}'))
