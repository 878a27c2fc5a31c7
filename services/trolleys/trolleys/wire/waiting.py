"""How somebody who waits for staff is shown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from trolleys.models import Cart, CartLine, Session
from trolleys.wire.values import money, utc

AGE, CHECK, HELP, CASH = KINDS = ("age", "check", "help", "cash")


def line_now(line: CartLine) -> dict[str, Any]:
    """A line as staff decide about it: what stands in it, without asking products for more."""
    return {
        "id": line.pk,
        "product": {
            "id": line.product_id,
            "name": line.name,
            "slug": line.slug,
            "barcode": line.barcode or None,
            "primary_image": line.image or None,
            "min_age": line.min_age,
        },
        "quantity": line.quantity,
        "price_at_addition": money(line.price_at_addition),
        "total_price": money(line.price_at_addition * line.quantity),
        "min_age": line.min_age,
        "approval": line.approval,
        "created_at": utc(line.created_at),
        "updated_at": utc(line.updated_at),
    }


def waiting_object(
    kind: str,
    since: datetime,
    cart: Cart,
    session: Session | None,
    *,
    units: int,
    subtotal: Decimal,
    line: CartLine | None = None,
) -> dict[str, Any]:
    """`{"kind","session_id","trolley_id","user","since","line","items","cart_items_count",
    "subtotal"}`, with `cart_id` for carts without a session.
    """
    return {
        "kind": kind,
        "session_id": str(session.session_id) if session else None,
        "cart_id": cart.pk,
        "trolley_id": session.trolley.trolley_id if session else None,
        "user": (session.user_name if session else cart.user_name) or None,
        "since": utc(since),
        "line": None if line is None else line_now(line),
        "items": session.check_items if session and kind == CHECK else None,
        "cart_items_count": units,
        "subtotal": money(subtotal),
    }
