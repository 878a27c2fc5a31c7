"""Figures of days."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field


class SpanOut(Schema):
    """Which days, UTC, both included."""

    from_: Annotated[str, Field(alias="from")]
    to: str


class LostOut(Schema):
    """What scales have shown that is nobody's."""

    events: int
    picked_g: int
    """Grams that went."""
    placed_g: int
    """Grams that came."""


class LostDayOut(LostOut):
    day: str


class LostHourOut(LostOut):
    hour: int
    """Of the day, UTC."""


class LostMachineOut(LostOut):
    machine_id: str
    display_name: str
    hours: list[LostHourOut]
    """All of the day."""


class UnaccountedOut(SpanOut):
    totals: LostOut
    days: list[LostDayOut]
    """All of these days."""
    hours: list[LostHourOut]
    machines: list[LostMachineOut]
    """Those in use, and retired ones that have something."""


class ReviewedOut(Schema):
    """Visits of customers that ended: `visits` is the sum of the others."""

    visits: int
    by_hand: int
    """A reviewer has completed a ticket of it."""
    waiting: int
    """A ticket of it is open."""
    by_itself: int


class ReviewedDayOut(ReviewedOut):
    day: str


class ReviewsOut(SpanOut):
    totals: ReviewedOut
    days: list[ReviewedDayOut]
