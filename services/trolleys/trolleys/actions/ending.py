"""Ending a session by its holder: the cart is emptied, the trolley is free."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from trolleys import hot, refusals, states
from trolleys.actions import locks
from trolleys.actions.audits import Author
from trolleys.actions.carts import cart_clear
from trolleys.actions.sessions import session_release
from trolleys.models import Session
from trolleys.selectors.carts import payment_freezing
from trolleys.wire.sessions import end_object


@transaction.atomic
def session_end(*, session_id: uuid.UUID, ip: str | None) -> dict[str, Any]:
    """End a session; one that was ended, or was paid, is answered as it was then and stays so.

    Raises 404, 400 for one that staff have released or that has run out, and 409 `Payment in
    progress`.
    """
    session, _ = locks.session_lock_on_trolley(session_id)
    if session.state == states.ENDED:
        return _answered(session)
    locks.require_alive(session)
    cart = hot.session_cart(session, lock=True)
    payment = payment_freezing(cart.pk)
    if payment is not None:
        raise refusals.payment_in_progress(payment.payment_id)
    cleared = cart_clear(cart, by=Author.holder(cart, ip))
    answer = end_object(session, items_cleared=cleared)
    session_release(session, by=states.BY_USER, answer=answer)
    return answer


def _answered(session: Session) -> dict[str, Any]:
    """What ending it was answered; raises 400 where somebody else has ended it."""
    if session.end_answer is None:
        raise refusals.session_ended()
    answer: dict[str, Any] = session.end_answer
    return answer
