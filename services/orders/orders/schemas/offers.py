"""When a place is open, when its kitchen cooks and its menus are served; pauses."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kit.fields import Signed
from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict  # pydantic takes no other before Python 3.12

DAYS = 60  # that differ
TIMES = 6  # of a day
MENUS = 20
CATEGORIES = 100
PAUSE = 15  # minutes
WORDS = 200  # characters


def _date(text: str) -> str:
    date.fromisoformat(text)
    return text


def _each_once(values: list[int]) -> list[int]:
    if len(set(values)) < len(values):
        raise ValueError("each once")
    return sorted(values)


WallTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Date = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_date)
]
Weekday = Annotated[int, Field(ge=1, le=7, strict=True)]
"""Of ISO 8601: Monday is 1."""
Weekdays = Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_each_once)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Labels = Annotated[list[Label], Field(min_length=1, max_length=CATEGORIES)]


# From a time until another, which is on the next day where it is not later.
Times = TypedDict("Times", {"from": WallTime, "to": WallTime})  # `from` is a word of Python's

OfDay = Annotated[list[Times], Field(max_length=TIMES)]


class Day(BaseModel):
    """A day that differs from its weekday; without times nothing goes on."""

    model_config = ConfigDict(extra="forbid")

    date: Date
    times: OfDay


def _dates_once(days: list[Day]) -> list[Day]:
    if len({each.date for each in days}) < len(days):
        raise ValueError("each date once")
    return sorted(days, key=lambda each: each.date)


class Hours(BaseModel):
    """Times of the weekdays, Monday first, and of the days that differ."""

    model_config = ConfigDict(extra="forbid")

    week: Annotated[list[OfDay], Field(min_length=7, max_length=7)]
    days: Annotated[list[Day], Field(max_length=DAYS), AfterValidator(_dates_once)] = []


class Kitchen(Hours):
    """The hours in which these categories are made."""

    categories: Labels


class Menu(Times):
    """Categories that are offered on these weekdays, from a time until another."""

    name: Label
    categories: Labels
    weekdays: Weekdays


Menus = Annotated[list[Menu], Field(max_length=MENUS)]
Minutes = Annotated[int, Field(ge=5, le=120, strict=True)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=WORDS)]


class PauseIn(Signed):
    minutes: Minutes = PAUSE
    words: Words = ""
    """What guests read."""


class PhaseOut(Schema):
    is_on: bool
    changes: str | None
    """When that changes by itself; null where it does not, or not within two months."""


class KitchenPhaseOut(PhaseOut):
    categories: list[str]


class MenuPhaseOut(Menu):
    """A menu, with what a PhaseOut has."""

    is_on: bool
    changes: str | None


class PauseOut(Schema):
    until: str
    words: str


class OfferOut(Schema):
    now: str
    """The server's time at which it was so."""
    timezone: str
    pause: PauseOut | None
    place: PhaseOut
    kitchen: KitchenPhaseOut
    menus: list[MenuPhaseOut]
    wait: int | None
    """Minutes from ordering to serving within the last hour, in fives; null while too few orders
    say it, or the place does not tell."""


class OfferAnswer(Schema):
    success: bool
    response: OfferOut
