"""Taking rows for a change, in the order of trolleys.models.

A session that has run out by the clock is refused to whoever would change it, whether or not the
worker has written that down.
"""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.db import transaction
from django.db.models import Q, QuerySet
from kit.locks import named_lock

from trolleys import hot, life, refusals, states
from trolleys.models import Board, Session, Trolley


def shopper_lock(user_id: int) -> None:
    """Wait for what else this user does to have trolleys: two scans at once would take each other's
    goods along, two reservations would be one too many.
    """
    named_lock("trolleys shopper", user_id)


def trolley_lock(trolley_id: str) -> Trolley:
    """The trolley of this name, locked; raises 404 `Trolley {id} not found`."""
    found = hot.trolley_row_locked(trolley_id)
    if found is None:
        raise refusals.trolley_not_found(trolley_id)
    return found


def trolleys_locking(*, skip_locked: bool = False) -> QuerySet[Trolley]:
    """Trolleys to be locked in order, with their devices, which are not locked."""
    locking = Trolley.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return locking.select_related("device").order_by("pk")


def session_lock_on_trolley(
    session_id: uuid.UUID, *, and_trolley: str | None = None
) -> tuple[Session, Trolley | None]:
    """The session in whatever state with its trolley (`session.trolley`), both locked, and so a
    further trolley of this name where there is one. Raises 404 `Session not found`.

    The session may move to another trolley while ours is waited for; then all of it is locked anew.
    """
    while True:
        with suppress(_Moved), transaction.atomic():
            return _session_lock_on_trolley(session_id, and_trolley)


class _Moved(Exception):
    """The session is on another trolley by now; what was locked is let go."""


def _session_lock_on_trolley(
    session_id: uuid.UUID, further: str | None
) -> tuple[Session, Trolley | None]:
    wanted = Q(pk__in=Session.objects.filter(session_id=session_id).values("trolley"))
    if further is not None:
        wanted |= Q(trolley_id=further)
    trolleys = list(trolleys_locking().filter(wanted))
    session = session_lock(session_id)
    own = next((one for one in trolleys if one.pk == session.trolley_id), None)
    if own is None:
        raise _Moved
    session.trolley = own
    return session, next((one for one in trolleys if one.trolley_id == further), None)


def session_lock(session_id: uuid.UUID) -> Session:
    """The session in whatever state, locked; raises 404 `Session not found`."""
    session = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .filter(session_id=session_id)
        .first()
    )
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
    if not is_alive(session):
        raise refusals.session_expired()


def is_alive(session: Session) -> bool:
    """Whether a locked session lives, by the clock of now."""
    return Session.objects.filter(life.alive(), pk=session.pk).exists()


def board_ensure(location_id: int) -> None:
    """Have the board of a location, whose stream its events need."""
    if not Board.objects.filter(pk=location_id).exists():
        Board.objects.bulk_create([Board(location_id=location_id)], ignore_conflicts=True)


def open_session(trolley: Trolley) -> Session | None:
    """The session that is written down as the open one of a locked trolley, locked too; it may have
    run out.
    """
    session = hot.open_session_row_locked(trolley)
    if session is not None:
        session.trolley = trolley
    return session
