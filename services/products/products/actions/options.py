"""Writes of what may be chosen with products. Locks are taken in the order of actions.products: the
catalogue of the location, then products by id, which hear of each change of what they offer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from kit.alike import fingerprint, folded
from kit.errors import BadRequest, Conflict, NotFound
from kit.expected import require_unchanged
from kit.inserts import row_insert

from products import lookup, options
from products.actions.products import catalogue_lock
from products.models import Option, OptionGroup, Product

GROUPS = 500  # at most, at one location
OPTIONS = 50  # of one group
NEW = {"price": 0, "is_default": False, "is_active": True, "product_id": None}


def group_create(*, location_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new group with its options; the object that answers show.

    Raises 400 `duplicate_option_group`, `duplicate_option`, `too_many_option_groups`,
    `erroneous_value` for numbers that no choice can keep, and 404 `product_not_found` for an option
    that takes from stock what is not sold there.
    """
    plain = {name: value for name, value in fields.items() if name != "options"}
    group = OptionGroup(location_id=location_id, **plain)
    group.look = _look(group)
    _require_range(group)
    with _writing(location_id):
        if OptionGroup.objects.filter(location_id=location_id).count() >= GROUPS:
            raise BadRequest("too_many_option_groups")
        if not row_insert(group):
            raise BadRequest("duplicate_option_group")
        _fill(group, fields["options"])
    return options.group_get(group.id)


def group_edit(
    *,
    group_id: int,
    at_location: int,
    fields: Mapping[str, Any],
    expected: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Change just these fields. `options` are all of them in their order: those with an `id` stay
    and change in what is said of them, the others are new, and those that are not named go. Raises
    as group_create does, 404, and 409 `option_group_changed` when a field is not as expected.
    """
    with _writing(at_location):
        group = _group(group_id, at_location)
        before = options.group_object(group)
        require_unchanged("option_group_changed", expected or {}, now=before, asked={})
        for name in {"name", "least", "most", "words"} & fields.keys():
            setattr(group, name, fields[name])
        _require_range(group)
        group.look = _look(group)
        same = OptionGroup.objects.exclude(id=group.id).filter(look=group.look)
        if same.exists():
            raise BadRequest("duplicate_option_group")
        group.save()
        _fill(group, fields.get("options") or _as_they_are(before))
    return options.group_get(group_id)


def group_delete(*, group_id: int, at_location: int) -> None:
    """Remove a group that no product has any more; raises 404, and 409 `option_group_in_use` with
    the products as `details`.
    """
    with _writing(at_location):
        group = _group(group_id, at_location)
        having = _having(group_id).values_list("id", flat=True)
        if used := [{"product_id": each} for each in having.order_by("id")]:
            raise Conflict("option_group_in_use", details=used)
        group.delete()


def option_mark(*, option_id: int, at_location: int, is_active: bool) -> dict[str, Any]:
    """Say that an option is sold out, or that there is some again, and nothing else; the group as
    answers show it. Raises 404.
    """
    with transaction.atomic():
        here = Option.objects.filter(id=option_id, group__location_id=at_location)
        group_id = here.values_list("group_id", flat=True).first()
        if group_id is None:
            raise NotFound("option_not_found")
        _lock_products(group_id, ())
        if here.exclude(is_active=is_active).update(is_active=is_active):
            _tell(group_id)
    return options.group_get(group_id)


@contextmanager
def _writing(location_id: int) -> Iterator[None]:
    with transaction.atomic():
        catalogue_lock(location_id)
        yield
        transaction.on_commit(lookup.forget)


def _group(group_id: int, at_location: int) -> OptionGroup:
    """The catalogue of the location is locked."""
    group = OptionGroup.objects.filter(id=group_id, location_id=at_location).first()
    if group is None:
        raise NotFound("option_group_not_found")
    return group


def _look(group: OptionGroup) -> str:
    return fingerprint(str(group.location_id), group.name)


def _having(group_id: int) -> Any:
    return Product.objects.filter(option_groups__contains=[group_id])


def _lock_products(group_id: int, taken: Collection[int]) -> set[tuple[int, int]]:
    """`(id, location)` of those that have the group and of those that its options take, by id."""
    found = Product.objects.filter(Q(option_groups__contains=[group_id]) | Q(id__in=taken))
    locked = found.order_by("id").select_for_update(no_key=True)
    return set(locked.values_list("id", "location_id"))


def _tell(group_id: int) -> None:
    """Products that have the group show something else from now on; they are locked."""
    _having(group_id).update(options_revision=F("options_revision") + 1)


def _fill(group: OptionGroup, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Make the options of a group those that are wanted; raises as group_create."""
    known = {each.id: each for each in Option.objects.filter(group=group)}
    made = [_option(group, known, place, each) for place, each in enumerate(wanted)]
    _require_sound(group, made)
    taken = {each.product_id for each in made if each.product_id is not None}
    here = _lock_products(group.id, taken)
    if not {(each, group.location_id) for each in taken} <= here:
        raise NotFound("product_not_found")
    kept = [each.id for each in made if each.id]
    Option.objects.filter(group=group).exclude(id__in=kept).delete()
    for each in made:
        each.save()
    _tell(group.id)


def _as_they_are(group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options of a group as a write that says nothing of them."""
    return [{"id": each["id"]} for each in group["options"]]


def _option(
    group: OptionGroup, known: Mapping[int, Option], place: int, wanted: Mapping[str, Any]
) -> Option:
    """One that is there, with what is said of it, or a new one; raises 404 `option_not_found`."""
    option_id = wanted.get("id")
    if option_id is None:
        option = Option(group=group, **NEW)
    elif option_id in known:
        option = known[option_id]
    else:
        raise NotFound("option_not_found")
    for name, value in wanted.items():
        setattr(option, name, value)
    option.place = place
    return option


def _require_range(group: OptionGroup) -> None:
    if not 0 <= group.least <= group.most or group.most < 1:
        raise BadRequest("erroneous_value", "least and most: not a range")


def _require_sound(group: OptionGroup, made: Sequence[Option]) -> None:
    """Raise 400 unless a guest can choose as the group asks, and tell its options apart."""
    if len({folded(each.name) for each in made}) < len(made):
        raise BadRequest("duplicate_option")
    if not 1 <= len(made) <= OPTIONS or group.least > len(made):
        raise BadRequest("erroneous_value", "options: not as many as have to be chosen")
    if sum(each.is_default for each in made) > group.most:
        raise BadRequest("erroneous_value", "options: more defaults than may be chosen")
