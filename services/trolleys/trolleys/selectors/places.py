"""What a place has decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trolleys.models import PlaceSettings


def place_settings(location_id: int) -> PlaceSettings:
    """The settings of a place, which are the defaults until somebody decides."""
    found = PlaceSettings.objects.filter(pk=location_id).first()
    return found or PlaceSettings(location_id=location_id)


def places_shown(locations: Iterable[int]) -> dict[int, PlaceSettings]:
    """The settings of these places, by place. One query."""
    wanted = set(locations)
    found = PlaceSettings.objects.in_bulk(wanted)
    return {each: found.get(each) or PlaceSettings(location_id=each) for each in wanted}


def settings_object(place: PlaceSettings) -> dict[str, Any]:
    """`{"location_id","spot_check_percent","spot_check_items","cash","page_text"}`."""
    return {
        "location_id": place.location_id,
        "spot_check_percent": place.spot_check_percent,
        "spot_check_items": place.spot_check_items,
        "cash": place.cash,
        "page_text": place.page_text,
    }
