"""Reads of the locations service."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from kit.errors import NotFound
from kit.labels import labelled, on_wire
from kit.searching import called

from locations.geo import Circle
from locations.models import OWNER, Dismissal, Location, LocationStaff

PAGE = 100
SHOWN = (
    *("id", "name", "description", "address", "user_id", "latitude", "longitude"),
    *("website", "telephone", "logo", "color", "categories", "tags"),
)


def location_object(row: Any) -> dict[str, Any]:
    """A location, or a row with the columns SHOWN, as answers show it."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "address": row.address,
        "user_id": row.user_id,
        "latitude": _degrees(row.latitude),
        "longitude": _degrees(row.longitude),
        "website": row.website,
        "telephone": row.telephone,
        "logo": row.logo,
        "color": row.color,
        "categories": on_wire(row.categories),
        "tags": on_wire(row.tags),
    }


def _degrees(value: Decimal | None) -> str | None:
    """Exactly 8 decimals, never an exponent."""
    return None if value is None else f"{value:.8f}"


def _rows(found: QuerySet[Location], offset: int, *more: str) -> Iterable[Any]:
    return found.values_list(*SHOWN, *more, named=True)[offset : offset + PAGE]


def location_exists(location_id: int) -> bool:
    return Location.objects.filter(id=location_id).exists()


def location_get(location_id: int) -> dict[str, Any]:
    """The location object; raises 404 `location_not_found`."""
    for row in _rows(Location.objects.filter(id=location_id), 0):
        return location_object(row)
    raise NotFound("location_not_found")


def location_find(
    *, user_id: int | None, name: str | None, category: str | None, tag: str | None, offset: int
) -> list[dict[str, Any]]:
    """At most 100 locations to which all that is given applies, by id from `offset` on."""
    found = Location.objects.order_by("id")
    if user_id is not None:
        found = found.filter(user_id=user_id)
    if name is not None:
        found = found.filter(called(name))
    found = found.filter(labelled(category=category, tag=tag))
    return [{"location": location_object(row)} for row in _rows(found, offset)]


def location_mine(user_id: int | None, *, offset: int) -> list[dict[str, Any]]:
    """At most 100 locations that a user owns or works at, with the user's role there, by id from
    `offset` on; None: of all, as an owner.
    """
    found = Location.objects.order_by("id").annotate(role=_role(user_id))
    if user_id is not None:
        owned = Location.objects.filter(user_id=user_id).order_by().values("id")
        staffed = LocationStaff.objects.filter(user_id=user_id).values("location_id")
        found = found.filter(id__in=owned.union(staffed, all=True))
    rows = _rows(found, offset, "role")
    return [{"location": location_object(row), "role": row.role} for row in rows]


def _role(user_id: int | None) -> Any:
    """What a user is at a location that they own or work at; None is an administrator."""
    owner = Value(OWNER, output_field=CharField())
    if user_id is None:
        return owner
    staff = LocationStaff.objects.filter(location_id=OuterRef("id"), user_id=user_id)
    return Case(When(user_id=user_id, then=owner), default=Subquery(staff.values("role")[:1]))


def location_nearby(circle: Circle, *, offset: int) -> list[dict[str, Any]]:
    """At most 100 locations within the circle with their distance in metres, nearest first."""
    if circle.radius < 0:
        return []
    found = Location.objects.filter(circle.box()).annotate(distance=circle.distance())
    found = found.filter(distance__lte=circle.radius).order_by("distance", "id")
    return [
        {"distance": row.distance, "location": location_object(row)}
        for row in _rows(found, offset, "distance")
    ]


def staff_elsewhere(owner_id: int, user_ids: Iterable[int]) -> set[int]:
    """Those of these users who are not this owner's alone: they have a place themselves, work for
    another owner, or left this one once.
    """
    them = {"user_id__in": list(user_ids)}
    owners = Location.objects.filter(**them).values("user_id")
    others = LocationStaff.objects.filter(**them).exclude(location__user_id=owner_id)
    left = Dismissal.objects.filter(owner_id=owner_id, **them).values("user_id")
    found = owners.order_by().union(others.order_by().values("user_id"), left.order_by(), all=True)
    return {row["user_id"] for row in found}


def location_people(location_id: int) -> dict[str, Any]:
    """`{"id","name","user_id","staff":[…],"roles":{user: role},"logo"}`: who runs a location, and
    which picture is its own; raises 404 `location_not_found`.
    """
    staff = LocationStaff.objects.filter(location_id=OuterRef("id")).order_by("user_id")
    found = Location.objects.filter(id=location_id).values("id", "name", "user_id", "logo")
    ids, roles = (ArraySubquery(staff.values(column)) for column in ("user_id", "role"))
    for row in found.annotate(ids=ids, roles=roles):
        hired = dict(zip(map(str, row["ids"]), row["roles"], strict=True))
        shown = {key: row[key] for key in ("id", "name", "user_id", "logo")}
        return shown | {"staff": row["ids"], "roles": hired}
    raise NotFound("location_not_found")
