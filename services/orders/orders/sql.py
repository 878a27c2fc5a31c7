"""The JSON of sessions and what is in them, built by PostgreSQL: measured at twice the speed of
building it from rows.

Each fragment names its rows by the noun: `session`, `placed` (an order), `line`, `call`.
"""

from __future__ import annotations


def _utc(column: str) -> str:
    """A time as RFC 3339 text in UTC, with microseconds."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00')"""


def _array(fields: str, rows: str) -> str:
    """A JSON array of objects with these fields, oldest first."""
    return f"""
(SELECT coalesce('[' || string_agg(row_to_json(one)::text, ',' ORDER BY one.id) || ']', '[]')::json
 FROM (SELECT {fields} FROM {rows}) one)
"""  # noqa: S608 - fragments of our own


# Fields as the seed shows them (id, product_id, session, timestamp), then our own.
ORDER = f"""
placed.id, placed.product_id, session.code AS session, {_utc("placed.created_at")} AS timestamp,
placed.name, placed.price::text AS price, placed.quantity, placed.note, placed.state, placed.reason,
placed.guest, placed.category, placed.batch, placed.staff_id IS NOT NULL AS by_staff,
{_utc("coalesce(placed.changed_at, placed.created_at)")} AS changed
"""

LINE = f"""
line.id, session.code AS session, line.product_id, line.name, line.price::text AS price,
line.quantity, line.note, line.guest, line.guest_id, line.changed_by,
{_utc("line.created_at")} AS timestamp
"""

CALL = f"""
call.id, session.code AS session, call.kind, {_utc("call.created_at")} AS timestamp,
{_utc("call.answered_at")} AS answered
"""

HEAD = f"""
session.code, session.name, session.location_id, session.state,
{_utc("session.created_at")} AS timestamp
"""

# What is in `session`.
ORDERS = _array(ORDER, "orders_order placed WHERE placed.session_id = session.id")
CART = _array(LINE, "orders_cartline line WHERE line.session_id = session.id")
# A call at a table that was closed needs no answer any more.
OPEN_CALLS = """orders_call call
WHERE call.session_id = session.id AND call.answered_at IS NULL AND session.state = 'OPEN'"""
CALLS = _array(CALL, OPEN_CALLS)


def while_open(array: str) -> str:
    """The array while the session is open; an empty one for a session that was closed."""
    return f"CASE WHEN session.state = 'OPEN' THEN {array} ELSE '[]'::json END"


# The columns of a session with its orders, and with all that is in it.
SESSION = f"{HEAD}, {ORDERS} AS orders"
LIVE_SESSION = f"{SESSION}, {CART} AS cart, {CALLS} AS calls"
# The same as strangers see it.
SESSION_WHILE_OPEN = f"{HEAD}, {while_open(ORDERS)} AS orders"
LIVE_SESSION_WHILE_OPEN = f"{SESSION_WHILE_OPEN}, {while_open(CART)} AS cart, {CALLS} AS calls"
