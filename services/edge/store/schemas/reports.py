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


class WaitedOut(Schema):
    """Receipts, and seconds from the exit to them; null where there are none."""

    receipts: int
    median_s: int | None
    p90_s: int | None
    """Nine of ten took no longer."""


class WaitedDayOut(WaitedOut):
    day: str


class WaitsOut(SpanOut):
    totals: WaitedOut
    days: list[WaitedDayOut]


class DisputedOut(Schema):
    """Receipts, and how many of them were ever contested."""

    receipts: int
    contested: int


class DisputedDayOut(DisputedOut):
    day: str


class DisputedMachineOut(DisputedOut):
    """Of the visits that took something there."""

    machine_id: str
    display_name: str


class DisputesOut(SpanOut):
    totals: DisputedOut
    days: list[DisputedDayOut]
    machines: list[DisputedMachineOut]


class StoreTakenOut(Schema):
    """Amounts are decimal texts in the currency; `total` is the sum of the others."""

    receipts: int
    total: str
    paid: str
    due: str


class StoreTakenDayOut(StoreTakenOut):
    day: str


class StoreTakingsOut(SpanOut):
    currency: str
    totals: StoreTakenOut
    days: list[StoreTakenDayOut]


class GoodsSoldOut(Schema):
    product_id: int
    name: str
    quantity: int
    total: str


class GoodsOut(SpanOut):
    """By product, the dearest first."""

    currency: str
    products: list[GoodsSoldOut]
