"""Reads of what may be chosen with products: groups of options."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from kit.errors import Conflict, NotFound
from kit.labels import on_wire
from kit.money import shown

from products.models import Option, OptionGroup

Objects = list[dict[str, Any]]
IN_ORDER = Prefetch("options", Option.objects.order_by("place", "id"))


def group_object(group: OptionGroup) -> dict[str, Any]:
    """A group of options as answers show it."""
    return {
        "id": group.id,
        "location_id": group.location_id,
        "name": group.name,
        "least": group.least,
        "most": group.most,
        "words": group.words,
        "options": [_option_object(each) for each in group.options.all()],
    }


def _option_object(option: Option) -> dict[str, Any]:
    return {
        "id": option.id,
        "name": option.name,
        "price": shown(option.price, settings.CURRENCY),
        "is_default": option.is_default,
        "is_active": option.is_active,
        "additives": on_wire(option.additives),
        "allergens": list(option.allergens),
        "words": option.words,
        "product_id": option.product_id,
    }


def group_get(group_id: int) -> dict[str, Any]:
    """A group; raises 404 `option_group_not_found`."""
    for group in _groups(OptionGroup.objects.filter(id=group_id)):
        return group_object(group)
    raise NotFound("option_group_not_found")


def group_find(location_id: int) -> Objects:
    """All groups of a location, by id."""
    found = OptionGroup.objects.filter(location_id=location_id)
    return [group_object(each) for each in _groups(found)]


def group_location(group_id: int) -> int:
    """Where a group belongs; raises 404 `option_group_not_found`."""
    found = OptionGroup.objects.filter(id=group_id).values_list("location_id", flat=True)
    for location_id in found:
        return location_id
    raise NotFound("option_group_not_found")


def option_location(option_id: int) -> int:
    """Where an option belongs; raises 404 `option_not_found`."""
    found = Option.objects.filter(id=option_id).values_list("group__location_id", flat=True)
    for location_id in found:
        return location_id
    raise NotFound("option_not_found")


def require_groups(location_id: int, ids: Collection[int]) -> None:
    """Raise 404 `option_group_not_found` unless all of these are the location's."""
    here = OptionGroup.objects.filter(location_id=location_id, id__in=ids)
    if ids and here.count() < len(ids):
        raise NotFound("option_group_not_found")


def require_not_taken(product_id: int) -> None:
    """Raise 409 `product_in_use` with the groups as `details` where options take this product."""
    taking = Option.objects.filter(product_id=product_id).order_by("group_id")
    groups = taking.values_list("group_id", flat=True).distinct()
    if used := [{"option_group_id": each} for each in groups]:
        raise Conflict("product_in_use", details=used)


def with_options(products: Objects) -> Objects:
    """Gives each of these product objects the groups that are asked for with it, in its order, as
    `options`.
    """
    wanted = {each for product in products for each in product["option_groups"]}
    groups = _by_id(wanted) if wanted else {}
    for product in products:
        ids = product["option_groups"]
        product["options"] = [groups[each] for each in ids if each in groups]
    return products


def _by_id(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    found = OptionGroup.objects.filter(id__in=ids)
    return {each.id: group_object(each) for each in _groups(found)}


def _groups(found: QuerySet[OptionGroup]) -> QuerySet[OptionGroup]:
    return found.order_by("id").prefetch_related(IN_ORDER)
