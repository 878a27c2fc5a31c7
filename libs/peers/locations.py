"""Who owns a location and who works there, asked at locations.

Nothing of it is remembered for requests: whoever was taken off the staff is refused at once. Open
sockets, which ask again and again, share an answer for ten seconds. While locations is down this
raises 503 `locations_service_unavailable`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from kit.cache import Cache, per_process
from kit.client import Peer
from kit.errors import Unavailable, incorrect_credentials
from kit.tokens import Caller

UNAVAILABLE = "locations_service_unavailable"
SHARED_FOR = 10.0  # seconds
_shared: Cache[int, Location | None] = Cache(1_000, seconds=SHARED_FOR)
MISSING = {"success": False, "reason": "location_not_found"}


@dataclass(frozen=True, slots=True)
class Location:
    """Whose a location is and who works there, by the ids of their accounts."""

    id: int
    owner_id: int
    staff_ids: frozenset[int]

    def admits(self, caller: Caller) -> bool:
        """Whether the caller may act for the location: its owner, its staff, and administrators."""
        return (
            caller.user_id == self.owner_id
            or caller.user_id in self.staff_ids
            or caller.has("admin")
        )


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
        staff = frozenset(int(user_id) for user_id in found["staff"])
        location = Location(int(found["id"]), int(found["user_id"]), staff)
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense
    if location.id != location_id:
        raise Unavailable(UNAVAILABLE)
    return location


def require_staff(caller: Caller, location_id: int) -> Location:
    """The location if the caller may act for it, else 403 `incorrect_credentials`; so too where
    there is no such location.
    """
    location = location_get(location_id)
    if location is None or not location.admits(caller):
        raise incorrect_credentials()
    return location


def still_staff(caller: Caller, location_id: int) -> bool:
    """Whether somebody who was staff when a socket was opened still is, by an answer of at most
    ten seconds ago.
    """
    location = _shared.get_or_make(location_id, lambda: location_get(location_id))
    return location is not None and location.admits(caller)
