"""Goods that are put in order are told to products."""

from __future__ import annotations

from kit.errands import errand_add

from store import states
from store.models import WeightChange


def movement_tell(change: WeightChange) -> None:
    """Have products know what was refilled, or taken out, in Refillment mode. What fits no number
    of units is for people to count.
    """
    if change.quantity is None:
        return
    units = change.quantity if change.status == states.PLACED else -change.quantity
    payload = {"product_id": change.product_id, "change": units}
    errand_add("products.move", payload, key=f"weight change {change.pk}")
