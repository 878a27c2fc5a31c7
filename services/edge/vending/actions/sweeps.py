"""What the worker removes, since nobody needs it any more."""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now
from kit.pruning import rows_remove

from vending.models import FleetEvent, MachineEvent, Notice

KEPT = timedelta(days=7)  # how long events can be caught up with
EVENTS = 1000  # that one transaction removes
NOTICES_KEPT = timedelta(days=90)


def events_prune() -> bool:
    """Remove events of the streams after a week; whether there may be more. The trail of machines
    (LoggedEvent) and the ledger of sales stay.
    """
    old = Now() - KEPT
    removed = [
        rows_remove(model._default_manager.filter(created_at__lt=old).order_by("id"), EVENTS)
        for model in (MachineEvent, FleetEvent)
    ]
    return EVENTS in removed


def notices_prune() -> bool:
    """Remove notices to the operator's own program after 90 days; whether there may be more. Mails
    stay.
    """
    old = Notice.objects.filter(created_at__lt=Now() - NOTICES_KEPT)
    return rows_remove(old.order_by("created_at"), EVENTS) == EVENTS
