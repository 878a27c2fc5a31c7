"""What requests and answers about a place hold."""

from __future__ import annotations

from typing import Annotated

from kit.days import DaysIn
from ninja import Schema
from pydantic import BaseModel, Field, StrictBool, StringConstraints, model_validator

from trolleys.models.trolleys import PAGE_TEXT
from trolleys.schemas.queries import Place


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


class UsageIn(DaysIn):
    """Of a place; where none is named, of all that the caller may see."""

    location_id: Place = None


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
