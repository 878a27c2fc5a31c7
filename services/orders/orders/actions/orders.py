"""Orders: one at a time by the shortest way, many as one batch, and their moves."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kit.errors import BadRequest, Conflict, NotFound
from live.recorder import Change

from orders import selectors, states
from orders.actions.moved import wherever_it_is
from orders.actions.sessions import session_lock
from orders.actions.takings import restock
from orders.amounts import part_of
from orders.clients import Product
from orders.events import recorder
from orders.models import Order, OrderChange, OrderSession
from orders.sql import ORDER

# Placing orders is what a full house does all evening: each way is one statement, which counts the
# session on only while it is open and has room, and else changes nothing.
COLUMNS = """(session_id, batch, state, reason, created_at,
         product_id, name, price, category, categories, options, quantity, note, guest, guest_id,
         counted, vat_rate, staff_id)"""
BEGUN = "own.id, own.batch, 'new', '', clock_timestamp()"

# PLACE could do this too, but takes a sixth longer for a single order.
CREATE = recorder.statement(
    "order_create",
    f"""
own AS (UPDATE orders_ordersession
        SET seq = seq + 1, order_count = order_count + 1, batch = batch + 1
        WHERE code = %(code)s::text AND state = 'OPEN' AND order_count < %(limit)s::int
        RETURNING *),
placed AS (INSERT INTO orders_order {COLUMNS}
           SELECT {BEGUN}, %(product_id)s::bigint, %(name)s::text, %(price)s::numeric,
                  %(category)s::text, %(categories)s::text[], %(options)s::jsonb,
                  %(quantity)s::smallint,
                  %(note)s::text, %(guest)s::text, %(guest_id)s::int, %(counted)s::boolean,
                  %(vat_rate)s::numeric, NULL
           FROM own RETURNING *),
payload AS (SELECT row_to_json(one)::text AS data
            FROM (SELECT {ORDER} FROM placed, own session) one)
""",  # noqa: S608 - fragments of our own
)

PLACE = recorder.statement(
    "orders_place",
    f"""
own AS (UPDATE orders_ordersession
        SET seq = seq + %(count)s::int, order_count = order_count + %(count)s::int,
            batch = batch + 1
        WHERE code = %(code)s::text AND state = 'OPEN'
          AND order_count + %(count)s::int <= %(limit)s::int
        RETURNING *),
asked AS (SELECT * FROM ROWS FROM (json_to_recordset(%(lines)s::json)
            AS (product_id bigint, name text, price numeric, category text, categories text[],
                options jsonb, quantity smallint, note text, guest text, guest_id int,
                counted boolean, vat_rate numeric))
          WITH ORDINALITY),
placed AS (INSERT INTO orders_order {COLUMNS}
           SELECT {BEGUN}, asked.product_id, asked.name, asked.price, asked.category,
                  asked.categories, asked.options, asked.quantity, asked.note, asked.guest,
                  asked.guest_id, asked.counted, asked.vat_rate, %(staff_id)s::bigint
           FROM own, asked ORDER BY asked.ordinality RETURNING *),
payload AS (SELECT row_number() OVER (ORDER BY one.id) AS n, row_to_json(one)::text AS data
            FROM (SELECT {ORDER} FROM placed, own session) one)
""",  # noqa: S608
    count="%(count)s::int",
    returning=["batch"],
)


NO_LIMIT = 2**31 - 1  # orders of a session when staff place them


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be ordered of a product, and for whom."""

    product_id: int
    product: Product
    quantity: int = 1
    note: str = ""
    guest: str = ""
    guest_id: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns that it gives an order."""
        return {
            "product_id": self.product_id,
            "name": self.product.name,
            "price": self.product.price,
            "category": self.product.category,
            "categories": list(self.product.categories),
            "options": [each.stored() for each in self.product.chosen],
            "quantity": self.quantity,
            "note": self.note,
            "guest": self.guest,
            "guest_id": self.guest_id,
            "counted": self.product.counted,
            "vat_rate": self.product.vat_rate,
        }


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders that were placed together: their `order.created` events, oldest first."""

    number: int
    changes: Sequence[Change]

    def json(self) -> bytes:
        """`{"batch","orders"}`"""
        orders = ",".join(change.data for change in self.changes)
        return f'{{"batch":{self.number},"orders":[{orders}]}}'.encode()


def order_create(*, code: str, line: Line) -> bytes:
    """Place an order of a guest and return its JSON.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`; then nothing is
    stored.
    """
    limit = order_limit(None)
    columns = line.columns()
    columns["options"] = orjson.dumps(columns["options"]).decode()
    changes = recorder.run(CREATE, kind="order.created", code=code, limit=limit, **columns)
    if not changes:
        raise _refused(code)
    recorder.announce(changes)
    return changes[0].data.encode()


def orders_place(*, code: str, lines: Sequence[Line], staff_id: int | None) -> bytes:
    """Place orders as one batch, all or none; `staff_id` is who orders for the guests. Returns
    JSON `{"batch","orders"}` and raises as order_create does; for staff a session is never full.
    """
    batch = orders_placed(code=code, lines=lines, staff_id=staff_id)
    recorder.announce(batch.changes)
    return batch.json()


def orders_placed(*, code: str, lines: Sequence[Line], staff_id: int | None) -> Batch:
    """The same for a larger write, which has to announce the changes."""
    changes = recorder.run(
        PLACE,
        kind="order.created",
        code=code,
        count=len(lines),
        limit=order_limit(staff_id),
        lines=orjson.dumps([line.columns() for line in lines]).decode(),
        staff_id=staff_id,
    )
    if not changes:
        raise _refused(code)
    return Batch(changes[0].extra[0], changes)


