"""Orders: one at a time by the shortest way, many as one batch, and their moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.db import transaction
from kit.errors import BadRequest, Conflict, NotFound

from orders import selectors, states
from orders.actions.record import IN_SESSION, RECORD, RECORD_ALL, done, lock, run
from orders.clients import Product
from orders.events import Change, announce
from orders.models import Order, OrderChange
from orders.prepared import Prepared, Value
from orders.sql import ORDER

COLUMNS = """(session_id, batch, state, reason, created_at,
         product_id, name, price, category, quantity, note, guest, staff_id)"""
BEGUN = "s.id, s.batch, 'new', '', clock_timestamp()"

# PLACE could do this too, but takes a sixth longer for a single order, which is the hot path.
CREATE = Prepared(
    "order_create",
    f"""
WITH s AS (UPDATE orders_ordersession
           SET seq = seq + 1, order_count = order_count + 1, batch = batch + 1
           WHERE code = %(code)s::text AND state = 'OPEN' AND order_count < %(limit)s::int
           RETURNING *),
o AS (INSERT INTO orders_order {COLUMNS}
      SELECT {BEGUN}, %(product_id)s::bigint, %(name)s::text, %(price)s::numeric,
             %(category)s::text, %(quantity)s::smallint, %(note)s::text, %(guest)s::text, NULL
      FROM s RETURNING *),
d AS (SELECT row_to_json(line)::text AS data FROM (SELECT {ORDER} FROM o, s) line),
{RECORD}
""",  # noqa: S608 - fragments of our own
)

PLACE = Prepared(
    "orders_place",
    f"""
WITH s AS (UPDATE orders_ordersession
           SET seq = seq + %(count)s::int, order_count = order_count + %(count)s::int,
               batch = batch + 1
           WHERE code = %(code)s::text AND state = 'OPEN'
             AND order_count + %(count)s::int <= %(limit)s::int
           RETURNING *),
w AS (SELECT * FROM ROWS FROM (json_to_recordset(%(lines)s::json)
        AS (product_id bigint, name text, price numeric, category text, quantity smallint,
            note text, guest text)) WITH ORDINALITY),
o AS (INSERT INTO orders_order {COLUMNS}
      SELECT {BEGUN}, w.product_id, w.name, w.price, w.category, w.quantity, w.note, w.guest,
             %(staff_id)s::bigint
      FROM s, w ORDER BY w.ordinality RETURNING *),
d AS (SELECT row_number() OVER (ORDER BY line.id) AS n, row_to_json(line)::text AS data
      FROM (SELECT {ORDER} FROM o, s) line),
{RECORD_ALL}
""",  # noqa: S608
)

MOVE = Prepared(
    "order_move",
    IN_SESSION.format(
        change=f"""
o AS (UPDATE orders_order
      SET state = %(state)s::text, reason = %(reason)s::text, changed_at = clock_timestamp()
      WHERE id = %(id)s::bigint RETURNING *),
d AS (SELECT row_to_json(line)::text AS data FROM (SELECT {ORDER} FROM o, s) line)"""  # noqa: S608
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be ordered of a product, and for whom."""

    product_id: int
    product: Product
    quantity: int = 1
    note: str = ""
    guest: str = ""

    def row(self) -> dict[str, Value]:
        """The columns that it gives an order."""
        return {
            "product_id": self.product_id,
            "name": self.product.name,
            "price": self.product.price,
            "category": self.product.category,
            "quantity": self.quantity,
            "note": self.note,
            "guest": self.guest,
        }


def order_create(*, code: str, line: Line) -> bytes:
    """Place an order of a guest and answer with its JSON.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`; then nothing is
    stored.
    """
    limit = settings.MAX_ORDERS_PER_SESSION
    change = run(CREATE, kind="order.created", code=code, limit=limit, **line.row())
    if change is None:
        raise _refused(code)
    return change.data.encode()


def orders_place(*, code: str, lines: Sequence[Line], staff_id: int | None) -> bytes:
    """Place orders as one batch, all or none; `staff_id` is who orders for the guests. Answers
    with `{"batch","orders"}` and raises as order_create does.
    """
    changes = orders_placed(code=code, lines=lines, staff_id=staff_id)
    announce(changes)
    return placed_json(changes)


def orders_placed(*, code: str, lines: Sequence[Line], staff_id: int | None) -> list[Change]:
    """The same for a larger write, which has to announce the changes."""
    values: dict[str, Value] = {
        "kind": "order.created",
        "code": code,
        "count": len(lines),
        "limit": settings.MAX_ORDERS_PER_SESSION,
        "lines": orjson.dumps([line.row() for line in lines]).decode(),
        "staff_id": staff_id,
    }
    rows = PLACE.rows(values)
    if not rows:
        raise _refused(code)
    return [Change(*row) for row in rows]


def placed_json(changes: Sequence[Change]) -> bytes:
    """`{"batch","orders"}` of orders that were placed together."""
    batch = orjson.loads(changes[0].data)["batch"]
    orders = ",".join(change.data for change in changes)
    return f'{{"batch":{batch},"orders":[{orders}]}}'.encode()


def _refused(code: str) -> BadRequest:
    """Why a session has taken no order; raises 404 `session_not_found`."""
    closed = selectors.session_state(code) == states.CLOSED
    return BadRequest("session_closed" if closed else "session_full")


def order_move(*, order_id: int, to: str, expected: str | None, reason: str, user_id: int) -> bytes:
    """Move an order to another state and answer with its JSON; it is already there: the same again.

    `expected` is the state that the mover saw. Raises 404 `order_not_found`, 409 `order_changed`
    when it is not that any more, 409 `illegal_move` when the table of states has no such move.
    """
    with transaction.atomic():
        session_id = Order.objects.filter(id=order_id).values_list("session_id", flat=True).first()
        if session_id is None:
            raise NotFound("order_not_found")
        lock(session_id)
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
        moved: dict[str, Value] = {"id": order_id, "state": to, "reason": reason}
        return done(MOVE, kind="order.changed", session=session_id, **moved)
