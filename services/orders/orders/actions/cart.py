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
from orders.actions.orders import Batch, Line, orders_placed
from orders.actions.sessions import session_lock_open
from orders.clients import Product
from orders.events import recorder
from orders.models import CartLine

MAX_LINES = 100


def line_add(*, code: str, line: Line) -> bytes:
    """Put a line into the cart and return its JSON.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `cart_full` (100 lines).
    """
    with transaction.atomic():
        session = session_lock_open(code)
        if session.cart.count() >= MAX_LINES:
            raise BadRequest("cart_full")
        added = session.cart.create(
            product_id=line.product_id,
            name=line.product.name,
            price=line.product.price,
            quantity=line.quantity,
            note=line.note,
            guest=line.guest,
        )
        data = selectors.line_json(added.id)
        recorder.record(session, "line.added", data)
        return data


def line_change(*, code: str, line_id: int, quantity: int | None, note: str | None) -> bytes:
    """Change what is not None of a line and return its JSON; it is already so: the same again.

    Raises 404 `session_not_found`, 400 `session_closed`, 404 `line_not_found`.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        line = session.cart.filter(id=line_id).first()
        if line is None:
            raise NotFound("line_not_found")
        before = line.quantity, line.note
        line.quantity = line.quantity if quantity is None else quantity
        line.note = line.note if note is None else note
        if (line.quantity, line.note) == before:
            return selectors.line_json(line_id)
        line.save(update_fields=["quantity", "note"])
        data = selectors.line_json(line_id)
        recorder.record(session, "line.changed", data)
        return data


def line_remove(*, code: str, line_id: int) -> None:
    """Take a line out of the cart; one that is not there is gone already.

    Raises 404 `session_not_found`, 400 `session_closed`.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        removed, _ = session.cart.filter(id=line_id).delete()
        if removed:
            data = orjson.dumps({"id": line_id, "session": code})
            recorder.record(session, "line.removed", data)


def cart_send(
    *, code: str, line_ids: Collection[int], products: Mapping[int, Product], guest: str
) -> bytes:
    """Order those of the lines that are still in the cart, as one batch, and take them out; returns
    JSON `{"batch","orders"}`. `products` has what each of them names; `guest` is who sends.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`, 409 `cart_empty`; then
    nothing is ordered and the cart is as it was.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        lines = list(session.cart.filter(id__in=line_ids).order_by("id"))
        if not lines:
            raise Conflict("cart_empty")
        batch = orders_placed(
            code=code, lines=[_ordered(line, products) for line in lines], staff_id=None
        )
        sent = [line.id for line in lines]
        CartLine.objects.filter(id__in=sent).delete()
        event = recorder.add(session, "cart.sent", _sent(code, sent, batch, guest))
        recorder.announce([*batch.changes, event])
        return batch.json()


def _ordered(line: CartLine, products: Mapping[int, Product]) -> Line:
    product = products[line.product_id]
    return Line(line.product_id, product, line.quantity, line.note, line.guest)


def _sent(code: str, line_ids: list[int], batch: Batch, guest: str) -> bytes:
    """The payload of `cart.sent`."""
    sent = {"session": code, "lines": line_ids, "batch": batch.number, "guest": guest}
    return orjson.dumps(sent)
