"""Websocket adapter of boards."""

from __future__ import annotations

from live.database import in_database
from live.stream import StreamConsumer
from peers.locations import still_staff

from trolleys import access, events
from trolleys.board import BoardSource
from trolleys.models.columns import NO_PLACE


class BoardConsumer(StreamConsumer):
    """`/ws/trolley-board/<location_id>/`: the staff of a place follow all of its trolleys; 0 are
    those without a place.
    """

    source = BoardSource()
    group = events.BOARD.group
    reserved = True
    asks_again = 50.0  # with the ten seconds of an answer that is shared: within a minute

    async def subscription(self) -> tuple[str, float]:
        self.location_id = access.path_number(self.scope["url_route"]["kwargs"]["location_id"])
        self.staff = await self.caller()
        await in_database(access.require_staff, self.staff, self.location_id)
        return str(self.location_id), self.staff.expires_at

    def still_allowed(self) -> bool:
        if self.location_id == NO_PLACE or any(map(self.staff.has, access.EVERYWHERE)):
            return True  # roles are in the token
        return still_staff(self.staff, self.location_id, access.FLOOR)
