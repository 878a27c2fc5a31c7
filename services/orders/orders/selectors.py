"""Reads of the orders service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from kit.cache import Cache
from kit.errors import NotFound
from live.prepared import Prepared

from orders import states
from orders.models import CartLine, OrderSession
from orders.sql import CALL, HEAD, LINE, ORDER, ORDERS

FIND_LIMIT = 100  # sessions

# Prepared, because it answers every order of a client of the original.
SESSION = Prepared(
    "session_whole",
    f"""
SELECT row_to_json(whole)::text
FROM (SELECT {HEAD}, {ORDERS} FROM orders_ordersession session
      WHERE session.code = %(code)s::text) whole
""",  # noqa: S608 - fragments of our own
)

FIND = f"""
SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',') || ']', '[]')
FROM (SELECT {HEAD}, {ORDERS} FROM orders_ordersession session
      WHERE session.location_id = %s AND (%s = '' OR session.state = %s)
        AND session.created_at >= coalesce(%s, '-infinity'::timestamptz)
      ORDER BY session.id LIMIT %s OFFSET %s) whole
"""  # noqa: S608

ONE = """
SELECT row_to_json(one)::text
FROM (SELECT {fields} FROM {table} JOIN orders_ordersession session ON session.id = session_id
      WHERE {key} = %s) one
"""
ORDER_JSON = ONE.format(fields=ORDER, table="orders_order placed", key="placed.id")
LINE_JSON = ONE.format(fields=LINE, table="orders_cartline line", key="line.id")
CALL_JSON = ONE.format(fields=CALL, table="orders_call call", key="call.id")
HEAD_JSON = f"""
SELECT row_to_json(one)::text
FROM (SELECT {HEAD} FROM orders_ordersession session WHERE session.id = %s) one
"""  # noqa: S608

_locations: Cache[str, int] = Cache(20_000)


def session_json(code: str) -> bytes:
    """The whole session with its orders as JSON; raises 404 `session_not_found`."""
    row = SESSION.row({"code": code})
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


def session_location(code: str) -> int:
    """The location of a session, which never changes and is remembered; raises 404
    `session_not_found`.
    """

    def read() -> int:
        return _location(OrderSession.objects.filter(code=code), "session_not_found")

    return _locations.get_or_make(code, read)


def session_state(code: str) -> str:
    """`OPEN` or `CLOSED`; raises 404 `session_not_found`."""
    state = OrderSession.objects.filter(code=code).values_list("state", flat=True).first()
    if state is None:
        raise NotFound("session_not_found")
    return state


def order_location(order_id: int) -> int:
    """The location of an order; raises 404 `order_not_found`."""
    return _location(OrderSession.objects.filter(orders=order_id), "order_not_found")


def call_location(call_id: int) -> int:
    """The location of a call; raises 404 `call_not_found`."""
    return _location(OrderSession.objects.filter(calls=call_id), "call_not_found")


def cart_products(code: str, line_ids: Collection[int] | None) -> dict[int, int]:
    """The product of each line in a session's cart, by id; None for `line_ids` means all lines."""
    lines = CartLine.objects.filter(session__code=code).order_by("id")
    if line_ids is not None:
        lines = lines.filter(id__in=line_ids)
    return dict(lines.values_list("id", "product_id"))


def open_name_taken(location_id: int, name: str) -> bool:
    """Whether an open session of the location has this name: asked before a code is used up."""
    sessions = OrderSession.objects.filter(location_id=location_id, name=name, state=states.OPEN)
    return sessions.exists()


def session_first_open() -> str | None:
    """The code of the table that has been open longest; none when all are closed."""
    codes = OrderSession.objects.filter(state=states.OPEN).order_by("id")
    return codes.values_list("code", flat=True).first()


def _location(sessions: QuerySet[OrderSession], reason: str) -> int:
    location_id = sessions.values_list("location_id", flat=True).first()
    if location_id is None:
        raise NotFound(reason)
    return location_id


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
