"""What follows when somebody begins or ceases to wait for staff."""

from __future__ import annotations

from trolleys import life, states
from trolleys.actions.telling import board_tell
from trolleys.models import Cart, Session
from trolleys.models.columns import NO_PLACE
from trolleys.selectors.waiting import waiting_of, waits_until


def waiting_tell(of: Session | Cart, /) -> None:
    """Tell the board what this session, or this user's cart, waits for now; the caller has locked
    it. A list without entries says that nobody waits any more.
    """
    cart = of if isinstance(of, Cart) else Cart.objects.select_related("session").get(session=of)
    session = cart.session
    data = {
        "session_id": str(session.session_id) if session else None,
        "cart_id": cart.pk,
        "waiting": waiting_of(cart),
    }
    board_tell(session.location_id if session else NO_PLACE, "waiting.changed", data)


def waits_change(of: Session | Cart, /) -> None:
    """After a wait of a locked session, or of a user's cart, has begun or is over: the session
    lives on accordingly, and the board hears of it.
    """
    session = of.session if isinstance(of, Cart) else of
    if session is not None:
        living = Session.objects.filter(pk=session.pk, state=states.ACTIVE)
        living.update(**life.busy(waits_until(session)))
    waiting_tell(of)
