"""What a place has decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trolleys.models import PlaceSettings


def place_settings(location_id: int) -> PlaceSettings:
    """The settings of a place, which are the defaults until somebody decides."""
    found = PlaceSettings.objects.filter(pk=location_id).first()
    return found or PlaceSettings(location_id=location_id)


def cash_places(location_ids: Iterable[int]) -> set[int]:
    """Which of these places take cash. One query."""
    taking = PlaceSettings.objects.filter(pk__in=set(location_ids), cash=True)
    return set(taking.values_list("pk", flat=True))


def settings_object(place: PlaceSettings) -> dict[str, Any]:
    """`{"location_id","spot_check_percent","spot_check_items","cash"}`."""
    return {
        "location_id": place.location_id,
        "spot_check_percent": place.spot_check_percent,
        "spot_check_items": place.spot_check_items,
        "cash": place.cash,
    }
