"""Days in UTC: in queries, and as times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field, model_validator

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = 366  # of figures at once, at most
DEFAULT_DAYS = 30


def _day(value: Any) -> Any:
    """`2026-11-26` and nothing else that can be read as a day; empty is the same as not there."""
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("not a day, YYYY-MM-DD")
    return date.fromisoformat(value)


Day = Annotated[date | None, BeforeValidator(_day)]


class DaysIn(Schema):
    """Some days, both ends included; by default the last 30."""

    first: Annotated[Day, Field(alias="from")] = None
    last: Annotated[Day, Field(alias="to")] = None

    @model_validator(mode="after")
    def _in_order(self) -> DaysIn:
        first, last = self.days
        if not 0 <= (last - first).days < DAYS:
            raise ValueError(f"from comes before to, and at most {DAYS} days are shown")
        return self

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        last = self.last or datetime.now(UTC).date()
        return self.first or _before(last, DEFAULT_DAYS - 1), last


def _before(day: date, days: int) -> date:
    """So many days before; the first of all days where there are no so many."""
    return day - timedelta(days=min(days, (day - date.min).days))


def day_begin(day: date) -> datetime:
    """Its first moment."""
    return datetime.combine(day, time.min, UTC)


def day_end(day: date) -> datetime:
    """The first moment after it; of the last of all days, its last."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return day_begin(day + timedelta(days=1))


def days_between(first: date, last: date) -> Iterator[date]:
    """Each of these days, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
