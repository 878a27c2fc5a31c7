"""Websocket adapters: which stream a socket is on, and who may listen. No ORM, no rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import orjson
from kit.errors import Forbidden
from live.database import in_database
from live.frames import Snapshot
from live.socket import FOREVER, offered_token
from live.stream import StreamConsumer
from peers.locations import Role, still_staff

from orders import access, events, selectors, states
from orders.streams import (
    GuardedOldSessionSource,
    GuardedSessionSource,
    OldSessionSource,
    PanelSource,
    SessionSource,
)

# Something may have been said that nobody here has heard: it is to be asked for.
ASK_MENU = orjson.dumps({"type": events.MENU_CHANGED, "data": {"products": None}}).decode()
ASK_OFFER = orjson.dumps({"type": events.OFFER_CHANGED, "data": None}).decode()
SAID = (events.MENU_CHANGED, events.OFFER_CHANGED)


class PlaceConsumer(StreamConsumer):
    """A socket of somebody at a place, who also hears what changes on its menu, and of what of it
    may be ordered when. Subclasses set `location_id` in `subscription`.
    """

    location_id: int
    hears_menu = True

    async def admit(self) -> float:
        until = await super().admit()
        if self.hears_menu:
            await self.join(events.MENU.format(self.location_id))
        return until

    def deliver(self, message: dict[str, Any]) -> None:
        if message["type"] in SAID:
            self.push(message["text"])
            return
        super().deliver(message)
        if self.hears_menu and message["type"] == "live.check":
            self.push(ASK_MENU)
            self.push(ASK_OFFER)


class SessionConsumer(PlaceConsumer):
    """`/ws/orders/<code>/`: whoever has the code listens to the session; what is in a closed one is
    for those who took part and for the location's staff.
    """

    source: SessionSource = SessionSource()
    guarded: SessionSource = GuardedSessionSource()
    group = events.SESSION.group
    hidden = False  # whether the session was closed before a stranger came to listen
    looking = False  # whether it is looked whether it is open again

    async def subscription(self) -> tuple[str, float]:
        code = access.known_code(self.scope["url_route"]["kwargs"]["code"])
        self.location_id = await in_database(selectors.session_location, code)
        if not await self._sees_closed(code, self.location_id):
            self.source = self.guarded
        return code, FOREVER

    def show(self, whole: Snapshot) -> None:
        looking, self.looking = self.looking, False
        if self.source is self.guarded:
            self.hidden = orjson.loads(whole.data)["state"] == states.CLOSED
            if self.hidden and looking:
                return
        super().show(whole)

    def forward(self, message: dict[str, Any]) -> None:
        if self.hidden:
            self.looking, self.seq = True, None
            self.load()
        else:
            super().forward(message)

    async def _sees_closed(self, code: str, location_id: int) -> bool:
        query = parse_qs(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        key = query["guest_key"][0] if "guest_key" in query else None
        if await in_database(access.sees_closed, key, code):
            return True
        if not offered_token(self.scope):
            return False
        try:
            await in_database(access.require_staff, await self.caller(), location_id, Role.KITCHEN)
        except Forbidden:
            return False
        return True


class PanelConsumer(PlaceConsumer):
    """`/ws/panel/<location_id>/`: the location's staff listens to all of its sessions."""

    source = PanelSource()
    group = events.PANEL.group
    reserved = True
    asks_again = 50.0  # with the ten seconds of an answer that is shared: within a minute

    async def subscription(self) -> tuple[str, float]:
        self.location_id = int(self.scope["url_route"]["kwargs"]["location_id"])
        self.staff = await self.caller()
        await in_database(access.require_staff, self.staff, self.location_id, Role.KITCHEN)
        return str(self.location_id), self.staff.expires_at

    def still_allowed(self) -> bool:
        return still_staff(self.staff, self.location_id, Role.KITCHEN)


class OldSessionConsumer(SessionConsumer):
    """`/ws/session/<code>/`, for clients of the original: whole sessions, no sequence numbers.

    The first frame is the bare session, later ones are `{"session": …}`; changes in quick
    succession make one frame. What the original does not know, as a cart, makes none.
    """

    source = OldSessionSource()
    guarded = GuardedOldSessionSource()
    resumable = False
    hears_menu = False
    refused_before_accepting = True
    shown = ""  # the session as the client has it

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Ignored, as the original does."""

    def forward(self, message: dict[str, Any]) -> None:
        self.load()

    def show(self, whole: Snapshot) -> None:
        if whole.data != self.shown:
            self.push(f'{{"session":{whole.data}}}' if self.shown else whole.data)
            self.shown = whole.data
