"""Who runs a location, with their names as verification knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peers.users import Person, people

from locations import selectors
from locations.models import OWNER


def persons(running: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The owner, then the staff by id: `{"user_id","username","first_name","last_name",
    "is_owner","role","managed"}`; the owner may give a managed one a new password. Takes what
    selectors.location_people answers; raises 503 `verification_service_unavailable`.
    """
    owner_id = running["user_id"]
    ids = dict.fromkeys([owner_id, *running["staff"]])
    known = people(ids)
    nobody = Person(0, "", "", "")
    elsewhere = selectors.staff_elsewhere(owner_id, ids)
    return [
        {
            "user_id": user_id,
            "username": (person := known.get(user_id, nobody)).username,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_owner": user_id == owner_id,
            "role": OWNER if user_id == owner_id else running["roles"][str(user_id)],
            "managed": person.managed_by == owner_id and user_id not in elsewhere,
        }
        for user_id in ids
    ]
