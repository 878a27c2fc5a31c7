"""The clock of machine sessions: whoever needs the one of a moment gets or makes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from store.clock import span
from store.models import MachineSession, Store, StoreModeChange
from store.states import INITIAL_MODE


def session_of(moment: datetime, *, store: Store) -> MachineSession:
    """The machine session of a moment, got or made. Two that make it at once make one: no two
    begin at the same time.
    """
    length = timedelta(minutes=settings.SESSION_MINUTES)
    near = StoreModeChange.objects.filter(
        created_at__gte=moment - length, created_at__lte=moment + length
    )
    begins, ends = span(moment, length, list(near.values_list("created_at", flat=True)))
    found = MachineSession.objects.filter(started_at=begins).first()
    if found is None:
        made = MachineSession(
            store_id=settings.STORE_LOCATION_ID,
            status=mode_at(begins, store=store),
            started_at=begins,
            ended_at=ends,
        )
        MachineSession.objects.bulk_create([made], ignore_conflicts=True)
        found = MachineSession.objects.get(started_at=begins)
    return found


def mode_at(moment: datetime, *, store: Store) -> str:
    """The mode at a moment: the store's own, unless it was changed since."""
    if moment >= store.mode_since:
        return store.mode
    before = StoreModeChange.objects.filter(created_at__lte=moment).order_by("-created_at").first()
    return before.status if before else INITIAL_MODE
