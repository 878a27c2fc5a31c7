"""The goods of a user whose session has run out go along to the next trolley that is scanned."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone
from kit.locks import named_lock

from trolleys import hot, life, states
from trolleys.access import Shopper
from trolleys.actions.telling import session_tell
from trolleys.models import Cart, CartAudit, CartLine, Session
from trolleys.models.columns import NO_PLACE
from trolleys.selectors.carts import payment_freezing
from trolleys.wire.values import money


class Source(NamedTuple):
    """Whose goods are taken along: a session that has run out, and its cart."""

    session: Session
    cart: Cart


def shopper_lock(user_id: int) -> None:
    """Wait for other scans of this user: two at once would take each other's sessions."""
    named_lock("trolleys shopper", user_id)


def source_lock(shopper: Shopper, *, location_id: int) -> Source | None:
    """The user's latest session that has run out lately, locked with its cart; None without one
    whose goods may be taken along to a trolley of this location. Only a token proves who the user
    is.
    """
    if not shopper.is_proven:
        return None
    lately = Session.objects.filter(life.restorable(), user_id=shopper.user_id)
    if location_id != NO_PLACE:
        lately = lately.filter(location_id=location_id)
    with_lines = lately.filter(cart__lines__isnull=False).order_by("-alive_until", "-id")
    latest = with_lines.values_list("pk", flat=True).first()
    session = lately.select_for_update(of=("self",)).filter(pk=latest).first() if latest else None
    if session is None:
        return None
    cart = hot.session_cart(session, lock=True)
    return Source(session, cart) if payment_freezing(cart.pk) is None else None


def lines_carry(*, source: Source, cart: Cart) -> None:
    """Move all lines to a new cart, with what staff have approved for their buyer."""
    lines = list(CartLine.objects.filter(cart=source.cart).order_by("id"))
    CartLine.objects.filter(cart=source.cart).update(cart=cart)
    Cart.objects.filter(pk=cart.pk).update(approved_age=source.cart.approved_age)
    author = {
        "user_id": source.session.user_id,
        "user_name": source.session.user_name,
        "timestamp": timezone.now(),
    }
    changes = {"items_removed": len(lines)}
    cleared = CartAudit(cart=source.cart, action=states.CLEAR, changes=changes, **author)
    added = [
        CartAudit(
            cart=cart,
            action=states.ADD,
            product_id=line.product_id,
            product_name=line.name,
            changes={"quantity": line.quantity, "price": money(line.price_at_addition)},
            **author,
        )
        for line in lines
    ]
    CartAudit.objects.bulk_create([cleared, *added])
    session_tell(source.session, "cart.changed", _emptied())


def _emptied() -> dict[str, object]:
    """What the phone of the old session hears."""
    return {
        "action": "clear",
        "line": None,
        "total_items": 0,
        "subtotal": "0.00",
        "has_unavailable_items": False,
        "has_stock_issues": False,
    }
