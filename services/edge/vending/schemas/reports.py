"""What figures and files of machines are asked for with, and hold."""

from __future__ import annotations

from typing import Annotated

from kit.days import DaysIn
from kit.fields import TextFilter
from ninja import Schema
from pydantic import Field


class UsageIn(DaysIn):
    """Of a machine; of all when it is empty."""

    machine_id: TextFilter = None


class FiguresOut(Schema):
    """Money in minor units of the currency."""

    sales: int
    """Paid on these days."""
    units: int
    """That came out of them."""
    takings: int
    """Money that came on these days, whatever became of it."""
    refunded: int
    """Money that was back on these days, whenever it came."""
    net: int
    """takings - refunded."""
    failed: int
    """Of the sales, those of which nothing came out."""


class DayFiguresOut(FiguresOut):
    day: str


class MachineFiguresOut(FiguresOut):
    machine_id: str
    name: str


class HourOut(Schema):
    hour: int
    sales: int


class UsageOut(Schema):
    from_: Annotated[str, Field(alias="from")]
    to: str
    currency: str
    totals: FiguresOut
    days: list[DayFiguresOut]
    """All of these days, UTC."""
    machines: list[MachineFiguresOut]
    """All of them, by their ids."""
    hours: list[HourOut]
    """All hours of the day, UTC."""
