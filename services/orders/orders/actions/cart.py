"""The cart of a table, which all its phones share: lines that nobody has sent yet.

Each write locks the session first, so that of two phones that send at once one gets the lines and
the other finds them gone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import orjson
from django.db import transaction
from kit.errors import BadRequest, Conflict, NotFound

from orders import selectors
from orders.actions.orders import Line, orders_placed, placed_json
from orders.actions.record import IN_SESSION, done, lock_open
from orders.clients import Product
from orders.events import Change, announce
from orders.models import CartLine
from orders.prepared import Prepared, Value
from orders.sql import LINE

MAX_LINES = 100
TOLD = f"d AS (SELECT row_to_json(line)::text AS data FROM (SELECT {LINE} FROM c, s) line)"  # noqa: S608 - fragments of our own

ADD = Prepared(
    "line_add",
    IN_SESSION.format(
        change=f"""
c AS (INSERT INTO orders_cartline
        (session_id, product_id, name, price, quantity, note, guest, created_at)
      SELECT s.id, %(product_id)s::bigint, %(name)s::text, %(price)s::numeric,
             %(quantity)s::smallint, %(note)s::text, %(guest)s::text, clock_timestamp()
      FROM s RETURNING *),
{TOLD}"""  # noqa: S608
    ),
)

CHANGE = Prepared(
    "line_change",
    IN_SESSION.format(
        change=f"""
c AS (UPDATE orders_cartline SET quantity = %(quantity)s::smallint, note = %(note)s::text
      WHERE id = %(id)s::bigint RETURNING *),
{TOLD}"""  # noqa: S608
    ),
)

REMOVE = Prepared(
    "line_remove",
    IN_SESSION.format(
        change="""
c AS (DELETE FROM orders_cartline WHERE id = %(id)s::bigint RETURNING id),
d AS (SELECT row_to_json(gone)::text AS data
      FROM (SELECT c.id, s.code AS session FROM c, s) gone)"""
    ),
)

SENT = Prepared(
    "cart_sent",
    IN_SESSION.format(
        change="""
d AS (SELECT row_to_json(sent)::text AS data
      FROM (SELECT s.code AS session, %(lines)s::json AS lines, s.batch, %(guest)s::text AS guest
            FROM s) sent)"""
    ),
)


def line_add(*, code: str, line: Line) -> bytes:
    """Put a line into the cart and answer with its JSON.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `cart_full` (100 lines).
    """
    with transaction.atomic():
        session = lock_open(code)
        if session.cart.count() >= MAX_LINES:
            raise BadRequest("cart_full")
        values = line.row()
        del values["category"]
        return done(ADD, kind="line.added", session=session.id, **values)


def line_change(*, code: str, line_id: int, quantity: int | None, note: str | None) -> bytes:
    """Change what is not None of a line and answer with its JSON; it is already so: the same again.

    Raises 404 `session_not_found`, 400 `session_closed`, 404 `line_not_found`.
    """
    with transaction.atomic():
        session = lock_open(code)
        line = session.cart.filter(id=line_id).first()
        if line is None:
            raise NotFound("line_not_found")
        quantity = line.quantity if quantity is None else quantity
        note = line.note if note is None else note
        if (quantity, note) == (line.quantity, line.note):
            return selectors.line_json(line_id)
        changed: dict[str, Value] = {"id": line_id, "quantity": quantity, "note": note}
        return done(CHANGE, kind="line.changed", session=session.id, **changed)


def line_remove(*, code: str, line_id: int) -> None:
    """Take a line out of the cart; one that is not there is gone already.

    Raises 404 `session_not_found`, 400 `session_closed`.
    """
    with transaction.atomic():
        session = lock_open(code)
        if session.cart.filter(id=line_id).exists():
            done(REMOVE, kind="line.removed", session=session.id, id=line_id)


def cart_send(
    *, code: str, line_ids: Collection[int], products: Mapping[int, Product], guest: str
) -> bytes:
    """Order those of the lines that are still in the cart, as one batch, and take them out; answers
    with `{"batch","orders"}`. `products` has what each of them names; `guest` is who sends.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`, 409 `cart_empty`; then
    nothing is ordered and the cart is as it was.
    """
    with transaction.atomic():
        session = lock_open(code)
        lines = list(session.cart.filter(id__in=line_ids).order_by("id"))
        if not lines:
            raise Conflict("cart_empty")
        changes = orders_placed(
            code=code, lines=[_ordered(line, products) for line in lines], staff_id=None
        )
        sent = [line.id for line in lines]
        CartLine.objects.filter(id__in=sent).delete()
        changes.append(_sent(session.id, sent, guest))
        announce(changes)
        return placed_json(changes[:-1])


def _ordered(line: CartLine, products: Mapping[int, Product]) -> Line:
    product = products[line.product_id]
    return Line(line.product_id, product, line.quantity, line.note, line.guest)


def _sent(session_id: int, line_ids: list[int], guest: str) -> Change:
    lines = orjson.dumps(line_ids).decode()
    row = SENT.row({"kind": "cart.sent", "session": session_id, "lines": lines, "guest": guest})
    assert row is not None
    return Change(*row)
