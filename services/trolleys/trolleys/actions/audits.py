"""The audit of a cart: each change has a row, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.clock import Clock

from trolleys.models import Cart, CartAudit, CartLine


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a cart, for its audit; `ip` is the client's as the gateway saw it."""

    user_id: int | None = None
    name: str = ""  # empty for a guest
    ip: str | None = None

    @classmethod
    def holder(cls, cart: Cart, ip: str | None = None) -> Author:
        """Whose cart it is."""
        whose = cart if cart.session is None else cart.session
        return cls(whose.user_id, whose.user_name, ip)


def audit_row(
    cart: Cart, action: str, changes: dict[str, Any], /, *, by: Author, line: CartLine | None = None
) -> CartAudit:
    """A change of a cart, or of one line of it, which is still to be written down."""
    return CartAudit(
        cart_id=cart.pk,
        user_id=by.user_id,
        user_name=by.name,
        action=action,
        product_id=None if line is None else line.product_id,
        product_name="" if line is None else line.name,
        changes=changes,
        timestamp=Clock(),
        ip_address=by.ip,
    )


def audit_add(cart: Cart, rows: Sequence[CartAudit], /) -> None:
    """Write down changes of a locked cart, in this order."""
    if rows:
        CartAudit.objects.bulk_create(rows)
        Cart.objects.filter(pk=cart.pk).update(updated_at=Clock())
