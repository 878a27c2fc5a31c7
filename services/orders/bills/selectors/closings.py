"""Closings of days as they are read."""

from __future__ import annotations

from bills.models import DayClosing

PAGE = 100


def closings_find(location_id: int, *, offset: int) -> list[DayClosing]:
    """At most 100 closings of a place, newest first."""
    found = DayClosing.objects.filter(location_id=location_id).order_by("-number")
    return list(found[offset : offset + PAGE])
