"""Writes of the orders service.

Each is one SQL statement that locks the session's row, then the panel's row, counts both streams
on, changes and records the event: one round trip, nothing half done, and listeners can be told
after the commit. Locks are always taken in that order.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import connection, transaction
from kit.errors import BadRequest, Conflict, NotFound, violating

from orders import selectors, states
from orders.clients import Product
from orders.events import Change, announce
from orders.models import Order, OrderChange, OrderSession, Panel
from orders.prepared import Prepared
from orders.sql import ORDER, SESSION_HEAD

# `s` is the session whose row the statement has changed, `d` the JSON of what is told.
RECORD = """
p AS (UPDATE orders_panel SET seq = orders_panel.seq + 1
      FROM s WHERE orders_panel.location_id = s.location_id
      RETURNING orders_panel.seq, orders_panel.epoch),
e AS (INSERT INTO orders_event (session_id, seq, location_id, panel_seq, kind, data, created_at)
      SELECT s.id, s.seq, s.location_id, p.seq, %(kind)s::text, d.data, now() FROM s, p, d)
SELECT %(kind)s::text, s.code, s.seq, s.epoch, s.location_id, p.seq, p.epoch, d.data FROM s, p, d
"""

CREATE = Prepared(
    "order_create",
    f"""
WITH s AS (UPDATE orders_ordersession SET seq = seq + 1, order_count = order_count + 1
           WHERE code = %(code)s::text AND state = 'OPEN' AND order_count < %(limit)s::int
           RETURNING *),
o AS (INSERT INTO orders_order
        (session_id, product_id, name, price, quantity, note, state, reason, created_at)
      SELECT s.id, %(product_id)s::bigint, %(name)s::text, %(price)s::numeric,
             %(quantity)s::smallint, %(note)s::text, 'new', '', clock_timestamp()
      FROM s RETURNING *),
d AS (SELECT row_to_json(line)::text AS data FROM (SELECT {ORDER} FROM o, s) line),
{RECORD}
""",  # noqa: S608 - fragments of our own
)

CLOSE = Prepared(
    "session_close",
    f"""
WITH s AS (UPDATE orders_ordersession SET seq = seq + 1, state = 'CLOSED', closed_at = now()
           WHERE code = %(code)s::text AND state = 'OPEN' RETURNING *),
d AS (SELECT row_to_json(head)::text AS data FROM (SELECT {SESSION_HEAD} FROM s) head),
{RECORD}
""",  # noqa: S608
)

OPEN = Prepared(
    "session_open",
    f"""
WITH s AS (SELECT * FROM orders_ordersession WHERE id = %(id)s::bigint),
d AS (SELECT row_to_json(head)::text AS data FROM (SELECT {SESSION_HEAD} FROM s) head),
{RECORD}
""",  # noqa: S608
)

MOVE = Prepared(
    "order_move",
    f"""
WITH s AS (UPDATE orders_ordersession SET seq = seq + 1 WHERE id = %(session)s::bigint RETURNING *),
o AS (UPDATE orders_order SET state = %(state)s::text, reason = %(reason)s::text
      WHERE id = %(id)s::bigint RETURNING *),
d AS (SELECT row_to_json(line)::text AS data FROM (SELECT {ORDER} FROM o, s) line),
{RECORD}
""",  # noqa: S608
)


def session_create(*, code: str, location_id: int, name: str) -> None:
    """Open a session; raises 400 `duplicate_session` when an open one of the location has
    the name.
    """
    with transaction.atomic():
        with violating("orders_open_session_name", BadRequest("duplicate_session")):
            session = OrderSession.objects.create(
                code=code, location_id=location_id, name=name, epoch=_epoch()
            )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO orders_panel (location_id, seq, epoch) VALUES (%s, 0, %s)"
                " ON CONFLICT DO NOTHING",
                [location_id, _epoch()],
            )
        _run(OPEN, kind="session.opened", id=session.id)


def order_create(
    *, code: str, product_id: int, product: Product, quantity: int, note: str
) -> bytes:
    """Place an order and answer with its JSON.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`; then nothing is
    stored.
    """
    change = _run(
        CREATE,
        kind="order.created",
        code=code,
        limit=settings.MAX_ORDERS_PER_SESSION,
        product_id=product_id,
        name=product.name,
        price=product.price,
        quantity=quantity,
        note=note,
    )
    if change is None:
        state = selectors.session_state(code)
        raise BadRequest("session_closed" if state == states.CLOSED else "session_full")
    return change.data.encode()


def session_close(*, code: str) -> None:
    """Close a session; closing again changes nothing. Raises 404 `session_not_found`."""
    if _run(CLOSE, kind="session.closed", code=code) is None:
        selectors.session_state(code)


def order_move(*, order_id: int, to: str, expected: str | None, reason: str, user_id: int) -> bytes:
    """Move an order to another state and answer with its JSON; it is already there: the same again.

    `expected` is the state that the mover saw. Raises 404 `order_not_found`, 409 `order_changed`
    when it is not that any more, 409 `illegal_move` when the table of states has no such move.
    """
    with transaction.atomic():
        session_id = Order.objects.filter(id=order_id).values_list("session_id", flat=True).first()
        if session_id is None:
            raise NotFound("order_not_found")
        OrderSession.objects.select_for_update().get(id=session_id)
        order = Order.objects.get(id=order_id)
        if order.state == to:
            return selectors.order_json(order_id)
        if expected is not None and order.state != expected:
            raise Conflict("order_changed")
        if not states.may_move(order.state, to):
            raise Conflict("illegal_move")
        OrderChange.objects.create(
            order=order, was=order.state, became=to, reason=reason, user_id=user_id
        )
        change = _run(
            MOVE, kind="order.changed", session=session_id, id=order_id, state=to, reason=reason
        )
    assert change is not None
    return change.data.encode()


@transaction.atomic
def epochs_renew() -> int:
    """Give all streams a new epoch, so that whoever comes back to one starts with a snapshot; how
    many streams.

    For a database that was set back: the numbers after the backup are given out a second time.
    """
    epoch = _epoch()  # one for all: it is only ever compared with what a client has seen
    sessions = OrderSession.objects.update(epoch=epoch)
    return sessions + Panel.objects.update(epoch=epoch)


def _run(statement: Prepared, **values: str | int | None) -> Change | None:
    """Run one of the statements above and announce its change; None when it changed nothing."""
    row = statement.row(values)
    if row is None:
        return None
    change = Change(*row)
    announce(change)
    return change


def _epoch() -> str:
    return secrets.token_hex(4)
