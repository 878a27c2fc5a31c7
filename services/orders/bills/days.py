"""Business days of a place: they begin when its last guests have gone, by its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from orders import selectors

from bills.accounts import book_of


@dataclass(frozen=True, slots=True)
class Period:
    """Some business days of a place, both included; `end` is the first moment that is after it."""

    location_id: int
    first: date
    last: date
    zone: str
    start: datetime
    end: datetime


def period_of(location_id: int, *, first: date | None, last: date | None) -> Period:
    """These days at a place; by default the present one."""
    zone = ZoneInfo(selectors.place_settings(location_id)["timezone"])
    begins = timedelta(hours=book_of(location_id).day_begins)
    today = (timezone.now().astimezone(zone) - begins).date()
    last = last or first or today
    first = first or last
    return Period(
        location_id=location_id,
        first=first,
        last=last,
        zone=zone.key,
        start=_begin(first, begins, zone),
        end=_begin(last + timedelta(days=1), begins, zone),
    )


def _begin(day: date, begins: timedelta, zone: ZoneInfo) -> datetime:
    """When a business day begins: by the clock on the wall, also in a night that changes it."""
    return datetime.combine(day, time(begins.seconds // 3600), zone).astimezone(UTC)
