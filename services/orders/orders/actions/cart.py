"""The cart of a table, which all its phones share: lines that nobody has sent yet.

Each write locks the session first, so that of two phones that send at once one gets the lines and
the other finds them gone. A change is relative, or says what it expects: of two phones that change
one line, none undoes in silence what the other has done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import orjson
from django.db import transaction
from kit.errors import ApiError, BadRequest, Conflict, Forbidden, NotFound

from orders import seen, selectors
from orders.actions.orders import Batch, Line, orders_placed
from orders.actions.phones import Actor
from orders.actions.sessions import session_lock_open
from orders.clients import Product
from orders.events import recorder
from orders.models import CartLine, OrderSession
from orders.options import chosen_of
from orders.seen import Key, Seen

MAX_LINES = 100
MAX_QUANTITY = 99
NOBODY = Actor()


def nothing_counted(lines: Sequence[Line]) -> None:
    """What has to happen before lines without counted products are ordered."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What is to change of a line; None stays as it is. `add` is signed; `expected` is the quantity
    and `expected_note` the note that was seen.
    """

    add: int | None = None
    quantity: int | None = None
    expected: int | None = None
    note: str | None = None
    expected_note: str | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How a cart was sent: JSON `{"batch","orders"}`, or, where `refused`, the products that the
    guests have to look at again.
    """

    json: bytes
    refused: bool = False


def line_add(*, code: str, line: Line, phone: int | None = None) -> bytes:
    """Put a line into the cart and return its JSON; `phone` is the number of who does.

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
            options=[each.stored() for each in line.product.chosen],
            quantity=line.quantity,
            note=line.note,
            guest=line.guest,
            guest_id=phone,
        )
        data = selectors.line_json(added.id)
        recorder.record(session, "line.added", data)
        return data


def line_change(
    *, code: str, line_id: int, change: LineChange, actor: Actor = NOBODY
) -> bytes | None:
    """Change a line and return its JSON, None when nothing is left of it; it is already so: the
    same again. The phone that put it there gives it its nickname of now.

    Raises 404 `session_not_found`, 400 `session_closed`, 404 `line_not_found`, 409 `line_changed`
    when the line is not as expected, 403 `not_your_line` for the note of another phone's line, 400
    `erroneous_value` for more than 99; the last with the line of now, as the 409.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        line = session.cart.filter(id=line_id).first()
        if line is None:
            raise NotFound("line_not_found")
        note, quantity = _note(line, change, actor), _quantity(line, change)
        guest = _guest(line, actor)
        if quantity < 1:
            _remove(session, line, actor)
            return None
        if (quantity, note, guest) == (line.quantity, line.note, line.guest):
            return selectors.line_json(line_id)
        if quantity != line.quantity:
            line.changed_by = _other(line, actor)
        line.quantity, line.note, line.guest = quantity, note, guest
        line.save(update_fields=["quantity", "note", "guest", "changed_by"])
        data = selectors.line_json(line_id)
        recorder.record(session, "line.changed", data)
        return data


def line_remove(
    *, code: str, line_id: int, expected: int | None = None, actor: Actor = NOBODY
) -> None:
    """Take a line out of the cart; one that is not there is gone already. `expected` is the
    quantity that was seen.

    Raises 404 `session_not_found`, 400 `session_closed`, 409 `line_changed`.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        line = session.cart.filter(id=line_id).first()
        if line is None:
            return
        if expected not in (None, line.quantity):
            raise _with_line(Conflict, "line_changed", line)
        _remove(session, line, actor)


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


def _note(line: CartLine, change: LineChange, actor: Actor) -> str:
    """The note that the line is to have; it belongs to the phone that put the line there."""
    if change.note in (None, line.note):
        return line.note
    if line.guest_id not in (None, actor.phone):
        raise Forbidden("not_your_line")
    if change.expected_note not in (None, line.note):
        raise _with_line(Conflict, "line_changed", line)
    return change.note or ""


def _quantity(line: CartLine, change: LineChange) -> int:
    """The quantity that the line is to have; below 1 it goes."""
    if change.add is not None:
        quantity = line.quantity + change.add
        if quantity > MAX_QUANTITY:
            raise _with_line(BadRequest, "erroneous_value", line)
        return quantity
    if change.quantity in (None, line.quantity):
        return line.quantity
    if change.expected not in (None, line.quantity):
        raise _with_line(Conflict, "line_changed", line)
    return change.quantity or 0


def _guest(line: CartLine, actor: Actor) -> str:
    """Under which nickname the line stands: who has told it after adding is called so from now on.
    Others, and a phone that names none, leave it.
    """
    is_own = line.guest_id is not None and line.guest_id == actor.phone
    return (actor.nickname if is_own else "") or line.guest


def _remove(session: OrderSession, line: CartLine, actor: Actor) -> None:
    data = orjson.dumps({"id": line.id, "session": session.code, "by": _other(line, actor)})
    line.delete()
    recorder.record(session, "line.removed", data)


def _other(line: CartLine, actor: Actor) -> str:
    """The nickname of who changes another phone's line, "?" for one without; "" for the phone that
    put it there. Of a line that no phone owns only nicknames tell.
    """
    if line.guest_id is None:
        return actor.nickname if actor.nickname != line.guest else ""
    return "" if actor.phone == line.guest_id else actor.nickname or "?"


def _with_line(kind: type[ApiError], reason: str, line: CartLine) -> ApiError:
    """A refusal that tells the line of now."""
    return kind(reason, details=[orjson.loads(selectors.line_json(line.id))])
