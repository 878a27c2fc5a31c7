"""What the worker does about sessions; several may do it at once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from kit.polled import polled
from kit.pruning import rows_remove

from trolleys import life
from trolleys.actions.locks import trolleys_locking
from trolleys.actions.sessions import session_change, session_expire
from trolleys.actions.telling import session_tell
from trolleys.models import BoardEvent, Session, SessionEvent
from trolleys.wire.values import utc

WARNING = timedelta(seconds=10)  # before the end; of a shorter life a third
KEPT = timedelta(days=7)  # how long events can be caught up with
BATCH = 100  # sessions in a round
EVENTS = 1000  # that one transaction removes


def sessions_expire() -> bool:
    """Write down which sessions have run out, each in a transaction of its own; whether there may
    be more.
    """
    if not _overdue.any():
        return False
    due = list(_overdue().order_by("alive_until").values_list("pk", "trolley_id")[:BATCH])
    return sum(_expire(pk, trolley_pk) for pk, trolley_pk in due) == BATCH


@polled
def _overdue() -> QuerySet[Session]:
    return Session.objects.filter(life.overdue())


def sessions_expire_of(user_id: int) -> None:
    """Write down which sessions of a user have run out, whoever else may be at it: behind that
    their goods can be taken along.
    """
    overdue = Session.objects.filter(life.overdue(), user_id=user_id)
    for pk, trolley_pk in overdue.values_list("pk", "trolley_id"):
        _expire(pk, trolley_pk, wait=True)


def sessions_warn() -> bool:
    """Tell the phones whose session is about to run out, once; whether there may be more."""
    if not _ending.any():
        return False
    due = list(_ending().values_list("pk", flat=True)[:BATCH])
    return sum(map(_warn, due)) == BATCH


@polled
def _ending() -> QuerySet[Session]:
    within = min(WARNING, settings.SESSION_LIFE / 3)
    return Session.objects.filter(life.ending(within)).order_by("alive_until")


def events_prune() -> bool:
    """Remove events that nobody catches up with any more: of sessions that have been over for a
    week, and of boards after a week; whether there may be more.
    """
    old = Now() - KEPT
    over = Session.objects.filter(ended_at__lt=old)
    of_sessions = SessionEvent.objects.filter(session__in=over).order_by("id")
    of_boards = BoardEvent.objects.filter(created_at__lt=old).order_by("id")
    removed = [rows_remove(events, EVENTS) for events in (of_sessions, of_boards)]
    return EVENTS in removed


@transaction.atomic
def _expire(pk: int, trolley_pk: int, *, wait: bool = False) -> bool:
    """Whether it was us who wrote it down: somebody else may be at it, or it lives again."""
    trolley = trolleys_locking(skip_locked=not wait).filter(pk=trolley_pk).first()
    if trolley is None:
        return False
    sessions = Session.objects.select_for_update(of=("self",), no_key=True, skip_locked=not wait)
    session = sessions.filter(life.overdue(), pk=pk, trolley=trolley).first()
    if session is None:
        return False
    session.trolley = trolley
    session_expire(session)
    return True


@transaction.atomic
def _warn(pk: int) -> bool:
    """Whether it was us who warned."""
    locking = _ending().select_for_update(of=("self",), no_key=True, skip_locked=True)
    session = locking.filter(pk=pk).first()
    if session is None:
        return False
    session_change(session, warned_of=F("alive_until"))
    session_tell(session, "session.expiring", {"expires_at": utc(session.alive_until)})
    return True
