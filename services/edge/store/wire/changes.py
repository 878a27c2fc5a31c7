"""Weight changes."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.models import WeightChange


def change_object(change: WeightChange) -> dict[str, Any]:
    """A weight change for staff, machines and reviewers."""
    return {
        "id": str(change.pk),
        "machine_id": change.machine_id,
        "scale_id": change.scale_id,
        "weight_change_g": change.weight_change_g,
        "status": change.status,
        "event_time": iso(change.event_time),
        "received_at": iso(change.received_at),
        "session_id": str(change.session_id),
        "visit_id": None if change.visit_id is None else str(change.visit_id),
        "product_id": change.product_id,
        "quantity": change.quantity,
        "attribution": change.attribution,
        "flags": list(change.flags),
        "store_id": change.store_id,
    }
