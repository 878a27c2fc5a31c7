"""What changes the settings of a place."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from trolleys.models import PlaceSettings


@transaction.atomic
def place_settings_change(*, location_id: int, fields: dict[str, Any]) -> PlaceSettings:
    """Set these settings of a place and leave the others; a session whose checkout has looked at
    them already keeps what it found.
    """
    PlaceSettings.objects.bulk_create(
        [PlaceSettings(location_id=location_id)], ignore_conflicts=True
    )
    PlaceSettings.objects.filter(pk=location_id).update(**fields)
    return PlaceSettings.objects.get(pk=location_id)
