"""Alerts for staff."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.models import Alert


def alert_object(alert: Alert) -> dict[str, Any]:
    """Something that staff should look at."""
    return {
        "id": str(alert.pk),
        "kind": alert.kind,
        "machine_id": alert.machine_id,
        "visit_id": None if alert.visit_id is None else str(alert.visit_id),
        "created_at": iso(alert.created_at),
        "closed_at": iso(alert.closed_at),
        "store_id": alert.store_id,
    }
