"""Who owns a location and who works there in which role, asked at locations.

Nothing of it is remembered for requests: whoever was taken off the staff is refused at once. Open
sockets, which ask again and again, share an answer for ten seconds. While locations is down this
raises 503 `locations_service_unavailable`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.conf import settings
from kit.cache import Cache, per_process
from kit.client import Peer
from kit.errors import Forbidden, Unavailable, incorrect_credentials
from kit.tokens import Caller

UNAVAILABLE = "locations_service_unavailable"
SHARED_FOR = 10.0  # seconds
_shared: Cache[int, Location | None] = Cache(1_000, seconds=SHARED_FOR)
MISSING = {"success": False, "reason": "location_not_found"}


class Role(IntEnum):
    """What somebody is at a location: each may do what those before may. Which deed needs which
    role is said by the service that does it.
    """

    KITCHEN = 1
    WAITER = 2
    MANAGER = 3
    OWNER = 4

    @property
    def word(self) -> str:
        """As it is written in JSON."""
        return self.name.lower()


HIRED = {role.word: role for role in Role if role is not Role.OWNER}


@dataclass(frozen=True, slots=True)
class Location:
    """Whose a location is and who works there, by the ids of their accounts. Who has a role that
    this release does not know, has none.
    """

    id: int
    owner_id: int
    staff: Mapping[int, Role]

    def role_of(self, caller: Caller) -> Role | None:
        """The caller's role there, None for strangers; administrators have an owner's."""
        if caller.user_id == self.owner_id or caller.has("admin"):
            return Role.OWNER
        return self.staff.get(caller.user_id)

    def admits(self, caller: Caller, at_least: Role) -> bool:
        """Whether the caller may do what needs this role."""
        role = self.role_of(caller)
        return role is not None and role >= at_least


@per_process
def _locations() -> Peer:
    return Peer(settings.LOCATIONS_SERVICE_URL, unavailable=UNAVAILABLE, signed=True)


def location_get(location_id: int) -> Location | None:
    """The location, or None when there is none."""
    answer = _locations().get(f"/internal/locations/{location_id}/")
    if answer.status == 404 and answer.data == MISSING:
        return None
    found = answer.response()
    try:
        location = Location(int(found["id"]), int(found["user_id"]), _staff(found))
    except (AttributeError, KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    if location.id != location_id:
        raise Unavailable(UNAVAILABLE)
    return location


def location_logo(location_id: int) -> str | None:
    """The address of the location's logo; None where it has none, or there is no such location. A
    locations of the release before does not say: raises as while it is down.
    """
    answer = _locations().get(f"/internal/locations/{location_id}/")
    if answer.status == 404 and answer.data == MISSING:
        return None
    found = answer.response()
    try:
        logo = found["logo"]
    except (KeyError, TypeError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    if not isinstance(logo, str | None):
        raise Unavailable(UNAVAILABLE)
    return logo


def _staff(found: Mapping[str, Any]) -> dict[int, Role]:
    """Roles by user. A locations of the release before has none: its staff are managers."""
    roles = found.get("roles", {})
    words = {int(user_id): roles.get(str(user_id), "manager") for user_id in found["staff"]}
    return {user_id: HIRED[word] for user_id, word in words.items() if word in HIRED}


def require_staff(caller: Caller, location_id: int, at_least: Role) -> Location:
    """The location if the caller has at least this role there, else 403: `role_not_allowed` for
    staff of another role, `incorrect_credentials` for strangers, and where there is no such
    location.
    """
    location = location_get(location_id)
    if location is None or location.role_of(caller) is None:
        raise incorrect_credentials()
    if not location.admits(caller, at_least):
        raise Forbidden("role_not_allowed")
    return location


def still_staff(caller: Caller, location_id: int, at_least: Role) -> bool:
    """Whether somebody who had this role when a socket was opened still has, by an answer of at
    most ten seconds ago.
    """
    location = _shared.get_or_make(location_id, lambda: location_get(location_id))
    return location is not None and location.admits(caller, at_least)
