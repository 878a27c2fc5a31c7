"""Telling the listeners of a session what has become of its cart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from live.recorder import Change

from trolleys import states
from trolleys.actions.waits import waiting_tell, waits_change
from trolleys.events import session_recorder
from trolleys.models import Cart, CartLine
from trolleys.standing import told
from trolleys.wire.carts import Beside, line_object, totals


def cart_tell(
    cart: Cart, action: str, line: CartLine | None, lines: Sequence[CartLine], beside: Beside, /
) -> None:
    """Record a change of a session's cart, whose lines are these now. `line` is the one that was
    changed, for `remove` as it was. Nobody follows a user's cart.
    """
    if cart.session is not None:
        session_recorder.announce([cart_event(cart, action, line, lines, beside)])


def cart_event(
    cart: Cart, action: str, line: CartLine | None, lines: Sequence[CartLine], beside: Beside, /
) -> Change:
    """The same for a write of several events, which announces them together."""
    data: dict[str, Any] = {
        "action": action,
        "line": None if line is None else line_object(line, beside),
        **totals(lines, [beside.standing(each) for each in lines]),
    }
    if cart.session is None:
        raise LookupError("nobody follows a user's cart")
    return session_recorder.add(cart.session, "cart.changed", orjson.dumps(data))


def told_of(line: CartLine, beside: Beside, /) -> str:
    """What listeners know of the product once they have been told of this line; empty where we do
    not know it ourselves.
    """
    known = beside.products is not None and line.product_id in beside.products
    return told(line, beside.standing(line)) if known else ""


def waits_tell(cart: Cart, *changed: CartLine) -> None:
    """After a change of these lines of a locked cart: where staff wait for one of them, the session
    lives on accordingly, and the board hears of it.
    """
    if any(line.approval == states.WAITING for line in changed):
        if cart.session is None:
            waiting_tell(cart)
        else:
            waits_change(cart.session)
