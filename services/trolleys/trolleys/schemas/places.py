"""What requests and answers about a place hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from ninja import Schema
from pydantic import BaseModel, Field, StrictBool, StringConstraints, model_validator

from trolleys.models.trolleys import PAGE_TEXT
from trolleys.schemas.queries import Day, Place

DAYS = 366  # of usage figures at once, at most
DEFAULT_DAYS = 30


class SettingsIn(BaseModel):
    """What a place decides; what is absent stays as it is."""

    spot_check_percent: Annotated[int, Field(strict=True, ge=0, le=100)] = 0
    spot_check_items: Annotated[int, Field(strict=True, ge=1, le=20)] = 3
    cash: StrictBool = False
    page_text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=PAGE_TEXT)] = ""
    """What the pages of the place's trolleys say to shoppers; empty for nothing."""

    @model_validator(mode="after")
    def _something(self) -> SettingsIn:
        if not self.model_fields_set:
            raise ValueError("missing")
        return self


class SettingsOut(Schema):
    location_id: int
    """0: trolleys without a location."""
    spot_check_percent: int
    spot_check_items: int
    cash: bool
    page_text: str


class UsageIn(Schema):
    """Days in UTC, both included; by default the last 30."""

    first: Annotated[Day, Field(alias="from")] = None
    last: Annotated[Day, Field(alias="to")] = None
    location_id: Place = None

    @model_validator(mode="after")
    def _in_order(self) -> UsageIn:
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


class DayOut(Schema):
    day: str
    sessions: int
    paid: int
    mean_duration_s: int | None


class HourOut(Schema):
    hour: int
    sessions: int


class UsedOut(Schema):
    trolley_id: str
    sessions: int
    paid: int
    mean_duration_s: int | None


class UsageOut(Schema):
    from_: Annotated[str, Field(alias="from")]
    to: str
    sessions: int
    """Begun on these days."""
    paid: int
    """Of these, those that were paid."""
    conversion: float | None
    """paid ÷ sessions; null without sessions."""
    mean_duration_s: int | None
    """Of those that are over; null without any."""
    items: int
    """Units sold."""
    revenue: str
    currency: str
    per_day: list[DayOut]
    """All of these days."""
    per_hour: list[HourOut]
    """All hours of the day, UTC."""
    per_trolley: list[UsedOut]
    """The trolleys that were used, by id."""
