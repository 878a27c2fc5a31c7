"""How a place works: its steps, who opens tables, the word of the sitting, its languages, its zone,
and what may be ordered when.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import transaction
from live.publisher import announce

from orders import selectors
from orders.actions.sessions import panel_ensure
from orders.events import MENU, OFFER_CHANGED, place_recorder
from orders.models import PlaceSettings

OF_THE_OFFER = {"timezone", "hours", "kitchen", "menus", "tell_wait"}


def place_set(*, location_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Change these settings of a place, and return all of them."""
    with transaction.atomic():
        panel = panel_ensure(location_id)
        place = place_lock(location_id)
        for name, value in fields.items():
            setattr(place, name, value)
        place.save()
        changed = selectors.place_settings(location_id)
        place_recorder.record(panel, "settings.changed", orjson.dumps(changed))
        if OF_THE_OFFER.intersection(fields):
            transaction.on_commit(lambda: offer_tell(location_id))
    return changed


def place_lock(location_id: int) -> PlaceSettings:
    """The settings of a place, locked until the end of the transaction."""
    settings = PlaceSettings.objects
    settings.bulk_create([PlaceSettings(location_id=location_id)], ignore_conflicts=True)
    return settings.select_for_update().get(pk=location_id)


def offer_tell(location_id: int) -> None:
    """Tell the pages of a place what may be ordered by now; called after the commit."""
    offer = selectors.place_offer(location_id)
    text = orjson.dumps({"type": OFFER_CHANGED, "data": offer}).decode()
    announce([(MENU.format(location_id), {"type": OFFER_CHANGED, "text": text})])
