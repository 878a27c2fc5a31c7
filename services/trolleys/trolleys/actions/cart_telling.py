"""Telling the listeners of a session what has become of its cart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from live.recorder import Change

from trolleys import catalogue, names
from trolleys.events import session_recorder
from trolleys.models import Cart, CartLine
from trolleys.standing import told
from trolleys.wire.carts import Beside, line_object, totals


def beside_known(cart: Cart, lines: Sequence[CartLine]) -> Beside:
    """What lines are shown beside in a transaction, which waits for no other service: what was
    asked before it began.
    """
    return Beside(
        catalogue.products_known(line.product_id for line in lines),
        names.sellers_known(line.seller_id for line in lines),
        approved_age=cart.approved_age,
    )


def cart_tell(
    cart: Cart, action: str, line: CartLine | None, lines: Sequence[CartLine], beside: Beside
) -> None:
    """Record a change of a session's cart, whose lines are these now. `line` is the one that was
    changed, for `remove` as it was. Nobody follows a user's cart.
    """
    if cart.session is not None:
        session_recorder.announce([cart_event(cart, action, line, lines, beside)])


def cart_event(
    cart: Cart, action: str, line: CartLine | None, lines: Sequence[CartLine], beside: Beside
) -> Change:
    """The same for a write of several events, which announces them together."""
    data: dict[str, Any] = {
        "action": action,
        "line": None if line is None else line_object(line, beside),
        **totals(lines, [beside.standing(each) for each in lines]),
    }
    return session_recorder.add(cart.session, "cart.changed", orjson.dumps(data))


def told_of(line: CartLine, beside: Beside) -> str:
    """What listeners know of the product once they have been told of this line; empty where we do
    not know it ourselves.
    """
    known = beside.products is not None and line.product_id in beside.products
    return told(line, beside.standing(line)) if known else ""
