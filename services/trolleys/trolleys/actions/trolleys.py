"""What changes a trolley as a thing: making one, its place, its code, its keys."""

from __future__ import annotations

from typing import Any

from devices.keys import device_create, key_create, key_revoke
from devices.models import DeviceKey
from django.db import transaction
from kit.clock import Clock
from kit.errors import BadRequest, Conflict, NotFound
from peers.locations import location_get

from trolleys import refusals, selectors
from trolleys.actions.availability import require_unheld, require_unreserved
from trolleys.actions.locks import trolley_lock
from trolleys.actions.telling import board_tell, trolley_tell
from trolleys.models import Trolley
from trolleys.models.columns import NO_PLACE
from trolleys.models.trolleys import NO_NAMES


def trolley_create(*, trolley_id: str, is_active: bool = True, location_id: int = 0) -> Trolley:
    """A new trolley with its device, which gets its first key by `key_add`. Raises 400 for an
    impossible id and an unknown location, 409 `Trolley already exists`, 503 while locations is
    down.
    """
    if trolley_id in NO_NAMES:
        raise BadRequest("erroneous_value", "trolley_id: not a name of a trolley")
    _require_location(location_id)
    with transaction.atomic():
        try:
            device = device_create(kind="trolley", external_id=trolley_id)
        except Conflict as taken:
            raise refusals.trolley_exists() from taken
        trolley = Trolley.objects.create(
            trolley_id=trolley_id, device=device, location_id=location_id, is_active=is_active
        )
        trolley_tell(trolley)
    return trolley


def trolley_change(*, trolley_id: str, fields: dict[str, Any]) -> Trolley:
    """Set `is_active`, `location_id` or both. A session goes on when its trolley is switched off.

    The place is changed only while nobody has or has reserved the trolley, else 409 as for a scan;
    both boards hear of it. Raises 404, 400 for an unknown location, 503 while locations is down.
    """
    _require_location(fields.get("location_id", NO_PLACE))
    with transaction.atomic():
        trolley = trolley_lock(trolley_id)
        before = trolley.location_id
        changed = {name: to for name, to in fields.items() if getattr(trolley, name) != to}
        if "location_id" in changed:
            require_unheld(trolley)
            require_unreserved(trolley)
        for name, to in changed.items():
            setattr(trolley, name, to)
        trolley.save(update_fields=[*changed])
        if changed:
            _tell(trolley, {before, trolley.location_id})
    return trolley


@transaction.atomic
def code_renew(*, trolley_id: str) -> Trolley:
    """Make a trolley's code anew: the hash of older pictures of it no longer checks. Raises 404."""
    trolley = trolley_lock(trolley_id)
    Trolley.objects.filter(pk=trolley.pk).update(code_renewed_at=Clock())
    trolley.refresh_from_db(fields=["code_renewed_at"])
    trolley_tell(trolley)
    return trolley


def key_add(*, trolley_id: str) -> tuple[DeviceKey, str]:
    """A further key for a trolley's device, and its text, which cannot be had again. Raises 404."""
    return key_create(device=selectors.fleet.trolley_find(trolley_id).device)


def key_remove(*, trolley_id: str, key_id: int) -> None:
    """End a key; the device that registered with it is closed. Raises 404 `Not found`."""
    trolley = selectors.fleet.trolley_find(trolley_id)
    try:
        key_revoke(device=trolley.device, key_id=key_id)
    except NotFound as unknown:
        raise refusals.not_found() from unknown


def _require_location(location_id: int) -> None:
    """Raises 400 for a location that does not exist."""
    if location_id != NO_PLACE and location_get(location_id) is None:
        raise BadRequest("erroneous_value", "location_id: there is no such location")


def _tell(trolley: Trolley, location_ids: set[int]) -> None:
    """Tell each of these boards what the trolley is like now; that of a place which it has left
    sees by its `location_id` that it is gone.
    """
    session = selectors.sessions.session_on(trolley)
    row = selectors.trolleys.trolley_row(trolley, session)
    for location_id in sorted(location_ids):
        board_tell(location_id, "trolley.changed", row)
