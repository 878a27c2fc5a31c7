"""How much is in a cart: what pages ask most, in one statement with its sign of life."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trolleys import hot
from trolleys.actions.cart_locks import cart_seen
from trolleys.owners import Owner
from trolleys.wire.values import money


def cart_summary(owner: Owner) -> dict[str, Any]:
    """`{"id","total_items","subtotal"}`, without asking anybody. Raises 404 `Session not found` and
    the 400s of sessions that are over.
    """
    if owner.session_id is None:
        row = hot.sums_user(owner.user_id)
    else:
        row = hot.sums_session(owner.session_id)
    cart_id, units, total = row or (cart_seen(owner).pk, 0, Decimal(0))
    return {"id": cart_id, "total_items": units, "subtotal": money(total)}
