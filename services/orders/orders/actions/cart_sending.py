"""Orders what is in the cart of a table, or brings its lines up to date where nobody has seen what
they cost by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import orjson
from django.db import transaction
from kit.errors import Conflict

from orders import seen, selectors
from orders.actions.orders import Batch, Line, orders_placed
from orders.actions.sessions import session_lock_open
from orders.clients import Product
from orders.events import recorder
from orders.models import CartLine, OrderSession
from orders.options import chosen_of
from orders.seen import Key, Seen


def nothing_counted(lines: Sequence[Line]) -> None:
    """What has to happen before lines without counted products are ordered."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How a cart was sent: JSON `{"batch","orders"}`, or, where `refused`, the products that the
    guests have to look at again.
    """

    json: bytes
    refused: bool = False


def cart_send(
    *,
    code: str,
    lines: Iterable[CartLine],
    products: Mapping[int, Product],
    guest: str,
    saw: Mapping[Key, Seen] | None = None,
    ordering: Callable[[Sequence[Line]], None] = nothing_counted,
) -> Sending:
    """Order those of the lines that are still in the cart, as one batch, and take them out.

    `lines` are as they were when the products were asked for, `products` has what each of them
    names; `guest` is who sends, and `saw` what was shown there by product, in place of what the
    lines show. Where a product is dearer or has another name by now nothing is ordered: the lines
    are brought up to date, and sending again takes them. So too where another phone's sending has
    brought one up to date in between: nobody here has seen that.

    `ordering` is called with what is about to be ordered, in the transaction that does.

    Raises 404 `session_not_found`, 400 `session_closed`, 400 `session_full`, 409 `cart_empty`; then
    nothing is ordered and the cart is as it was.
    """
    asked = {line.id: line for line in lines}
    with transaction.atomic():
        session = session_lock_open(code)
        current = list(session.cart.filter(id__in=asked).order_by("id"))
        if not current:
            raise Conflict("cart_empty")
        now = _products_now(asked, current, products)
        news = {
            shown(line).key: now[line.id]
            for line in current
            if _as_seen(asked[line.id], saw or {}).outdated(now[line.id])
        }
        if news:
            _bring_up_to_date(session, current, now)
            return Sending(orjson.dumps(seen.changes(news, news)), refused=True)
        wanted = [ordered(line=line, products=products) for line in current]
        ordering(wanted)
        return Sending(_order(session, current, wanted, guest).json())


def _products_now(
    asked: Mapping[int, CartLine], current: Iterable[CartLine], products: Mapping[int, Product]
) -> dict[int, Product]:
    """The product of each line by now; a line that another sending has brought up to date since we
    asked knows more than our answer does.
    """
    return {
        line.id: _of(line)
        if shown(asked[line.id]).outdated(_of(line))
        else shown(line).of(products[line.product_id])
        for line in current
    }


def shown(line: CartLine) -> Seen:
    """What the line shows of its product."""
    options = tuple(each["id"] for each in line.options)
    return Seen(line.product_id, line.price, line.name, priced=True, named=True, options=options)


def _as_seen(line: CartLine, saw: Mapping[Key, Seen]) -> Seen:
    """What the sender's screen has shown of it, or what the line shows."""
    own = shown(line)
    return saw.get(own.key, own)


def _order(
    session: OrderSession, lines: list[CartLine], wanted: Sequence[Line], guest: str
) -> Batch:
    """Order what the lines are, take them out and announce all of it."""
    batch = orders_placed(code=session.code, lines=wanted, staff_id=None)
    sent = [line.id for line in lines]
    CartLine.objects.filter(id__in=sent).delete()
    event = recorder.add(session, "cart.sent", _sent(session.code, sent, batch, guest))
    recorder.announce([*batch.changes, event])
    return batch


def ordered(*, line: CartLine, products: Mapping[int, Product]) -> Line:
    """The order that a line becomes."""
    product = shown(line).of(products[line.product_id])
    return Line(
        line.product_id, product, line.quantity, line.note, line.guest, guest_id=line.guest_id
    )


def _sent(code: str, line_ids: list[int], batch: Batch, guest: str) -> bytes:
    """The payload of `cart.sent`."""
    sent = {"session": code, "lines": line_ids, "batch": batch.number, "guest": guest}
    return orjson.dumps(sent)


def _of(line: CartLine) -> Product:
    """The product as the line shows it."""
    price = None if line.price is None else str(line.price)
    return Product(
        line.name, price, is_active=True, listed=price is not None, chosen=chosen_of(line.options)
    )


def _bring_up_to_date(
    session: OrderSession, lines: Iterable[CartLine], now: Mapping[int, Product]
) -> None:
    """Let lines show the name and the price of products that are dearer or have another name;
    `now` has the product of each line by its id.
    """
    for line in lines:
        product = now[line.id]
        if shown(line).outdated(product):
            line.name = product.name
            line.price = None if product.price is None else Decimal(product.price)
            line.save(update_fields=["name", "price"])
            recorder.record(session, "line.changed", selectors.line_json(line.id))
