"""What products needs of locations: who may act for a location. When it is down, writes are refused
with 503 and reading goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from kit.cache import per_process
from kit.client import Peer
from kit.errors import Unavailable

UNAVAILABLE = "locations_service_unavailable"


@dataclass(frozen=True, slots=True)
class Location:
    """Whose a location is and who works there."""

    id: int
    owner_id: int
    staff_ids: frozenset[int]

    def employs(self, user_id: int) -> bool:
        return user_id == self.owner_id or user_id in self.staff_ids


@per_process
def _locations() -> Peer:
    return Peer(settings.LOCATIONS_SERVICE_URL, unavailable=UNAVAILABLE, signed=True)


def location_get(location_id: int) -> Location | None:
    """The location, or None when there is none; raises 503 `locations_service_unavailable`."""
    answer = _locations().get(f"/internal/locations/{location_id}/")
    missing = {"success": False, "reason": "location_not_found"}
    if answer.status == 404 and answer.data == missing:
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
