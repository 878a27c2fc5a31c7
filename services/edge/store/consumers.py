"""Websocket adapters: which stream a socket is on, and who may listen. No ORM, no rules."""

from __future__ import annotations

from kit.tokens import Caller
from live.database import in_database
from live.socket import offered_token
from live.stream import StreamConsumer

from store import access, events
from store.selectors.visits import visit_find
from store.states import THE_STORE
from store.streams import board_source, visit_source


class VisitConsumer(StreamConsumer):
    """`/ws/store/visits/<visit_id>/`: a visitor, or a reviewer, follows a visit until their token
    ends.
    """

    source = visit_source
    group = events.VISIT.group

    async def subscription(self) -> tuple[str, float]:
        caller = await in_database(access.caller_of, offered_token(self.scope))
        visit_id = await in_database(_visit_of, caller, self.scope["url_route"]["kwargs"]["visit"])
        return visit_id, caller.expires_at


class BoardConsumer(StreamConsumer):
    """`/ws/store/board/`: staff follow the store until their token ends."""

    source = board_source
    group = events.BOARD.group
    reserved = True

    async def subscription(self) -> tuple[str, float]:
        caller = await in_database(access.listener_of, offered_token(self.scope))
        return THE_STORE, caller.expires_at


def _visit_of(caller: Caller, visit_id: str) -> str:
    """The name of the visit's stream; raises 404, and 403 for somebody else's."""
    visit = visit_find(visit_id)
    access.require_visitor(caller, visit.user_id)
    return str(visit.pk)
