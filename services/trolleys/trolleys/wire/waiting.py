"""How somebody who waits for staff is shown."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from trolleys.models import Cart, Session
from trolleys.wire.values import money, utc

AGE, CHECK, HELP, CASH = KINDS = ("age", "check", "help", "cash")


def waiting_object(
    kind: str,
    since: datetime,
    cart: Cart,
    session: Session | None,
    *,
    units: int,
    subtotal: Decimal,
    line: dict[str, Any] | None = None,
    payment_id: uuid.UUID | None = None,
) -> dict[str, Any]:
    """`{"kind","session_id","trolley_id","user","since","line","items","cart_items_count",
    "subtotal"}`, with `cart_id` for carts without a session, and `payment_id` of who pays in cash.
    """
    return {
        "kind": kind,
        "session_id": str(session.session_id) if session else None,
        "cart_id": cart.pk,
        "trolley_id": session.trolley.trolley_id if session else None,
        "user": (session.user_name if session else cart.user_name) or None,
        "since": utc(since),
        "line": line,
        "items": session.check_items if session and kind == CHECK else None,
        "cart_items_count": units,
        "subtotal": money(subtotal),
        "payment_id": str(payment_id) if payment_id else None,
    }
