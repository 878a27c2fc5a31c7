"""The cart of a table, which all its phones share: lines that nobody has sent yet.

Each write locks the session first, so that of two phones that send at once one gets the lines and
the other finds them gone. A change is relative, or says what it expects: of two phones that change
one line, none undoes in silence what the other has done. What is in it is ordered by cart_sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.db import transaction
from kit.errors import ApiError, BadRequest, Conflict, Forbidden, NotFound

from orders import selectors
from orders.actions.orders import Line
from orders.actions.phones import Actor
from orders.actions.sessions import session_lock_open
from orders.clients import Product
from orders.events import recorder
from orders.models import CartLine, OrderSession

MAX_LINES = 100
MAX_QUANTITY = 99
NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class LineChange:
    """What is to change of a line; None stays as it is. `add` is signed; `product` is that of the
    line with what is chosen instead. `expected` is the quantity, `expected_note` the note and
    `expected_options` are the ids of the options that were seen.
    """

    add: int | None = None
    quantity: int | None = None
    expected: int | None = None
    note: str | None = None
    expected_note: str | None = None
    product: Product | None = None
    expected_options: Sequence[int] | None = None


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
    when the line is not as expected, 403 `not_your_line` for the note and the options of another
    phone's line, 400 `erroneous_value` for more than 99; the last with the line of now, as the 409.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        line = session.cart.filter(id=line_id).first()
        if line is None:
            raise NotFound("line_not_found")
        after = {
            **_chosen(line, change, actor),
            "note": _note(line, change, actor),
            "quantity": _quantity(line, change),
            "guest": _guest(line, actor),
        }
        if after["quantity"] < 1:
            _remove(session, line, actor)
            return None
        before = {name: getattr(line, name) for name in after}
        if after == before:
            return selectors.line_json(line_id)
        if after["quantity"] != line.quantity:
            after["changed_by"] = _other(line, actor)
        return _changed(session, line, after)


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


def _changed(session: OrderSession, line: CartLine, fields: Mapping[str, Any]) -> bytes:
    for name, value in fields.items():
        setattr(line, name, value)
    line.save(update_fields=fields)
    data = selectors.line_json(line.id)
    recorder.record(session, "line.changed", data)
    return data


def _chosen(line: CartLine, change: LineChange, actor: Actor) -> dict[str, Any]:
    """What is chosen with the line, at its name and price of now, where that is to change; it
    belongs to the phone that put the line there.
    """
    if change.product is None:
        return {}
    options = [each.stored() for each in change.product.chosen]
    before = _ids(line.options)
    if _ids(options) == before:
        return {}
    _require_own(line, actor)
    if change.expected_options is not None and set(change.expected_options) != before:
        raise _with_line(Conflict, "line_changed", line)
    price = change.product.price
    price_now = None if price is None else Decimal(price)
    return {"options": options, "name": change.product.name, "price": price_now}


def _ids(options: Iterable[Mapping[str, Any]]) -> set[int]:
    return {each["id"] for each in options}


def _require_own(line: CartLine, actor: Actor) -> None:
    """Raise 403 `not_your_line` unless the phone has put the line there, or nobody knows who."""
    if line.guest_id not in (None, actor.phone):
        raise Forbidden("not_your_line")


def _note(line: CartLine, change: LineChange, actor: Actor) -> str:
    """The note that the line is to have; it belongs to the phone that put the line there."""
    if change.note in (None, line.note):
        return line.note
    _require_own(line, actor)
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
