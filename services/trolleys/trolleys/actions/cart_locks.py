"""Taking a cart for a change: its owner alive, both locked, nobody paying or checking."""

from __future__ import annotations

from dataclasses import dataclass

from kit.inserts import row_insert

from trolleys import hot, refusals, states
from trolleys.actions.sessions import session_sign
from trolleys.models import Cart, CartLine, Payment
from trolleys.models.columns import NO_PLACE
from trolleys.owners import Owner
from trolleys.wire.sessions import check_object


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


def cart_lock(owner: Owner) -> Cart:
    """The owner's cart, locked, and `cart.session` where it is a session's, which this is a sign of
    life of. A user's cart is made when there is none.

    Raises 404 `Session not found` and the 400s of sessions that are over.
    """
    if owner.session_id is None:
        return _user_cart(owner)
    session = session_sign(owner.session_id)
    cart = hot.cart_row(lock=True, session=session.pk)
    if cart is None:
        raise LookupError(f"session {session.pk} has no cart")
    cart.session = session
    return cart


def _user_cart(owner: Owner) -> Cart:
    while (cart := hot.cart_row(lock=True, user=owner.user_id)) is None:
        cart_make(owner)
    return cart


def cart_make(owner: Owner) -> None:
    """Have the cart of a user, who may ask twice at once."""
    name = owner.user.username if owner.user is not None else ""
    row_insert(Cart(user_id=owner.user_id, user_name=name))


def freezing(cart_id: int) -> Payment | None:
    """The payment that is open, or paid and not settled yet."""
    return hot.freezing_row(cart_id)


def units_held(payment: Payment | None) -> dict[int, int]:
    """The units that the payment which freezes a cart holds, by product: they are not taken by
    others.
    """
    if payment is None:
        return {}
    return {int(line["product_id"]): int(line["quantity"]) for line in payment.lines}


def cart_require_thawed(cart: Cart) -> None:
    """Raises 409 `Payment in progress` or `Spot check required` for a cart that nobody may change
    now.
    """
    payment = freezing(cart.pk)
    if payment is not None:
        raise refusals.payment_in_progress(payment.payment_id)
    session = cart.session
    if session is not None and session.check_state in (states.CHECK_WAITING, states.CHECK_MISSED):
        raise refusals.spot_check_required(check_object(session))


def cart_lines(cart: Cart) -> list[CartLine]:
    """The lines of a cart, oldest first."""
    return hot.line_rows(cart.pk)


def cart_place(cart: Cart) -> int:
    """The location whose products go into this cart; NO_PLACE for all."""
    return NO_PLACE if cart.session is None else cart.session.location_id
