"""How many units of what a change is, by the planogram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planned:
    """What lies on a scale: grams of a unit, and by how many a change may miss whole units."""

    product_id: int
    unit_weight_g: int
    tolerance_g: int


@dataclass(frozen=True, slots=True)
class Units:
    """So many units of a product; `quantity` is None when the grams are no whole number of them,
    both are when nobody has said what lies there.
    """

    product_id: int | None
    quantity: int | None


def fitting(grams: int, planned: Planned) -> int | None:
    """How many units weigh so much; None when none does, within the tolerance."""
    quantity = (grams + planned.unit_weight_g // 2) // planned.unit_weight_g
    off = abs(grams - quantity * planned.unit_weight_g)
    return quantity if quantity > 0 and off <= planned.tolerance_g else None


def picked(grams: int, planned: Planned | None) -> Units:
    """What was taken off a scale."""
    if planned is None:
        return Units(None, None)
    return Units(planned.product_id, fitting(grams, planned))


def placed(
    grams: int,
    planned: Planned | None,
    held: Mapping[int, int],
    plan: Mapping[int, list[Planned]],
) -> Units:
    """What was put on a scale by somebody who holds these products: `held` is how many of each,
    `plan` what a product weighs on each scale that has it.

    What belongs there comes first. Else it is a return to the wrong shelf, if it weighs as much as
    units of exactly one product that is held; what might be one of several stays open.
    """
    at_home = picked(grams, planned)
    if at_home.quantity is not None and held.get(at_home.product_id or 0, 0) >= at_home.quantity:
        return at_home
    strays = set[Units]()
    for product_id, count in held.items():
        for each in plan.get(product_id, []):
            quantity = fitting(grams, each)
            if quantity is not None and quantity <= count:
                strays.add(Units(product_id, quantity))
    return strays.pop() if len(strays) == 1 else at_home
