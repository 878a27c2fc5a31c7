"""Weight changes."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.models import Product, WeightChange
from store.wire.values import price


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
        "weight_g": change.weight_g,
        "split_from": None if change.split_from_id is None else str(change.split_from_id),
        "store_id": change.store_id,
    }


def event_object(change: WeightChange, product: Product | None) -> dict[str, Any]:
    """A weight change as a ticket shows it: with what it is of, and whose it may be. Its candidates
    were asked for before.
    """
    known = change.unit_price is not None
    return {
        **change_object(change),
        "name": product.name if product else None,
        "unit_price": price(change.unit_price or 0) if known else None,
        "image": product.image if product else "",
        "candidates": [
            {"visit_id": str(visit.pk), "user_id": visit.user_id}
            for visit in change.candidates.all()
        ],
    }
