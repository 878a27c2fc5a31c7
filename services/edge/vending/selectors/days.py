"""Days in UTC, as times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta


def day_begin(day: date) -> datetime:
    """Its first moment."""
    return datetime.combine(day, time.min, UTC)


def day_end(day: date) -> datetime:
    """The first moment after it; of the last of all days, its last."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return day_begin(day + timedelta(days=1))
