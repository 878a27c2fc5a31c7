"""How much money is uncertain, for the order in which tickets are reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Max

from store import states
from store.models import Product, Scale, WeightChange
from store.selectors.carts import counted
from store.selectors.goods import products_of

TELLING = (states.UNMAPPED, states.NO_FIT, states.GAP, states.FAULT, states.LATE)


def at_risk(changes: Iterable[WeightChange], visit_id: UUID) -> int:
    """What the uncertain ones of these changes may be worth to a visit, in minor units: those that
    are contested, fit nothing, or are not of one moment. What lies on a scale that nobody has
    mapped may be the dearest thing there is.
    """
    own = (each for each in changes if each.visit_id in (None, visit_id))
    unsure = [each for each in own if not (counted(each) and each.visit_id)]
    if not unsure:
        return 0
    products = products_of(each.product_id for each in unsure)
    scales = Scale.objects.filter(machine__in={each.machine_id for each in unsure})
    weights = {(each.machine_id, each.scale_id): each.unit_weight_g for each in scales}
    dearest = Product.objects.aggregate(most=Max("unit_price"))["most"] or 0
    return sum(_worth(each, products, weights, dearest) for each in unsure)


def reasons_of(changes: Iterable[WeightChange], visit_id: UUID) -> list[dict[str, Any]]:
    """Why a reviewer has to look at these changes, as codes: `contested` and the flags that make a
    change uncertain, with how many there are, `unmapped` also with the scales.
    """
    own = [each for each in changes if each.visit_id in (None, visit_id)]
    contested = [each for each in own if each.attribution == states.CONTESTED_EVENT]
    found = {"contested": contested} | {
        flag: [each for each in own if flag in each.flags] for flag in TELLING
    }
    reasons = [{"code": code, "count": len(some)} for code, some in found.items() if some]
    for reason in reasons:
        if reason["code"] == states.UNMAPPED:
            scales = {each.scale_id for each in found[states.UNMAPPED]}
            reason["scales"] = sorted(scales)
    return reasons


def _worth(
    change: WeightChange,
    products: dict[int, Product],
    weights: dict[tuple[str, str], int],
    dearest: int,
) -> int:
    product = products.get(change.product_id or 0)
    if product is None:
        return dearest
    unit = weights.get((change.machine_id, change.scale_id), change.weight_change_g)
    units = change.quantity or -(-change.weight_change_g // unit)
    return units * product.unit_price
