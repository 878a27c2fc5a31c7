"""Writes of the locations service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from kit.errors import BadRequest, NotFound, incorrect_credentials, malformed, violating
from kit.labels import search_keys

from locations.models import Location, LocationStaff

STAFF = 200  # at most, at one location


def location_create(*, owner_id: int, fields: Mapping[str, Any]) -> Location:
    """A new location of this user; raises 400 `duplicate_location` for a name that is taken at its
    address.
    """
    location = Location(user_id=owner_id, **fields)
    location.labels = _labels(location)
    with violating("location_name_address", BadRequest("duplicate_location")), transaction.atomic():
        location.save(force_insert=True)
    return location


def location_edit(
    *,
    location_id: int,
    user_id: int,
    is_admin: bool,
    fields: Mapping[str, Any],
    owner_id: int | None = None,
) -> Location:
    """Change just the fields given. Owner or administrator only (403); `owner_id` is the owner whom
    the caller names, who cannot be changed (400 `malformed_json`).
    """
    with violating("location_name_address", BadRequest("duplicate_location")), transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        if owner_id not in {None, user_id, location.user_id}:
            raise malformed("location.user_id: not the owner")
        for name, value in fields.items():
            setattr(location, name, value)
        location.labels = _labels(location)
        location.save(update_fields=[*fields, "labels"])
    return location


def staff_add(*, location_id: int, user_id: int, is_admin: bool, staff_id: int) -> None:
    """Let a user work at a location; nothing changes when they do already. Raises 403, and 400
    `too_many_staff` beyond 200.
    """
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        staff = LocationStaff.objects.filter(location=location)
        if staff.filter(user_id=staff_id).exists():
            return
        if staff.count() >= STAFF:
            raise BadRequest("too_many_staff")
        LocationStaff.objects.create(location=location, user_id=staff_id)


def staff_remove(*, location_id: int, user_id: int, is_admin: bool, staff_id: int) -> None:
    """A user works there no longer; nothing changes when they did not. Raises 403."""
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        LocationStaff.objects.filter(location=location, user_id=staff_id).delete()


def _locked(location_id: int) -> Location:
    try:
        return Location.objects.select_for_update().get(id=location_id)
    except Location.DoesNotExist:
        raise NotFound("location_not_found") from None


def _require_owner(location: Location, user_id: int, is_admin: bool) -> None:
    if not is_admin and location.user_id != user_id:
        raise incorrect_credentials()


def _labels(location: Location) -> list[str]:
    return search_keys(category=location.categories, tag=location.tags)
