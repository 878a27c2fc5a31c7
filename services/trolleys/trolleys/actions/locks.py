"""Taking rows for a change, in the order of trolleys.models.

A session that has run out by the clock is refused to whoever would change it, whether or not the
worker has written that down.
"""

from __future__ import annotations

import uuid

from django.db.models import Q

from trolleys import life, refusals, states
from trolleys.models import Board, Session, Trolley


def trolley_lock(trolley_id: str) -> Trolley:
    """The trolley of this name, locked; raises 404 `Trolley {id} not found`."""
    found = Trolley.objects.select_for_update().filter(trolley_id=trolley_id).first()
    if found is None:
        raise refusals.trolley_not_found(trolley_id)
    return found


def session_lock(session_id: uuid.UUID) -> Session:
    """The session in whatever state, locked; raises 404 `Session not found`."""
    session = Session.objects.select_for_update(of=("self",)).filter(session_id=session_id).first()
    if session is None:
        raise refusals.session_not_found()
    return session


def session_lock_alive(session_id: uuid.UUID) -> Session:
    """A living session, locked; raises 404 for an unknown one, and the 400s of those that are
    over.
    """
    session = session_lock(session_id)
    require_alive(session)
    return session


def require_alive(session: Session) -> None:
    """Raises the 400 for a session that is over, by the clock of now."""
    if session.state == states.ENDED:
        raise refusals.session_ended()
    if not Session.objects.filter(life.alive(), pk=session.pk).exists():
        raise refusals.session_expired()


def board_ensure(location_id: int) -> None:
    """Have the board of a location, whose stream its events need."""
    if not Board.objects.filter(pk=location_id).exists():
        Board.objects.bulk_create([Board(location_id=location_id)], ignore_conflicts=True)


def open_session(trolley: Trolley) -> Session | None:
    """The session that is written down as the trolley's open one, locked; it may have run out."""
    active = Q(trolley=trolley, state=states.ACTIVE)
    return Session.objects.select_for_update(of=("self",)).filter(active).first()
