"""Writes of the locations service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from kit import throttle
from kit.alike import fingerprint
from kit.errors import (
    BadRequest,
    Forbidden,
    NotFound,
    incorrect_credentials,
    malformed,
    violating,
)
from kit.expected import require_unchanged
from kit.inserts import row_insert
from kit.labels import search_keys
from kit.locks import named_lock
from kit.pictures import picture_of
from kit.searching import searchable
from kit.throttle import Limit
from peers.users import person_named

from locations import clients, selectors
from locations.models import Dismissal, Location, LocationStaff, Role

DEGREES = ("latitude", "longitude")
STAFF = 200  # at most, at one location
UNKNOWN = Limit("unknown names of staff", failures=20, window=timedelta(hours=1))


def location_create(
    *, owner_id: int, fields: Mapping[str, Any], unlimited: bool = False
) -> Location:
    """A new location of this user; raises 400 `duplicate_location` for a name that is taken at its
    address, or looks like one, and `too_many_locations` beyond the setting
    PLACES_PER_ACCOUNT of this user's.
    """
    location = Location(user_id=owner_id, **fields)
    _require_own_picture(location)
    location.look = _look(location)
    _derive(location)
    with transaction.atomic():
        named_lock("locations of", owner_id)
        owned = Location.objects.filter(user_id=owner_id)
        if not unlimited and owned.count() >= settings.PLACES_PER_ACCOUNT:
            raise BadRequest("too_many_locations")
        if not row_insert(location):
            raise BadRequest("duplicate_location")
    return location


def location_edit(
    *,
    location_id: int,
    user_id: int,
    is_admin: bool,
    fields: Mapping[str, Any],
    owner_id: int | None = None,
    expected: Mapping[str, Any] | None = None,
) -> Location:
    """Change just these fields. Owner or administrator only (403); `owner_id` is the owner whom
    the caller names, who cannot be changed (400 `malformed_json`). Raises 409 `location_changed`
    when a field is not as expected.
    """
    with _unlike_others(), transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        if owner_id not in {None, user_id, location.user_id}:
            raise malformed("location.user_id: not the owner")
        before, look = selectors.location_object(location), _look(location)
        for name, value in fields.items():
            setattr(location, name, value)
        if "logo" in fields:
            _require_own_picture(location)
        after = selectors.location_object(location)
        asked = {name: after[name] for name in fields}
        require_unchanged(
            "location_changed", expected or {}, now=before, asked=asked, decimals=DEGREES
        )
        _derive(location)
        if look != _look(location):
            _take_look(location)
        location.save(update_fields=[*fields, "labels", "look", "searchable"])
    return location


def staff_hire(*, location_id: int, user_id: int, is_admin: bool, username: str, role: str) -> None:
    """As staff_add, by the exact name of the account; asks verification.

    Raises 404 `user_not_found` and counts it: after 20 in an hour 429 `too_many_attempts`, so that
    nobody reads the list of accounts this way.
    """
    owner_id = selectors.location_people(location_id)["user_id"]
    if not is_admin and owner_id != user_id:
        raise incorrect_credentials()
    unknown = UNKNOWN.of(str(user_id))
    throttle.standing(unknown).require(unknown)
    person = person_named(username)
    if person is None:
        throttle.failure_count(unknown)
        raise NotFound("user_not_found")
    staff_add(
        location_id=location_id,
        user_id=user_id,
        is_admin=is_admin,
        staff_id=person.user_id,
        role=role,
    )


def staff_add(
    *,
    location_id: int,
    user_id: int,
    is_admin: bool,
    staff_id: int,
    role: str = Role.MANAGER,
) -> None:
    """Let a user work at a location; nothing changes when they do already, in whichever role.
    Raises 403, and 400 `too_many_staff` beyond 200.
    """
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        staff = LocationStaff.objects.filter(location=location)
        if staff.filter(user_id=staff_id).exists():
            return
        if staff.count() >= STAFF:
            raise BadRequest("too_many_staff")
        LocationStaff.objects.create(location=location, user_id=staff_id, role=role)


def staff_change(
    *,
    location_id: int,
    user_id: int,
    is_admin: bool,
    staff_id: int,
    role: str,
    expected: Mapping[str, Any] | None = None,
) -> None:
    """Give somebody who works at a location another role. Raises 403, 404 `staff_not_found`, and
    409 `staff_changed` when the role is not as expected.
    """
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        person = LocationStaff.objects.filter(location=location, user_id=staff_id).first()
        if person is None:
            raise NotFound("staff_not_found")
        now, asked = {"role": person.role}, {"role": role}
        require_unchanged("staff_changed", expected or {}, now=now, asked=asked)
        person.role = role
        person.save(update_fields=["role"])


def staff_remove(*, location_id: int, user_id: int, is_admin: bool, staff_id: int) -> None:
    """A user works there no longer; nothing changes when they did not. Raises 403."""
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        gone = LocationStaff.objects.filter(location=location, user_id=staff_id).delete()
        if gone[0]:
            dismissal = Dismissal(owner_id=location.user_id, user_id=staff_id)
            Dismissal.objects.bulk_create([dismissal], ignore_conflicts=True)


def staff_password(
    *, location_id: int, user_id: int, is_admin: bool, staff_id: int
) -> dict[str, Any]:
    """`{"username","password"}`: a new password for somebody who works here by an account that the
    owner made, to hand over. Asks verification.

    Raises 403, 404 `staff_not_found`, and 403 `account_not_managed` where the account is not, or
    not only, theirs: who has a place, works for another owner, or left this one once.
    """
    with transaction.atomic():
        location = _locked(location_id)
        _require_owner(location, user_id, is_admin)
        if not LocationStaff.objects.filter(location=location, user_id=staff_id).exists():
            raise NotFound("staff_not_found")
        if staff_id in selectors.staff_elsewhere(location.user_id, [staff_id]):
            raise Forbidden("account_not_managed")
    return clients.password_hand_over(staff_id=staff_id, owner_id=location.user_id, by=user_id)


def _locked(location_id: int) -> Location:
    try:
        return Location.objects.select_for_update().get(id=location_id)
    except Location.DoesNotExist:
        raise NotFound("location_not_found") from None


def _require_owner(location: Location, user_id: int, is_admin: bool) -> None:
    if not is_admin and location.user_id != user_id:
        raise incorrect_credentials()


def _look(location: Location) -> str:
    return fingerprint(location.name, location.address)


@contextmanager
def _unlike_others() -> Iterator[None]:
    duplicate = BadRequest("duplicate_location")
    with violating("location_look", duplicate), violating("location_name_address", duplicate):
        yield


def _take_look(location: Location) -> None:
    """Let a location have its new look; raises 400 `duplicate_location`.

    Of two at once the constraints decide; they are asked first since what they refuse is logged.
    """
    location.look = _look(location)
    same = Q(look=location.look) | Q(name=location.name, address=location.address)
    if Location.objects.filter(same).exclude(pk=location.pk).exists():
        raise BadRequest("duplicate_location")


def _require_own_picture(location: Location) -> None:
    """Raise 400 `malformed_json` where the logo is a picture of another location."""
    picture = picture_of(location.logo)
    if picture and picture[0] != location.pk:
        raise malformed("location.logo: not a picture of this location")


def _derive(location: Location) -> None:
    """What follows from the other columns."""
    location.labels = search_keys(category=location.categories, tag=location.tags)
    location.searchable = searchable(location.name)
