"""What a visit holds, by the changes that are its own."""

from __future__ import annotations

from store import states
from store.models import Visit, WeightChange
from store.selectors.changes import IN_ORDER
from store.weighing.carts import Line, Moved, cart, held

UNSURE = (states.GAP, states.FAULT)  # what is never counted by itself


def counted(change: WeightChange) -> bool:
    """Whether a change counts by itself: it is whole units of something, and of one moment."""
    return change.quantity is not None and not set(UNSURE) & set(change.flags)


def visit_moves(visit: Visit) -> list[Moved]:
    """What a visit has picked and placed, in the order of the events."""
    changes = WeightChange.objects.filter(visit=visit, attribution=states.ATTRIBUTED)
    ordered = changes.order_by(*IN_ORDER)
    return [
        Moved(
            change.status,
            change.product_id or 0,
            change.quantity or 0,
            change.unit_price or 0,
            change.machine_id,
        )
        for change in ordered
        if counted(change)
    ]


def visit_may_hold(visit: Visit) -> dict[int, int]:
    """How many units of each product it may hold: those that are its own, and those that are
    contested and may be.
    """
    units = held(visit_lines(visit))
    contested = WeightChange.objects.filter(
        candidates=visit, visit=None, attribution=states.CONTESTED_EVENT
    )
    for change in contested.order_by(*IN_ORDER):
        if counted(change) and change.product_id is not None:
            sign = 1 if change.status == states.PICKED else -1
            now = units.get(change.product_id, 0) + sign * (change.quantity or 0)
            units[change.product_id] = max(0, now)
    return units


def visit_lines(visit: Visit) -> list[Line]:
    """What it holds, by machine."""
    lines, _ = cart(visit_moves(visit))
    return lines
