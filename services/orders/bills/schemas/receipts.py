"""Receipts, and how a place takes money."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from kit.fields import IdFilter, Offset, Signed
from ninja import Schema
from orders.schemas.fields import Moment
from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from bills.schemas.bills import RateOut
from bills.schemas.fields import Sum

Rate = Annotated[Decimal, Field(ge=0, lt=100, max_digits=4, decimal_places=2)]
Tip = Annotated[int, Field(ge=1, le=100, strict=True)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Lines = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


def _each_once(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise ValueError("one twice")
    return values


class BookIn(Signed):
    """What is sent changes."""

    name: Line = ""
    address: Lines = ""
    tax_number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=50)] = ""
    footer: Lines = ""
    vat_rates: Annotated[
        list[Rate], Field(min_length=1, max_length=6), AfterValidator(_each_once)
    ] = []
    tips: Annotated[list[Tip], Field(max_length=5), AfterValidator(_each_once)] = []
    pays_online: StrictBool = True
    close_paid: StrictBool = False
    asks_unpaid: StrictBool = True
    day_begins: Annotated[int, Field(ge=0, le=12, strict=True)] = 4

    def sent(self) -> dict[str, Any]:
        """The settings that were sent."""
        return self.model_dump(exclude_unset=True, exclude={"session_key", "user_id"})


class BookOut(Schema):
    name: str
    address: str
    tax_number: str
    footer: str
    vat_rates: list[str]
    """In percent; the first is that of products that say none."""
    tips: list[int]
    """What guests are offered on top, in percent."""
    pays_online: bool
    takes_online: bool
    """Whether guests can pay on their phones: the place wants it, and there is a provider."""
    close_paid: bool
    """Whether a table closes itself once all of it is paid and served."""
    asks_unpaid: bool
    """Whether staff are asked before they close a table that has not paid."""
    day_begins: int
    """The hour at which a business day begins, by the place's clock."""
    receipts: int
    """How many the place has given out."""


class BookAnswer(Schema):
    success: bool
    response: BookOut


class PlaceOnReceiptOut(Schema):
    name: str
    address: str
    tax_number: str
    footer: str


class SoldOut(Schema):
    name: str
    options: list[str]
    quantity: int
    price: str | None
    vat_rate: str
    gross: Sum
    discount: Sum
    voided: Sum
    amount: Sum
    paid: Sum


class PaidByOut(Schema):
    kind: Literal["online", "cash", "card"]
    given: Sum | None
    change: Sum | None
    reference: str | None


class BillReceiptOut(Schema):
    receipt_id: str
    location_id: int
    digest: str
    """SHA-256 of the digest before it and of what stands on it: docs/protocol.md."""
    number: int
    kind: Literal["sale", "refund"]
    at: str
    currency: str
    place: PlaceOnReceiptOut
    table: str
    lines: list[SoldOut]
    bill: Sum
    part: Literal["all", "items", "share", "amount"] | None
    amount: Sum
    tip: Sum
    total: Sum
    rates: list[RateOut]
    payment: PaidByOut
    staff_id: int | None
    of: int | None = None
    """The number of the sale that money of goes back."""
    reason: str | None = None


class BillReceiptAnswer(Schema):
    success: bool
    response: BillReceiptOut


class BillReceiptsAnswer(Schema):
    success: bool
    response: list[BillReceiptOut]


class ReceiptsIn(Schema):
    location_id: IdFilter = None
    since: Moment | None = None
    until: Moment | None = None
    offset: Offset = 0
