"""What happens by itself: the clock of sessions goes on, long visits are told, old events go."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from kit.clock import clock_now
from kit.polled import polled
from kit.pruning import rows_remove

from store import states
from store.actions.alerts import alert_raise
from store.actions.locking import store_lock
from store.actions.sessions import session_of
from store.models import Alert, StoreEvent, Visit, VisitEvent
from store.selectors.board import store_find

LONG = timedelta(hours=2)  # a visit of a store without seats
KEPT = timedelta(days=7)  # how long events can be caught up with
BATCH = 1000


def session_of_now() -> None:
    """The machine session of now, got or made."""
    session_of(clock_now(), store=store_find())


@polled
def _long() -> QuerySet[Visit]:
    told = Alert.objects.filter(kind=states.LONG_VISIT, visit=OuterRef("pk"))
    open_ones = Visit.objects.filter(exited_at=None, entered_at__lt=Now() - LONG)
    return open_ones.exclude(Exists(told))


def visit_long_next() -> bool:
    """Raise an alert for a visit that is open since hours; False when there is none."""
    return _long.any() and _visit_long()


@transaction.atomic
def _visit_long() -> bool:
    store_lock()
    visit = (
        _long()
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .order_by("entered_at")
        .first()
    )
    if visit is None:
        return False
    alert_raise(states.LONG_VISIT, visit=visit)
    return True


def events_prune() -> bool:
    """Remove events that nobody catches up with; whether there may be more."""
    removed = [
        rows_remove(events.order_by("created_at"), BATCH)
        for events in (
            VisitEvent.objects.filter(created_at__lt=Now() - KEPT),
            StoreEvent.objects.filter(created_at__lt=Now() - KEPT),
        )
    ]
    return BATCH in removed
