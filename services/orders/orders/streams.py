"""What the live consumers read: the stream of a session and the stream of a location's panel."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from kit.errors import NotFound
from live.frames import Event, Snapshot, frame
from live.source import Source

from orders.sql import CALLS, CART, ORDERS, SESSION_HEAD

RESUME_LIMIT = 1000  # events; who has missed more gets a snapshot

SESSION = f"""
SELECT s.seq, s.epoch, row_to_json(whole)::text FROM orders_ordersession s,
LATERAL (SELECT {SESSION_HEAD}, {ORDERS}, {CART}, {CALLS}) whole WHERE s.code = %s
"""  # noqa: S608 - fragments of our own

# As the original shows it.
OLD_SESSION = f"""
SELECT s.seq, s.epoch, row_to_json(whole)::text FROM orders_ordersession s,
LATERAL (SELECT {SESSION_HEAD}, {ORDERS}) whole WHERE s.code = %s
"""  # noqa: S608

# Closed today, and somebody still waits for something.
LEFT_OVER = """
s.state = 'CLOSED' AND s.closed_at > now() - interval '12 hours' AND EXISTS
  (SELECT FROM orders_order o WHERE o.session_id = s.id AND o.state NOT IN ('served', 'cancelled'))
"""

# Each session comes with its own seq and epoch; the panel's are those of the same database
# snapshot.
PANEL = f"""
SELECT p.seq, p.epoch,
  (SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',' ORDER BY whole.timestamp) || ']',
  '[]')
   FROM (SELECT {SESSION_HEAD}, s.seq, s.epoch, {ORDERS}, {CART}, {CALLS}
         FROM orders_ordersession s
         WHERE s.location_id = p.location_id AND (s.state = 'OPEN' OR {LEFT_OVER})) whole)
FROM orders_panel p WHERE p.location_id = %s
"""  # noqa: S608

SESSION_HEADS = "SELECT code, seq FROM orders_ordersession WHERE code = ANY(%s)"
PANEL_HEADS = (
    "SELECT location_id::text, seq FROM orders_panel WHERE location_id = ANY(%s::bigint[])"
)

SESSION_EVENTS = """
SELECT s.seq, s.epoch, e.seq, e.kind, e.data FROM orders_ordersession s
LEFT JOIN orders_event e ON e.session_id = s.id AND e.seq > %s AND e.seq <= %s
WHERE s.code = %s ORDER BY e.seq
"""
PANEL_EVENTS = """
SELECT p.seq, p.epoch, e.panel_seq, e.kind, e.data FROM orders_panel p
LEFT JOIN orders_event e ON e.location_id = p.location_id AND e.panel_seq > %s AND e.panel_seq <= %s
WHERE p.location_id = %s ORDER BY e.panel_seq
"""


class SessionSource:
    """Streams named by session codes."""

    whole = SESSION

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(self.whole, [stream])
            row = cursor.fetchone()
        if row is None:
            raise NotFound("session_not_found")
        return Snapshot(*row)

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        return _events(SESSION_EVENTS, stream, since, epoch)

    def heads(self, streams: Sequence[str]) -> dict[str, int]:
        return _heads(SESSION_HEADS, streams)


class OldSessionSource(SessionSource):
    """The same without what the original does not know, and whole after every change."""

    whole = OLD_SESSION

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        return None


class PanelSource:
    """Streams named by location ids. A location that never had a session has an empty stream."""

    def snapshot(self, stream: str) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute(PANEL, [stream])
            seq, epoch, sessions = cursor.fetchone() or (0, "", "[]")
        return Snapshot(seq, epoch, f'{{"location_id":{stream},"sessions":{sessions}}}')

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        return _events(PANEL_EVENTS, stream, since, epoch)

    def heads(self, streams: Sequence[str]) -> dict[str, int]:
        return _heads(PANEL_HEADS, streams)


def live(source: Source, stream: str, since: int | None, epoch: str) -> bytes:
    """What a socket's snapshot holds, for pages that ask from time to time: `{"seq","epoch",
    "data"}`, with `data` null when nothing has happened since. Raises 404 `session_not_found`.
    """
    if since is not None and source.events(stream, since, epoch) == []:
        return f'{{"seq":{since},"epoch":"{epoch}","data":null}}'.encode()
    now = source.snapshot(stream)
    return f'{{"seq":{now.seq},"epoch":"{now.epoch}","data":{now.data}}}'.encode()


def _heads(statement: str, streams: Sequence[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(streams)])
        return dict(cursor.fetchall())


def _events(statement: str, stream: str, since: int, epoch: str) -> list[Event] | None:
    """The events after `since`, or None unless they are all there, in one piece and not too
    many.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [since, since + RESUME_LIMIT, stream])
        rows = cursor.fetchall()
    if not rows:
        return None
    head, current = rows[0][:2]
    told = [row[2] for row in rows if row[2] is not None]
    if epoch != current or since > head or told != list(range(since + 1, head + 1)):
        return None
    return [Event(seq, frame(kind, seq, current, data)) for _, _, seq, kind, data in rows if seq]
