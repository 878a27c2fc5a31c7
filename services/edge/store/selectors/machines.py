"""Machines with scales: which there are, and how they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from devices.keys import possible
from django.conf import settings
from django.db.models import Q, QuerySet
from kit.clock import clock_now

from store import refusals, states
from store.models import Alert, Machine


def machine_find(machine_id: str) -> Machine:
    """The machine of this number, any text; raises 404 `machine_not_found`."""
    machine = Machine.objects.filter(pk=machine_id).first() if possible(machine_id) else None
    if machine is None:
        raise refusals.machine_not_found()
    return machine


def machines_find(*, retired: bool = False) -> QuerySet[Machine]:
    """Machines by their numbers: those in use, or those that are retired."""
    return Machine.objects.filter(retired_at__isnull=not retired).order_by("machine_id")


def machines_away(
    machines: Iterable[Machine], entered_at: datetime, exited_at: datetime
) -> set[str]:
    """Which of these machines were off line at any moment of a stay: silent for longer than
    MACHINE_OFFLINE_SECONDS now, or by an alert that was open then.
    """
    silence = timedelta(seconds=settings.MACHINE_OFFLINE_SECONDS)
    heard_since = clock_now() - silence
    away = {each.pk for each in machines if not each.last_seen or each.last_seen < heard_since}
    until = exited_at + silence  # an alert comes so much later than the silence
    alerts = Alert.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=entered_at),
        kind=states.MACHINE_OFFLINE,
        created_at__lt=until,
    )
    return away | set(alerts.values_list("machine", flat=True))
