"""What staff should look at."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from store import refusals, states
from store.actions.locking import store_lock
from store.actions.telling import alert_tell
from store.models import Alert, Machine, Visit

BY_HAND = (states.UNACCOUNTED_ALERT, states.HEAD_COUNT)  # closed by whoever has looked


def alert_raise(kind: str, *, machine: Machine | None = None, visit: Visit | None = None) -> None:
    """Raise an alert, unless there is one like it."""
    known = Alert.objects.filter(kind=kind, machine=machine, visit=visit, closed_at=None)
    if known.exists():
        return
    alert = Alert(store_id=settings.STORE_LOCATION_ID, kind=kind, machine=machine, visit=visit)
    Alert.objects.bulk_create([alert], ignore_conflicts=True)
    raised = Alert.objects.filter(pk=alert.pk).first()
    if raised is not None:
        alert_tell(raised)


def alerts_close(kind: str, *, machine: Machine | None = None, visit: Visit | None = None) -> None:
    """What these alerts were about is over."""
    for alert in Alert.objects.select_for_update(no_key=True).filter(
        kind=kind, machine=machine, visit=visit, closed_at=None
    ):
        _close(alert)


@transaction.atomic
def alert_close(*, alert_id: UUID) -> Alert:
    """Somebody has looked at it; raises 404 `alert_not_found`. One that is closed stays so, and one
    that is about a state closes with that state: 409 `alert_persists`.
    """
    store_lock()
    alert = Alert.objects.select_for_update(no_key=True).filter(pk=alert_id).first()
    if alert is None:
        raise refusals.alert_not_found()
    if alert.closed_at is None:
        if alert.kind not in BY_HAND:
            raise refusals.alert_persists()
        _close(alert)
    return alert


def _close(alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).update(closed_at=Now())
    alert.refresh_from_db()
    alert_tell(alert)
