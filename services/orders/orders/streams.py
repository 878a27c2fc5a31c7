"""What the live consumers read: the stream of a session and the stream of a location's panel."""

from __future__ import annotations

import orjson
from django.db import connection
from kit.errors import NotFound
from live.frames import Event, Snapshot
from live.replay import RecordedSource

from orders import events, selectors, states
from orders.models import OrderSession
from orders.sql import (
    LIVE_SESSION,
    LIVE_SESSION_WHILE_OPEN,
    OLD_SESSION,
    OLD_SESSION_WHILE_OPEN,
    TABLE,
    array,
    utc,
)


def _whole(columns: str) -> str:
    """The query of a session's snapshot with these columns."""
    return f"""
SELECT session.seq, session.epoch, row_to_json(whole)::text FROM orders_ordersession session,
LATERAL (SELECT {columns}) whole WHERE session.code = %s
"""  # noqa: S608 - fragments of our own


# Closed today, and somebody still waits for something.
LEFT_OVER = """
session.state = 'CLOSED' AND session.closed_at > now() - interval '12 hours' AND EXISTS
  (SELECT FROM orders_order placed
   WHERE placed.session_id = session.id AND placed.state NOT IN ('served', 'cancelled'))
"""

TABLES = array(
    f"""{TABLE},
(SELECT json_build_object('timestamp', {utc("call.created_at")}) FROM orders_tablecall call
 WHERE call.table_id = spot.id AND call.answered_at IS NULL) AS call""",  # noqa: S608
    """orders_table spot
WHERE spot.location_id = panel.location_id AND spot.removed_at IS NULL""",
)

# Each session comes with its own seq and epoch; the panel's are those of the same database
# snapshot.
PANEL = f"""
SELECT panel.seq, panel.epoch,
  (SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',' ORDER BY whole.timestamp) || ']',
  '[]')
   FROM (SELECT {LIVE_SESSION}, nullif(session.word, '') AS word, session.seq, session.epoch
         FROM orders_ordersession session
         WHERE session.location_id = panel.location_id
           AND (session.state = 'OPEN' OR {LEFT_OVER})) whole),
  {TABLES}::text
FROM orders_panel panel WHERE panel.location_id = %s
"""  # noqa: S608


class SessionSource(RecordedSource):
    """Streams named by session codes."""

    stream = events.SESSION
    whole = _whole(LIVE_SESSION)

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(self.whole, [stream])
            row = cursor.fetchone()
        if row is None:
            raise NotFound("session_not_found")
        return Snapshot(*row)


class GuardedSessionSource(SessionSource):
    """The same for whoever only has the code: of a session that was closed nothing but its head."""

    whole = _whole(LIVE_SESSION_WHILE_OPEN)

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        events = super().events(stream, since, epoch)
        if not events:
            return events
        state = OrderSession.objects.filter(code=stream).values_list("state", flat=True).first()
        return events if state == states.OPEN else None


class OldSessionSource(SessionSource):
    """A session without what the original does not know, and whole after every change."""

    whole = _whole(OLD_SESSION)

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        return None


class GuardedOldSessionSource(OldSessionSource):
    """The same for whoever only has the code."""

    whole = _whole(OLD_SESSION_WHILE_OPEN)


class PanelSource(RecordedSource):
    """Streams named by location ids. A location that never had a session has an empty stream."""

    stream = events.PANEL

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(PANEL, [stream])
            seq, epoch, sessions, tables = cursor.fetchone() or (0, "", "[]", "[]")
        settings = orjson.dumps(selectors.place_settings(int(stream))).decode()
        whole = f'"settings":{settings},"tables":{tables},"sessions":{sessions}'
        return Snapshot(seq, epoch, f'{{"location_id":{stream},{whole}}}')
