"""Closings of days as they are read."""

from __future__ import annotations

from typing import Any

from bills.models import DayClosing
from bills.wire_closings import closing_object

PAGE = 100


def closings_find(location_id: int, *, offset: int) -> list[dict[str, Any]]:
    """At most 100 closings of a place, newest first."""
    found = DayClosing.objects.filter(location_id=location_id).order_by("-number")
    return [closing_object(each) for each in found[offset : offset + PAGE]]
