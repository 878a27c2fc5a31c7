"""Machines that fall silent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from kit.polled import polled

from store import states
from store.actions.alerts import alert_raise
from store.actions.telling import machine_tell
from store.models import Machine


@polled
def _silent() -> QuerySet[Machine]:
    """Machines that have been silent for longer than their state says."""
    late = Now() - timedelta(seconds=settings.MACHINE_STALE_SECONDS)
    away = Now() - timedelta(seconds=settings.MACHINE_OFFLINE_SECONDS)
    return Machine.objects.filter(
        Q(status=states.ONLINE, last_seen__lt=late) | Q(status=states.STALE, last_seen__lt=away),
        retired_at=None,
    )


def machine_silent_next() -> bool:
    """Say of a machine that it is late or away; False when there is none. One that is away raises
    an alert, which its next heartbeat closes.
    """
    return _silent.any() and _machine_silent()


@transaction.atomic
def _machine_silent() -> bool:
    machine = (
        _silent().select_for_update(no_key=True, skip_locked=True).order_by("last_seen").first()
    )
    if machine is None:
        return False
    away = timedelta(seconds=settings.MACHINE_OFFLINE_SECONDS)
    is_away = Machine.objects.filter(pk=machine.pk, last_seen__lt=Now() - away).exists()
    machine.status = states.OFFLINE if is_away else states.STALE
    machine.save(update_fields=["status"])
    if is_away:
        alert_raise(states.MACHINE_OFFLINE, machine=machine)
    machine_tell(machine)
    return True
