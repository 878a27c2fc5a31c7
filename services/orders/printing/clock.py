"""The time of a place, as it is read there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from orders import selectors

UTC = "UTC"


def read_at(location_id: int, moment: datetime) -> str:
    """A moment as a ticket shows it, in the time zone that the settings of the place name. Where
    that is UTC, or none is named, the ticket says so: few kitchens go by it.
    """
    zone = str(selectors.place_settings(location_id).get("timezone", UTC))
    shown = f"{moment.astimezone(ZoneInfo(zone)):%d.%m. %H:%M}"
    return f"{shown} {UTC}" if zone == UTC else shown
