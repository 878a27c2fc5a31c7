"""How a place works: its steps, who opens tables, the word of the sitting, its languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import transaction

from orders import selectors
from orders.actions.sessions import panel_ensure
from orders.events import place_recorder
from orders.models import PlaceSettings


def place_set(*, location_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Change these settings of a place, and return all of them."""
    with transaction.atomic():
        panel = panel_ensure(location_id)
        PlaceSettings.objects.bulk_create(
            [PlaceSettings(location_id=location_id)], ignore_conflicts=True
        )
        place = PlaceSettings.objects.select_for_update().get(pk=location_id)
        for name, value in fields.items():
            setattr(place, name, value)
        place.save()
        changed = selectors.place_settings(location_id)
        place_recorder.record(panel, "settings.changed", orjson.dumps(changed))
    return changed
