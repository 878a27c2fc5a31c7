"""The goods of a user whose session has run out go along to the next trolley that is scanned."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from trolleys import hot, life, states
from trolleys.access import Shopper
from trolleys.actions.audits import Author, audit_add, audit_row
from trolleys.actions.sessions import session_change
from trolleys.actions.telling import session_tell
from trolleys.models import Cart, CartAudit, CartLine, Session
from trolleys.models.columns import NO_PLACE
from trolleys.selectors.carts import payment_freezing
from trolleys.wire.values import money


class Source(NamedTuple):
    """Whose goods are taken along: a session that has run out, and its cart."""

    session: Session
    cart: Cart


def source_lock(shopper: Shopper, *, location_id: int) -> Source | None:
    """The user's latest session that has run out lately, and of which that is written down, locked
    with its cart; None without one whose goods may be taken along to a trolley of this location.
    Only a token proves who the user is.
    """
    if not shopper.is_proven:
        return None
    expired = Q(state=states.EXPIRED, user_id=shopper.user_id)
    lately = Session.objects.filter(life.restorable(), expired)
    if location_id != NO_PLACE:
        lately = lately.filter(location_id=location_id)
    with_lines = lately.filter(cart__lines__isnull=False).order_by("-alive_until", "-id")
    latest = with_lines.values_list("pk", flat=True).first()
    session = (
        lately.select_for_update(of=("self",), no_key=True).filter(pk=latest).first()
        if latest
        else None
    )
    if session is None:
        return None
    cart = hot.session_cart(session, lock=True)
    return Source(session, cart) if payment_freezing(cart.pk) is None else None


def lines_carry(*, source: Source, session: Session, cart: Cart, ip: str | None) -> None:
    """Move all lines to a new session and its cart, with what staff have approved for their buyer,
    and with the spot check that was drawn: nobody shakes it off by walking away.
    """
    lines = list(CartLine.objects.filter(cart=source.cart).order_by("id"))
    CartLine.objects.filter(cart=source.cart).update(cart=cart)
    Cart.objects.filter(pk=cart.pk).update(approved_age=source.cart.approved_age)
    _check_carry(source.session, session)
    by = Author.holder(source.cart, ip)
    cleared = audit_row(source.cart, states.CLEAR, {"items_removed": len(lines)}, by=by)
    audit_add(source.cart, [cleared])
    audit_add(cart, [_added(cart, line, by) for line in lines])
    session_tell(source.session, "cart.changed", _emptied())


def _check_carry(source: Session, session: Session) -> None:
    """A check goes along with its goods; should the old session be restored, it is empty."""
    columns = ("check_state", "check_drawn", "check_items", "check_since")
    session_change(session, **{column: getattr(source, column) for column in columns})
    session_change(source, check_state=states.NO_CHECK, check_items=None, check_since=None)


def _added(cart: Cart, line: CartLine, by: Author) -> CartAudit:
    added = {"quantity": line.quantity, "price": money(line.price_at_addition)}
    return audit_row(cart, states.ADD, added, by=by, line=line)


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
