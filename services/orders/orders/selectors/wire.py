"""Sessions and what is in them as JSON, made by PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from kit.errors import NotFound
from kit.prepared import Prepared

from orders.sql import CALL, HEAD, LINE, ORDER, SESSION, SESSION_WHILE_OPEN, TABLE

FIND_LIMIT = 100  # sessions

# Prepared, because it answers every order of a client of the original.
WHOLE = Prepared(
    "session_whole",
    f"""
SELECT row_to_json(whole)::text
FROM (SELECT {SESSION} FROM orders_ordersession session
      WHERE session.code = %(code)s::text) whole
""",  # noqa: S608 - fragments of our own
)

GUARDED = Prepared(
    "session_guarded",
    f"""
SELECT row_to_json(whole)::text
FROM (SELECT {SESSION_WHILE_OPEN} FROM orders_ordersession session
      WHERE session.code = %(code)s::text) whole
""",  # noqa: S608
)

FIND = f"""
SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',') || ']', '[]')
FROM (SELECT {SESSION} FROM orders_ordersession session
      WHERE session.location_id = %s AND (%s = '' OR session.state = %s)
        AND session.created_at >= coalesce(%s, '-infinity'::timestamptz)
      ORDER BY session.id LIMIT %s OFFSET %s) whole
"""  # noqa: S608

ONE = """
SELECT row_to_json(one)::text
FROM (SELECT {fields} FROM {table} JOIN orders_ordersession session ON session.id = session_id
      WHERE {rows}) one
"""
ORDER_JSON = ONE.format(fields=ORDER, table="orders_order placed", rows="placed.id = %s")
LINE_JSON = ONE.format(fields=LINE, table="orders_cartline line", rows="line.id = %s")
CALL_JSON = ONE.format(fields=CALL, table="orders_call call", rows="call.id = %s")
ORDERS_JSON = ONE.format(
    fields=ORDER, table="orders_order placed", rows="placed.id = ANY(%s) ORDER BY placed.id"
)
HEAD_JSON = f"""
SELECT row_to_json(one)::text
FROM (SELECT {HEAD} FROM orders_ordersession session WHERE session.id = %s) one
"""  # noqa: S608
TABLE_JSON = f"""
SELECT row_to_json(one)::text FROM (SELECT {TABLE} FROM orders_table spot WHERE spot.id = %s) one
"""  # noqa: S608


def session_json(code: str, *, whole: bool = True) -> bytes:
    """The session with its orders as JSON; a closed one without them when it is not `whole`. Raises
    404 `session_not_found`.
    """
    row = (WHOLE if whole else GUARDED).row({"code": code})
    if row is None:
        raise NotFound("session_not_found")
    return str(row[0]).encode()


def sessions_json(
    *, location_id: int, state: str, opened_since: datetime | None, offset: int
) -> bytes:
    """At most 100 sessions of a location, oldest first, as a JSON array; `state` "" means both."""
    parameters = [location_id, state, state, opened_since, FIND_LIMIT, offset]
    return str(_value(FIND, parameters)).encode()


def head_json(session_id: int) -> bytes:
    """A session without what is in it, as JSON; raises 404 `session_not_found`."""
    return _one(HEAD_JSON, session_id, "session_not_found")


def order_json(order_id: int) -> bytes:
    """An order as JSON; raises 404 `order_not_found`."""
    return _one(ORDER_JSON, order_id, "order_not_found")


def line_json(line_id: int) -> bytes:
    """A line of a cart as JSON; raises 404 `line_not_found`."""
    return _one(LINE_JSON, line_id, "line_not_found")


def call_json(call_id: int) -> bytes:
    """A call as JSON; raises 404 `call_not_found`."""
    return _one(CALL_JSON, call_id, "call_not_found")


def table_json(table_id: int) -> bytes:
    """A table as JSON; raises 404 `table_not_found`."""
    return _one(TABLE_JSON, table_id, "table_not_found")


def orders_json(order_ids: Collection[int]) -> list[bytes]:
    """These orders as JSON, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(ORDERS_JSON, [list(order_ids)])
        return [str(row[0]).encode() for row in cursor.fetchall()]


def _one(statement: str, key: int, reason: str) -> bytes:
    value = _value(statement, [key])
    if value is None:
        raise NotFound(reason)
    return str(value).encode()


def _value(statement: str, parameters: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None
