"""What lies on the scales, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from kit.searching import matches

from store.models import Product, Scale
from store.weighing.units import Planned
from store.wire.devices import scale_object


def products_of(ids: Iterable[int | None]) -> dict[int, Product]:
    """The copies of these products."""
    wanted = {each for each in ids if each is not None}
    return Product.objects.in_bulk(wanted) if wanted else {}


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """A name for each of these products."""
    wanted = set(ids)
    known = products_of(wanted)
    return {each: known[each].name if each in known else f"Product {each}" for each in wanted}


def plan_of(machine_id: str) -> dict[str, Planned]:
    """The planogram of a machine, by scale."""
    return {each.scale_id: _planned(each) for each in Scale.objects.filter(machine=machine_id)}


def plan_for(product_ids: Iterable[int]) -> dict[int, list[Planned]]:
    """What these products weigh, on every scale that has them."""
    plan: dict[int, list[Planned]] = {}
    for each in Scale.objects.filter(product_id__in=list(product_ids)):
        plan.setdefault(each.product_id, []).append(_planned(each))
    return plan


def _planned(scale: Scale) -> Planned:
    return Planned(scale.product_id, scale.unit_weight_g, scale.tolerance_g)


def scales_find(machine_id: str) -> QuerySet[Scale]:
    """The planogram of a machine, by scale."""
    return Scale.objects.filter(machine=machine_id).order_by("scale_id")


def shelf_products_find(*, search: str | None = None) -> QuerySet[Product]:
    """What lies on any scale of the store, by name: all, or what has these words in its name."""
    lying = Product.objects.filter(pk__in=Scale.objects.values("product_id"))
    found = lying.filter(pk__in=_called(lying, search)) if search else lying
    return found.order_by("name", "product_id")


def _called(products: QuerySet[Product], search: str) -> list[int]:
    """Those whose names have all words of a search, however either is written."""
    names = products.values_list("product_id", "name")
    return [product_id for product_id, name in names if matches(name, search)]


def scale_rows(scales: Sequence[Scale]) -> list[dict[str, Any]]:
    """What lies on these scales, with names and prices as of lately."""
    products = products_of(each.product_id for each in scales)
    return [scale_object(each, products.get(each.product_id)) for each in scales]
