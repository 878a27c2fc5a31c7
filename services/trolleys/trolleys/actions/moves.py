"""Moving a session to another trolley, and bringing one back that has run out."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db import transaction
from kit.clock import Clock

from trolleys import life, refusals, selectors, states
from trolleys.actions import locks
from trolleys.actions.availability import in_use, require_active, require_unreserved
from trolleys.actions.scans import holder_tell, trolley_assign
from trolleys.actions.sessions import lock_tell, session_change, session_expire, trolley_free
from trolleys.actions.telling import session_tell, trolley_tell
from trolleys.models import Session, Trolley
from trolleys.selectors.carts import payment_freezing


class Move(NamedTuple):
    """A session on its new trolley, and the name of the one before."""

    session: Session
    previous_trolley_id: str


@transaction.atomic
def session_move(*, session_id: uuid.UUID, trolley_id: str) -> Move:
    """Give a session another trolley, in one step with the old one's release; to the one that it is
    on changes nothing. It is a sign of life.

    Raises the 404s of session and trolley, 400 for a session that is over and a trolley that is off
    duty, and 409 for a trolley that is taken, reserved, or of another place, and while a payment is
    open.
    """
    session, target = locks.session_lock_on_trolley(session_id, and_trolley=trolley_id)
    locks.require_alive(session)
    if target is None:
        raise refusals.trolley_not_found(trolley_id)
    previous = session.trolley
    if target.pk == previous.pk:
        session_change(session, **life.sign())
        return Move(session, previous.trolley_id)
    _require_movable(session, target)
    _trolley_empty(target, session)
    trolley_free(session)
    session_change(session, trolley=target, assigned_at=Clock(), **life.sign())
    session.trolley = target
    trolley_assign(target)
    _moved_tell(session, previous)
    return Move(session, previous.trolley_id)


@transaction.atomic
def session_restore(*, session_id: uuid.UUID) -> Session:
    """Give a session that has run out its trolley and its cart again; one that lives is only given
    a sign of life.

    Raises 404, 400 for a session that was ended or ran out too long ago, and for a trolley that is
    off duty, and 409 for one that is taken or reserved by now.
    """
    session, _ = locks.session_lock_on_trolley(session_id)
    if session.state == states.ENDED:
        raise refusals.session_ended()
    if locks.is_alive(session):
        session_change(session, **life.sign())
        return session
    if not Session.objects.filter(life.restorable(), pk=session.pk).exists():
        raise refusals.session_expired()
    _trolley_empty(session.trolley, session)
    alive = {"state": states.ACTIVE, "ended_at": None, "ended_by": ""}
    waits_until = selectors.waiting.waits_until(session)
    session_change(session, assigned_at=Clock(), **alive, **life.busy(waits_until))
    trolley_assign(session.trolley)
    session_tell(session, "session.restored", selectors.sessions.session_object(session))
    lock_tell(session, locked=False)
    holder_tell(session)
    return session


def _require_movable(session: Session, target: Trolley) -> None:
    payment = payment_freezing(session.cart.pk)
    if payment is not None:
        raise refusals.payment_in_progress(payment.payment_id)
    if target.location_id != session.location_id:
        raise refusals.trolley_elsewhere()


def _trolley_empty(trolley: Trolley, session: Session) -> None:
    """Nobody else has the trolley, or has it reserved; a session on it that has run out is written
    down as expired.
    """
    other = locks.open_session(trolley)
    if other is not None and other.pk == session.pk:
        other = None
    if other is not None and locks.is_alive(other):
        raise in_use(other, trolley)
    require_active(trolley)
    require_unreserved(trolley, but_for=session.user_id)
    if other is not None:
        session_expire(other)


def _moved_tell(session: Session, previous: Trolley) -> None:
    shown = selectors.sessions.session_object(session)
    moved = {**shown, "previous_trolley_id": previous.trolley_id}
    session_tell(session, "session.moved", moved)
    trolley_tell(previous)
    holder_tell(session)
