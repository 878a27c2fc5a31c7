"""Taking a cart: its session is alive; for a change both are locked, and nobody pays or checks."""

from __future__ import annotations

from kit.inserts import row_insert

from trolleys import hot, refusals, states
from trolleys.models import Cart, CartLine
from trolleys.models.columns import NO_PLACE
from trolleys.owners import Owner
from trolleys.selectors.sessions import session_over
from trolleys.wire.sessions import check_object


def cart_lock(owner: Owner) -> Cart:
    """The owner's cart, locked, and `cart.session` where it is a session's, which this is a sign of
    life of. A user's cart is made when there is none.

    Raises 404 `Session not found` and the 400s of sessions that are over.
    """
    return _cart(owner, lock=True)


def cart_seen(owner: Owner) -> Cart:
    """The same for a look at the cart, which is not locked."""
    return _cart(owner, lock=False)


def _cart(owner: Owner, *, lock: bool) -> Cart:
    if owner.session_id is not None:
        found = hot.session_cart_signed(owner.session_id, lock=lock)
        if found is None:
            raise session_over(owner.session_id)
        return found
    while (cart := hot.user_cart(owner.user_id, lock=lock)) is None:
        _cart_make(owner)
    return cart


def _cart_make(owner: Owner) -> None:
    """Have the cart of a user, who may ask twice at once."""
    name = owner.user.username if owner.user is not None else ""
    row_insert(Cart(user_id=owner.user_id, user_name=name))


def lines_to_change(cart: Cart) -> list[CartLine]:
    """The lines of a locked cart, oldest first, for a change. Raises 409 `Payment in progress` or
    `Spot check required` for a cart that nobody may change now.
    """
    lines, payment = hot.contents(cart.pk)
    if payment is not None:
        raise refusals.payment_in_progress(payment.payment_id)
    session = cart.session
    if session is not None and session.check_state in (states.CHECK_WAITING, states.CHECK_MISSED):
        raise refusals.spot_check_required(check_object(session))
    return lines


def cart_place(cart: Cart) -> int:
    """The location whose products go into this cart; NO_PLACE for all."""
    return NO_PLACE if cart.session is None else cart.session.location_id