@wherever_it_is
def order_move(*, order_id: int, to: str, expected: str | None, reason: str, user_id: int) -> bytes:
    """Move an order to another state and return its JSON; it is already there: the same again.

    `expected` is the state that the mover saw. Raises 404 `order_not_found`, 409 `order_changed`
    when it is not that any more, 409 `illegal_move` when the place has no such step.
    """
    with transaction.atomic():
        session = session_lock("order_not_found", orders=order_id)
        order = session.orders.get(id=order_id)
        if order.state == to:
            return selectors.order_json(order_id)
        _require_move(order, to, expected, session.location_id)
        OrderChange.objects.create(
            order=order, was=order.state, became=to, reason=reason, user_id=user_id
        )
        order.state, order.reason, order.changed_at = to, reason, timezone.now()
        order.save(update_fields=["state", "reason", "changed_at"])
        if to == states.CANCELLED:
            _make_room(session, 1)
            restock([order])
        data = selectors.order_json(order_id)
        recorder.record(session, "order.changed", data)
        return data


@wherever_it_is
def order_cancel_some(
    *, order_id: int, quantity: int, expected: str | None, reason: str, user_id: int
) -> bytes:
    """Cancel so many of an order of several and return the JSON of those that are left: what was
    cancelled is an order of its own now. All of them: as order_move.

    Raises what order_move does, and 400 `erroneous_value` for more than were ordered.
    """
    with transaction.atomic():
        session = session_lock("order_not_found", orders=order_id)
        order = session.orders.get(id=order_id)
        _require_move(order, states.CANCELLED, expected, session.location_id)
        if quantity > order.quantity:
            raise BadRequest("erroneous_value")
        if quantity == order.quantity:
            return order_move(
                order_id=order_id,
                to=states.CANCELLED,
                expected=expected,
                reason=reason,
                user_id=user_id,
            )
        part = _split_off(order, quantity)
        _cancel([part], reason, user_id)
        restock([part])
        data, cancelled = selectors.orders_json([order.id, part.id])
        changed = recorder.add(session, "order.changed", data)
        recorder.announce([changed, recorder.add(session, "order.created", cancelled)])
        return data


def orders_refuse(*, code: str, batch: int, reason: str, user_id: int) -> bytes:
    """Cancel every order of a batch that can still be cancelled, and return JSON
    `{"batch","orders"}` with all of the batch as they are by now; none is left: the same again.

    Raises 404 `session_not_found`, 404 `batch_not_found`.
    """
    with transaction.atomic():
        session = session_lock("session_not_found", code=code)
        placed = list(session.orders.filter(batch=batch).order_by("id"))
        if not placed:
            raise NotFound("batch_not_found")
        refused = [each for each in placed if states.may_move(each.state, states.CANCELLED)]
        _cancel(refused, reason, user_id)
        _make_room(session, len(refused))
        restock(refused)
        cancelled = selectors.orders_json([each.id for each in refused])
        recorder.announce([recorder.add(session, "order.changed", data) for data in cancelled])
        orders = b",".join(selectors.orders_json([each.id for each in placed]))
        return b'{"batch":%d,"orders":[%b]}' % (batch, orders)


def _require_move(order: Order, to: str, expected: str | None, location_id: int) -> None:
    if expected is not None and order.state != expected:
        raise Conflict("order_changed")
    if not states.may_move(order.state, to, selectors.place_steps(location_id)):
        raise Conflict("illegal_move")


def _split_off(order: Order, quantity: int) -> Order:
    """So many of an order as an order of their own, which is as old and was sent with it."""
    part = copy(order)
    part.pk, part.quantity = None, quantity
    part.discount = part_of(order.discount, quantity, order.quantity)
    part.voided = part_of(order.voided, quantity, order.quantity)
    order.discount -= part.discount
    order.voided -= part.voided
    order.quantity -= quantity
    part.changed_at = order.changed_at = timezone.now()
    order.save(update_fields=["quantity", "changed_at", "discount", "voided"])
    part.save(force_insert=True)
    Order.objects.filter(pk=part.pk).update(created_at=order.created_at)
    return part


def order_limit(staff_id: int | None) -> int:
    """How many orders a session takes of guests, or of the staff."""
    return settings.MAX_ORDERS_PER_SESSION if staff_id is None else NO_LIMIT


def _cancel(orders: Sequence[Order], reason: str, user_id: int) -> None:
    """Cancel orders of a session that is locked, and write down who did."""
    changes = [
        OrderChange(
            order=each, was=each.state, became=states.CANCELLED, reason=reason, user_id=user_id
        )
        for each in orders
    ]
    OrderChange.objects.bulk_create(changes)
    ids = [each.id for each in orders]
    Order.objects.filter(id__in=ids).update(
        state=states.CANCELLED, reason=reason, changed_at=timezone.now()
    )


def _make_room(session: OrderSession, orders: int) -> None:
    """Cancelled orders do not count against the session's limit."""
    counted = OrderSession.objects.filter(id=session.id)
    counted.update(order_count=F("order_count") - orders)


def _refused(code: str) -> BadRequest:
    """Why a session has taken no order; raises 404 `session_not_found`."""
    closed = selectors.session_state(code) == states.CLOSED
    return BadRequest("session_closed" if closed else "session_full")
