"""Types of fields of requests, and the words of orders."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from kit.fields import BIGINT
from kit.money import CEILING
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

State = Literal["new", "accepted", "preparing", "ready", "served", "cancelled"]
SessionState = Literal["OPEN", "CLOSED"]
CallKind = Literal["waiter", "bill"]
Pay = Literal["cash", "card"]
Split = Literal["together", "separately"]
PlaceStep = Literal["accepted", "preparing", "ready", "served"]
Opener = Literal["staff", "guest"]

Code = Annotated[str, StringConstraints(min_length=1)]
Quantity = Annotated[int, Field(ge=1, le=99, strict=True)]
Guest = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
GuestKey = Annotated[str, Field(max_length=200)] | None
ProductName = Annotated[str, StringConstraints(max_length=200)]


def _no_flag(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("not an amount")
    return value


def _some(value: int) -> int:
    if value == 0:
        raise ValueError("changes nothing")
    return value


Price = Annotated[Decimal, Field(ge=0, le=CEILING, allow_inf_nan=False), BeforeValidator(_no_flag)]
Step = Annotated[int, Field(ge=-BIGINT, le=BIGINT, strict=True), AfterValidator(_some)]


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL knows no offsets of a whole day; within a day of either end of time there is no
    UTC.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
