"""The mode of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from kit.clock import clock_now

from store.actions.locking import store_lock
from store.actions.sessions import session_of
from store.actions.telling import mode_tell
from store.models import MachineSession, StoreModeChange
from store.selectors.visits import visits_open


@dataclass(frozen=True, slots=True)
class Mode:
    """The mode of the store, since when, and how many people are inside."""

    status: str
    since: datetime
    inside: int


@transaction.atomic
def mode_change(*, status: str, by: int | None) -> Mode:
    """Change the mode; `by` is whose decision it is, None for the Django admin. A new mode opens a
    machine session at once; the present one again changes nothing. Who is inside may stay, and may
    always leave.
    """
    store = store_lock()
    if store.mode != status:
        now = clock_now()
        running = MachineSession.objects.filter(started_at__lt=now, ended_at__gt=now)
        running.update(ended_at=now)
        StoreModeChange.objects.create(
            store_id=settings.STORE_LOCATION_ID, status=status, user_id=by, created_at=now
        )
        store.mode, store.mode_since = status, now
        store.save(update_fields=["mode", "mode_since"])
        session_of(now, store=store)
        mode_tell(store)
    inside = visits_open().count()
    return Mode(store.mode, store.mode_since, inside)
