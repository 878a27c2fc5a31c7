"""How a change is recorded.

A statement locks the session's row, then the panel's row, counts both streams on, changes and
records the event: one round trip, nothing half done, and listeners can be told after the commit.
Locks are always taken in that order; a write of several statements takes the session's first
(`lock_open`).
"""

from __future__ import annotations

import secrets

from kit.errors import BadRequest, NotFound

from orders import states
from orders.events import Change, announce
from orders.models import OrderSession
from orders.prepared import Prepared, Value

# `s` is the session whose row the statement has changed, `d` the JSON of what is told.
RECORD = """
p AS (UPDATE orders_panel SET seq = orders_panel.seq + 1
      FROM s WHERE orders_panel.location_id = s.location_id
      RETURNING orders_panel.seq, orders_panel.epoch),
e AS (INSERT INTO orders_event (session_id, seq, location_id, panel_seq, kind, data, created_at)
      SELECT s.id, s.seq, s.location_id, p.seq, %(kind)s::text, d.data, now() FROM s, p, d)
SELECT %(kind)s::text, s.code, s.seq, s.epoch, s.location_id, p.seq, p.epoch, d.data FROM s, p, d
"""

# The same for `count` changes of one kind: `d` numbers them from 1.
RECORD_ALL = """
p AS (UPDATE orders_panel SET seq = orders_panel.seq + %(count)s::int
      FROM s WHERE orders_panel.location_id = s.location_id
      RETURNING orders_panel.seq - %(count)s::int AS seq, orders_panel.epoch),
t AS (SELECT %(kind)s::text AS kind, s.code, s.seq - %(count)s::int + d.n AS seq, s.epoch,
             s.location_id, p.seq + d.n AS panel_seq, p.epoch AS panel_epoch, d.data, s.id
      FROM s, p, d),
e AS (INSERT INTO orders_event (session_id, seq, location_id, panel_seq, kind, data, created_at)
      SELECT id, seq, location_id, panel_seq, kind, data, now() FROM t)
SELECT kind, code, seq, epoch, location_id, panel_seq, panel_epoch, data FROM t ORDER BY seq
"""

# One change of session `id` that leaves no other trace in its row. `{change}` is what it does.
IN_SESSION = f"""
WITH s AS (UPDATE orders_ordersession SET seq = seq + 1 WHERE id = %(session)s::bigint
           RETURNING *),
{{change}},
{RECORD}
"""  # noqa: S608 - fragments of our own


def run(statement: Prepared, **values: Value) -> Change | None:
    """Run a statement that ends with RECORD and announce its change; None when it changed
    nothing.
    """
    row = statement.row(values)
    if row is None:
        return None
    change = Change(*row)
    announce([change])
    return change


def done(statement: Prepared, **values: Value) -> bytes:
    """Run a statement in a session that is locked; the JSON of what is told."""
    change = run(statement, **values)
    assert change is not None
    return change.data.encode()


def lock(session_id: int) -> OrderSession:
    """The session, locked for the rest of the transaction."""
    return OrderSession.objects.select_for_update().get(id=session_id)


def lock_open(code: str) -> OrderSession:
    """The same, by its code; raises 404 `session_not_found`, 400 `session_closed`."""
    session = OrderSession.objects.select_for_update().filter(code=code).first()
    if session is None:
        raise NotFound("session_not_found")
    if session.state != states.OPEN:
        raise BadRequest("session_closed")
    return session


def new_epoch() -> str:
    """The name of a count that begins."""
    return secrets.token_hex(4)
