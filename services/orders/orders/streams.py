"""What the live consumers read: the stream of a session and the stream of a location's panel."""

from __future__ import annotations

from django.db import connection
from kit.errors import NotFound
from live.frames import Event, Snapshot
from live.replay import RecordedSource

from orders import events
from orders.sql import CALLS, CART, HEAD, ORDERS

SESSION = f"""
SELECT session.seq, session.epoch, row_to_json(whole)::text FROM orders_ordersession session,
LATERAL (SELECT {HEAD}, {ORDERS}, {CART}, {CALLS}) whole WHERE session.code = %s
"""  # noqa: S608 - fragments of our own

# As the original shows it.
OLD_SESSION = f"""
SELECT session.seq, session.epoch, row_to_json(whole)::text FROM orders_ordersession session,
LATERAL (SELECT {HEAD}, {ORDERS}) whole WHERE session.code = %s
"""  # noqa: S608

# Closed today, and somebody still waits for something.
LEFT_OVER = """
session.state = 'CLOSED' AND session.closed_at > now() - interval '12 hours' AND EXISTS
  (SELECT FROM orders_order placed
   WHERE placed.session_id = session.id AND placed.state NOT IN ('served', 'cancelled'))
"""

# Each session comes with its own seq and epoch; the panel's are those of the same database
# snapshot.
PANEL = f"""
SELECT panel.seq, panel.epoch,
  (SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',' ORDER BY whole.timestamp) || ']',
  '[]')
   FROM (SELECT {HEAD}, session.seq, session.epoch, {ORDERS}, {CART}, {CALLS}
         FROM orders_ordersession session
         WHERE session.location_id = panel.location_id
           AND (session.state = 'OPEN' OR {LEFT_OVER})) whole)
FROM orders_panel panel WHERE panel.location_id = %s
"""  # noqa: S608


class SessionSource(RecordedSource):
    """Streams named by session codes."""

    stream = events.SESSION
    whole = SESSION

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(self.whole, [stream])
            row = cursor.fetchone()
        if row is None:
            raise NotFound("session_not_found")
        return Snapshot(*row)


class OldSessionSource(SessionSource):
    """The same without what the original does not know, and whole after every change."""

    whole = OLD_SESSION

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        return None


class PanelSource(RecordedSource):
    """Streams named by location ids. A location that never had a session has an empty stream."""

    stream = events.PANEL

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(PANEL, [stream])
            seq, epoch, sessions = cursor.fetchone() or (0, "", "[]")
        return Snapshot(seq, epoch, f'{{"location_id":{stream},"sessions":{sessions}}}')
