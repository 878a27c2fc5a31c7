"""What staff should look at."""

from __future__ import annotations

from django.db.models import QuerySet

from store.models import Alert


def alerts_find(*, open: bool | None = None) -> QuerySet[Alert]:
    """Alerts, newest first: those that are open, or closed."""
    alerts = Alert.objects.order_by("-created_at", "id")
    return alerts if open is None else alerts.filter(closed_at__isnull=open)
