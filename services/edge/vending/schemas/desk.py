"""What operators send and get: signing in, machines, keys, feedback, alerts."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from kit.fields import TextFilter
from kit.paging import PageIn
from ninja import Schema
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from vending import refusals_desk
from vending.models.machines import MOST_STOCK
from vending.schemas.fields import Given, Latitude, Longitude, Whole

Label = Annotated[
    str,
    BeforeValidator(lambda value: "" if value is None else value),
    StringConstraints(strip_whitespace=True, max_length=200),
]
FeedbackStatus = Literal["new", "in_review", "closed"]
NUMBER = re.compile(r"[+-]?[0-9]{1,20}")


def whole_number(value: Any) -> Any:
    """A whole number, also as its text."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return int(value)
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value


class LoginIn(Schema):
    """The shared password, or an account's with its `username`."""

    password: Given = ""
    username: Given = ""


class LoginOut(Schema):
    token: str
    """A JWT, good for an hour."""


class SignedInOut(Schema):
    status: Literal["valid"]
    user_id: str


Units = Annotated[Any, Field(json_schema_extra={"type": ["integer", "string"]})]


class StockIn(Schema):
    """How many units are inside now: a whole number, or its text."""

    stock: Units = None
    expected: Units = None
    """How many the operator has seen; null to say the number whatever was there."""

    def units(self) -> int:
        """The number; raises 400 in the words of the contract."""
        if self.stock is None or self.stock == "":
            raise refusals_desk.stock_required()
        return _units(self.stock)

    def seen(self) -> int | None:
        """What the operator has seen; raises 400 as above."""
        return None if self.expected is None else _units(self.expected)


def _units(value: Any) -> int:
    try:
        units = int(whole_number(value))
    except ValueError:
        raise refusals_desk.stock_odd(MOST_STOCK) from None
    if units < 0:
        raise refusals_desk.stock_negative()
    if units > MOST_STOCK:
        raise refusals_desk.stock_odd(MOST_STOCK)
    return units


class StockOut(Schema):
    status: Literal["success"]
    current_stock: int


class MachineChangeIn(BaseModel):
    """What is to be changed; what is absent stays. The price is in minor units."""

    name: Label = ""
    location: Label = ""
    unit_price_paise: Annotated[Whole, Field(ge=1)] = 1
    in_service: StrictBool = True
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    """Degrees of WGS 84, at most six decimals of them; both, or null for both."""

    @model_validator(mode="after")
    def _something(self) -> MachineChangeIn:
        if not self.model_fields_set:
            raise ValueError("missing")
        if len(self.model_fields_set & {"latitude", "longitude"}) == 1:
            raise ValueError("latitude and longitude belong together")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        return self

    def columns(self) -> dict[str, Any]:
        """What was sent, by column."""
        sent = self.model_dump(exclude_unset=True)
        if "unit_price_paise" in sent:
            sent["unit_price"] = sent.pop("unit_price_paise")
        return sent


class MachineRowOut(Schema):
    machine_id: str
    id: str
    name: str
    location: str
    status: str
    current_stock: int
    available: int
    unit_price_paise: int
    currency: str
    last_refill_at: str | None


class KeyOut(Schema):
    id: int
    key: str
    """Shown this once."""
    created_at: str


class FeedbackListIn(PageIn):
    """Which feedback; what is empty filters by nothing."""

    status: Annotated[FeedbackStatus | None, BeforeValidator(lambda value: value or None)] = None
    machine_id: TextFilter = None


class FeedbackChangeIn(Schema):
    status: FeedbackStatus


class FeedbackOut(Schema):
    feedback_id: int
    machine_id: str
    rating: int
    comment: str | None
    timestamp: str
    status: FeedbackStatus
    location: str


class FeedbackListOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[FeedbackOut]


class AlertIn(Schema):
    """Spelled as the original has it."""

    machineID: Annotated[str, StringConstraints(min_length=1, max_length=200)]  # noqa: N815
    Remaining: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=MOST_STOCK)]


class AlertOut(Schema):
    message: Literal["Email sent"]
