"""What days have brought, and days that are closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from kit.days import DAYS, Day
from kit.fields import IdFilter, Offset, Signed
from ninja import Schema
from pydantic import Field, StringConstraints, model_validator

from bills.schemas.bills import Kind, RateOut
from bills.schemas.fields import Amount, Change, Reason, Sum

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class PlaceDaysIn(Schema):
    """Business days of the place, both ends included; by default the present one."""

    first: Annotated[Day, Field(alias="from")] = None
    last: Annotated[Day, Field(alias="to")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first: date | None = self.first or self.last
        last: date | None = self.last or self.first
        if first is not None and last is not None and not 0 <= (last - first).days < DAYS:
            raise ValueError(f"from comes before to, and at most {DAYS} days are shown")
        return self


class SumOut(Schema):
    orders: int
    quantity: int
    gross: Sum
    discount: Sum
    voided: Sum
    amount: Sum
    """What is to be paid of it."""


class HourOut(SumOut):
    hour: int


class DishOut(SumOut):
    name: str
    category: str


class NamedSumOut(SumOut):
    name: str


class LostOut(SumOut):
    reason: str


class TablesOut(Schema):
    guests: int
    tables: int
    amount: Sum


class UnpaidOut(Schema):
    tables: int
    amount: Sum


class WaitOut(Schema):
    step: Literal["accepted", "preparing", "ready", "served"]
    orders: int
    median: int
    """Seconds from the order on."""
    nine_of_ten: int


class PaidByKindOut(Schema):
    kind: Kind
    payments: int
    amount: Sum
    tips: Sum
    total: Sum
    refunds: Sum
    """What went back of it; amounts are without that already."""


class WaiterOut(Schema):
    user_id: int | None
    name: str | None
    """Null is guests, by their phones."""
    amount: Sum
    tips: Sum
    orders: int


class TakenOffOut(Schema):
    kind: Literal["discount", "void"]
    reason: str
    user: str
    count: int
    amount: Sum


class NumbersOut(Schema):
    first: int | None
    last: int | None
    count: int


class TakingsOut(Schema):
    first: Annotated[str, Field(alias="from")]
    last: Annotated[str, Field(alias="to")]
    start: str
    end: str
    timezone: str
    currency: str
    sold: SumOut
    hours: list[HourOut]
    dishes: list[DishOut]
    categories: list[NamedSumOut]
    cancelled: list[LostOut]
    tables: list[TablesOut]
    """By how many phones were there."""
    unpaid: UnpaidOut
    """What is left to pay at tables that were open then."""
    waits: list[WaitOut]
    paid: list[PaidByKindOut]
    waiters: list[WaiterOut]
    taxes: list[RateOut]
    taken_off: list[TakenOffOut]
    receipts: NumbersOut


class TakingsAnswer(Schema):
    success: bool
    response: TakingsOut


class CashMoveIn(Signed):
    amount: Change
    """Below 0: taken out."""
    reason: Reason


class CashMovementOut(Schema):
    id: int
    amount: Sum
    reason: str
    user_id: int
    created_at: str


class NamedMovementOut(CashMovementOut):
    user: str
    """The name of who wrote it down; `#` and the id where nobody has one."""


class CashMovementAnswer(Schema):
    success: bool
    response: CashMovementOut


class DrawerSumsOut(Schema):
    opening: Sum
    sales: Sum
    """Cash payments with their tips."""
    refunds: Sum
    moved: Sum
    expected: Sum


class DrawerOut(DrawerSumsOut):
    tips: Sum
    """What of `sales` is tips."""
    movements: list[NamedMovementOut]
    """What `moved` is the sum of, oldest first."""
    currency: str
    since: str | None
    """When the day before was closed."""


class DrawerAnswer(Schema):
    success: bool
    response: DrawerOut


class CloseIn(Signed):
    counted: Amount
    left: Amount
    """What stays in the drawer for the next day."""
    expected: Amount | None = None
    """What had to be there on the screen of who closes; 409 `bill_changed` if not any more."""
    note: Note = ""


class ClosedKindOut(Schema):
    kind: Kind
    receipts: int
    amount: Sum
    tips: Sum


class ClosingOut(Schema):
    id: int
    location_id: int
    number: int
    created_at: str
    at: str
    digest: str
    currency: str
    receipts: NumbersOut
    paid: list[ClosedKindOut]
    taxes: list[RateOut]
    drawer: DrawerSumsOut
    movements: Sequence[CashMovementOut]
    counted: Sum
    difference: Sum
    left: Sum
    note: str
    user_id: int


class ClosingAnswer(Schema):
    success: bool
    response: ClosingOut


class NamedClosingOut(ClosingOut):
    user: str
    """The name of who closed the day; `#` and the id where nobody has one."""
    movements: Sequence[NamedMovementOut]


class ClosingsAnswer(Schema):
    success: bool
    response: list[NamedClosingOut]


class ClosingsIn(Schema):
    location_id: IdFilter = None
    offset: Offset = 0
