"""Reads of the orders service."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from kit.errors import NotFound

from orders import states
from orders.models import CartLine, OrderSession
from orders.prepared import Prepared
from orders.sql import CALL, LINE, ORDER, ORDERS, SESSION_HEAD

FIND_LIMIT = 100  # sessions
CODE = re.compile(r"[0-9a-f]{40}")

SESSION = Prepared(
    "session_whole",
    f"""
SELECT row_to_json(whole)::text
FROM (SELECT {SESSION_HEAD}, {ORDERS} FROM orders_ordersession s
      WHERE s.code = %(code)s::text) whole
""",  # noqa: S608 - fragments of our own
)

FIND = f"""
SELECT coalesce('[' || string_agg(row_to_json(whole)::text, ',') || ']', '[]')
FROM (SELECT {SESSION_HEAD}, {ORDERS} FROM orders_ordersession s
      WHERE s.location_id = %s AND (%s = '' OR s.state = %s)
        AND s.created_at >= coalesce(%s, '-infinity'::timestamptz)
      ORDER BY s.id LIMIT %s OFFSET %s) whole
"""  # noqa: S608

ONE = """
SELECT row_to_json(one)::text
FROM (SELECT {fields} FROM {table} JOIN orders_ordersession s ON s.id = session_id
      WHERE {key} = %s) one
"""
ORDER_JSON = ONE.format(fields=ORDER, table="orders_order o", key="o.id")
LINE_JSON = ONE.format(fields=LINE, table="orders_cartline c", key="c.id")
CALL_JSON = ONE.format(fields=CALL, table="orders_call k", key="k.id")

_locations: dict[str, int] = {}
_LOCATIONS_KEPT = 20_000


def known_code(session_code: str) -> str:
    """A code that may exist; raises 404 `session_not_found`."""
    if not CODE.fullmatch(session_code):
        raise NotFound("session_not_found")
    return session_code


def _value(statement: str, parameters: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


def session_json(code: str) -> bytes:
    """The whole session with its orders as JSON; raises 404 `session_not_found`."""
    found = SESSION.row({"code": code})
    if found is None:
        raise NotFound("session_not_found")
    return str(found[0]).encode()


def sessions_json(
    *, location_id: int, state: str, opened_since: datetime | None, offset: int
) -> bytes:
    """At most 100 sessions of a location, oldest first, as a JSON array; `state` "" means both."""
    wanted = [location_id, state, state, opened_since, FIND_LIMIT, offset]
    return str(_value(FIND, wanted)).encode()


def order_json(order_id: int) -> bytes:
    """An order as JSON; raises 404 `order_not_found`."""
    return _one(ORDER_JSON, order_id, "order_not_found")


def line_json(line_id: int) -> bytes:
    """A line of a cart as JSON; raises 404 `line_not_found`."""
    return _one(LINE_JSON, line_id, "line_not_found")


def call_json(call_id: int) -> bytes:
    """A call as JSON; raises 404 `call_not_found`."""
    return _one(CALL_JSON, call_id, "call_not_found")


def _one(statement: str, key: int, reason: str) -> bytes:
    found = _value(statement, [key])
    if found is None:
        raise NotFound(reason)
    return str(found).encode()


def session_location(code: str) -> int:
    """The location of a session, which never changes and is kept; raises 404
    `session_not_found`.
    """
    known = _locations.get(code)
    if known is not None:
        return known
    found = _location(OrderSession.objects.filter(code=code), "session_not_found")
    if len(_locations) >= _LOCATIONS_KEPT:
        _locations.clear()
    _locations[code] = found
    return found


def session_state(code: str) -> str:
    """`OPEN` or `CLOSED`; raises 404 `session_not_found`."""
    found = OrderSession.objects.filter(code=code).values_list("state", flat=True).first()
    if found is None:
        raise NotFound("session_not_found")
    return found


def order_location(order_id: int) -> int:
    """The location of an order; raises 404 `order_not_found`."""
    return _location(OrderSession.objects.filter(orders=order_id), "order_not_found")


def call_location(call_id: int) -> int:
    """The location of a call; raises 404 `call_not_found`."""
    return _location(OrderSession.objects.filter(calls=call_id), "call_not_found")


def _location(sessions: QuerySet[OrderSession], reason: str) -> int:
    found = sessions.values_list("location_id", flat=True).first()
    if found is None:
        raise NotFound(reason)
    return found


def cart_products(code: str, line_ids: Collection[int] | None) -> dict[int, int]:
    """The product of each line in a session's cart, by id; None for `line_ids` means all lines."""
    lines = CartLine.objects.filter(session__code=code).order_by("id")
    if line_ids is not None:
        lines = lines.filter(id__in=line_ids)
    return dict(lines.values_list("id", "product_id"))


def open_name_taken(location_id: int, name: str) -> bool:
    """Whether an open session of the location has this name: asked before a code is used up."""
    return OrderSession.objects.filter(location_id=location_id, name=name, state="OPEN").exists()


def session_first_open() -> str | None:
    """The code of the table that has been open longest; none when all are closed."""
    codes = OrderSession.objects.filter(state=states.OPEN).order_by("id")
    return codes.values_list("code", flat=True).first()
