"""Reads of the orders service."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from kit.alike import folded
from kit.cache import Cache
from kit.errors import BadRequest, NotFound
from kit.prepared import Prepared

from orders import states
from orders.models import CartLine, OrderSession, Phone
from orders.sql import CALL, HEAD, LINE, ORDER, SESSION, SESSION_WHILE_OPEN

FIND_LIMIT = 100  # sessions
KEY_LENGTH = 43  # letters of a phone's key: 32 random bytes
KEY_LIFETIME = timedelta(hours=12)  # after the session was closed

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

_locations: Cache[str, int] = Cache(20_000)


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


def session_location(code: str) -> int:
    """The location of a session, which never changes and is remembered; raises 404
    `session_not_found`.
    """

    def read() -> int:
        return _location(OrderSession.objects.filter(code=code), "session_not_found")

    return _locations.get_or_make(code, read)


def session_name(code: str) -> str:
    """What the session is called, as a rule its table; raises 404 `session_not_found`."""
    name = OrderSession.objects.filter(code=code).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("session_not_found")
    return name


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


def cart_lines(code: str, line_ids: Collection[int] | None) -> list[CartLine]:
    """The lines in a session's cart, oldest first; None for `line_ids` means all of them."""
    lines = CartLine.objects.filter(session__code=code).order_by("id")
    return list(lines if line_ids is None else lines.filter(id__in=line_ids))


def orders_json(order_ids: Collection[int]) -> list[bytes]:
    """These orders as JSON, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(ORDERS_JSON, [list(order_ids)])
        return [str(row[0]).encode() for row in cursor.fetchall()]


def require_room(code: str, orders: int = 0, limit: int = 2**31) -> None:
    """Raise 400 `session_closed`, or 400 `session_full` where so many more orders are too many:
    asked before anything is done for an order that the session refuses in the end.
    """
    sessions = OrderSession.objects.filter(code=code)
    found = sessions.values_list("state", "order_count").first()
    if found is None:
        raise NotFound("session_not_found")
    state, count = found
    if state == states.CLOSED:
        raise BadRequest("session_closed")
    if count + orders > limit:
        raise BadRequest("session_full")


def open_name_taken(location_id: int, name: str) -> bool:
    """Whether an open session of the location has a name that looks like this one: asked before a
    code is used up.
    """
    sessions = OrderSession.objects.filter(location_id=location_id, state=states.OPEN)
    return folded(name) in map(folded, sessions.values_list("name", flat=True))


def phone_number(code: str, key: str) -> int | None:
    """The number of the phone in this session that has this key, until 12 hours after the session
    was closed; None for any other text.
    """
    if len(key) != KEY_LENGTH:
        return None
    closed = Q(session__closed_at=None) | Q(session__closed_at__gt=timezone.now() - KEY_LIFETIME)
    phones = Phone.objects.filter(closed, session__code=code, key_hash=key_hash(key))
    return phones.values_list("number", flat=True).first()


def key_hash(key: str) -> bytes:
    """What we store of a phone's key, which is random and needs no salt."""
    return hashlib.sha256(key.encode()).digest()


def session_first_open(location_id: int) -> str | None:
    """The code of the location's table that has been open longest; none when all are closed."""
    tables = OrderSession.objects.filter(location_id=location_id, state=states.OPEN)
    codes = tables.order_by("id")
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
