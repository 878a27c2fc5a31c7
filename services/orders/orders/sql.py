"""The JSON of sessions and what is in them, built by PostgreSQL: measured at twice the speed of
building it from rows.

Each fragment names its rows by the noun: `session`, `placed` (an order), `line`, `call`.
"""

from __future__ import annotations


def utc(column: str) -> str:
    """A time as RFC 3339 text in UTC, with microseconds."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00')"""


def array(fields: str, rows: str) -> str:
    """A JSON array of objects with these fields, oldest first."""
    return f"""
(SELECT coalesce('[' || string_agg(row_to_json(one)::text, ',' ORDER BY one.id) || ']', '[]')::json
 FROM (SELECT {fields} FROM {rows}) one)
"""  # noqa: S608 - fragments of our own


# Fields as the seed shows them (id, product_id, session, timestamp), then our own.
ORDER = f"""
placed.id, placed.product_id, session.code AS session, {utc("placed.created_at")} AS timestamp,
placed.name, placed.price::text AS price, placed.options, placed.quantity, placed.note,
placed.state, placed.reason, placed.guest, placed.guest_id, placed.category,
CASE WHEN placed.categories = '{{}}' AND placed.category <> '' THEN ARRAY[placed.category::text]
     ELSE placed.categories END AS categories,
nullif(placed.discount, 0)::text AS discount, nullif(placed.voided, 0)::text AS voided,
placed.batch, placed.staff_id IS NOT NULL AS by_staff,
{utc("coalesce(placed.changed_at, placed.created_at)")} AS changed
"""

LINE = f"""
line.id, session.code AS session, line.product_id, line.name, line.price::text AS price,
line.options, line.quantity, line.note, line.guest, line.guest_id, line.changed_by,
{utc("line.created_at")} AS timestamp
"""

CALL = f"""
call.id, session.code AS session, call.kind, {utc("call.created_at")} AS timestamp,
{utc("call.answered_at")} AS answered, nullif(call.pay, '') AS pay, nullif(call.split, '') AS split
"""

# The six fields of the original are these and the orders.
OLD_HEAD = f"""
session.code, session.name, session.location_id, session.state,
{utc("session.created_at")} AS timestamp
"""

HEAD = f"""
{OLD_HEAD}, session.table_id, session.word <> '' AS asks_word,
(SELECT target.code FROM orders_ordersession target
 WHERE target.id = session.merged_into_id) AS "into"
"""  # noqa: S608 - fragments of our own

# What is in `session`.
ORDERS = array(ORDER, "orders_order placed WHERE placed.session_id = session.id")
CART = array(LINE, "orders_cartline line WHERE line.session_id = session.id")
# A call at a table that was closed needs no answer any more.
OPEN_CALLS = """orders_call call
WHERE call.session_id = session.id AND call.answered_at IS NULL AND session.state = 'OPEN'"""
CALLS = array(CALL, OPEN_CALLS)
ANSWERED = array(
    CALL,
    """orders_call call
WHERE call.session_id = session.id AND call.answered_at IS NOT NULL AND session.state = 'OPEN'
  AND NOT EXISTS (SELECT FROM orders_call later
                  WHERE later.session_id = call.session_id AND later.kind = call.kind
                    AND later.answered_at IS NOT NULL AND later.id > call.id)""",
)

# A table; its alias is no word of SQL.
TABLE = """
spot.id, spot.location_id, spot.name, spot.code, spot.seats,
CASE WHEN spot.x IS NOT NULL THEN json_build_object('x', spot.x, 'y', spot.y) END AS position,
spot.is_active
"""


def while_open(rows: str) -> str:
    """The JSON array `rows` while the session is open; for one that was closed an empty one."""
    return f"CASE WHEN session.state = 'OPEN' THEN {rows} ELSE '[]'::json END"


# What counts as paid of its bill, and what somebody is paying just now; nothing for strangers.
BILL = "session.paid::text AS paid, session.pending::text AS pending"
BILL_WHILE_OPEN = """
CASE WHEN session.state = 'OPEN' THEN session.paid::text END AS paid,
CASE WHEN session.state = 'OPEN' THEN session.pending::text END AS pending"""
# The columns of a session with its orders, and with all that is in it.
OLD_SESSION = f"{OLD_HEAD}, {ORDERS} AS orders"
SESSION = f"{HEAD}, {BILL}, {ORDERS} AS orders"
_CALLED = f"{CALLS} AS calls, {ANSWERED} AS answered"
LIVE_SESSION = f"{SESSION}, {CART} AS cart, {_CALLED}"
# The same as strangers see it.
OLD_SESSION_WHILE_OPEN = f"{OLD_HEAD}, {while_open(ORDERS)} AS orders"
SESSION_WHILE_OPEN = f"{HEAD}, {BILL_WHILE_OPEN}, {while_open(ORDERS)} AS orders"
LIVE_SESSION_WHILE_OPEN = f"{SESSION_WHILE_OPEN}, {while_open(CART)} AS cart, {_CALLED}"
