"""What requests and answers of the orders service hold."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from kit.fields import BIGINT, Id, Name, Note, Signed
from kit.money import CEILING
from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from orders.seen import Seen

State = Literal["new", "accepted", "preparing", "ready", "served", "cancelled"]
SessionState = Literal["OPEN", "CLOSED"]
CallKind = Literal["waiter", "bill"]

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


class SessionIn(Signed):
    location_id: Id
    name: Name


class SeenIn(BaseModel):  # without what ninja's Schema does for objects of the ORM: a hot path
    product_id: Id
    price: Price | None = None
    name: ProductName | None = None

    def seen(self, quantity: int = 1) -> Seen:
        """What the guest saw of the product, and how many are asked for; a field that was not sent
        is not known.
        """
        return Seen(
            self.product_id,
            self.price,
            self.name or "",
            priced="price" in self.model_fields_set,
            named=self.name is not None,
            quantity=quantity,
        )


class WantedIn(SeenIn):
    quantity: Quantity = 1
    note: Note = ""


class OrderIn(WantedIn):
    session_code: Code
    guest: Guest = ""


class PlaceIn(Signed):
    session_code: Code
    guest: Guest = ""
    lines: Annotated[list[WantedIn], Field(min_length=1, max_length=50)]


class LineIn(OrderIn):
    """A line for the cart has what an order has."""

    guest_key: GuestKey = None


class LineRemoveIn(Schema):
    session_code: Code
    guest: Guest = ""
    guest_key: GuestKey = None
    expected: Quantity | None = None


class LineChangeIn(LineRemoveIn):
    add: Step | None = None
    quantity: Quantity | None = None
    note: Note | None = None
    expected_note: Note | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.add is not None and self.quantity is not None:
            raise ValueError("add or quantity")
        if self.expected is not None and self.quantity is None:
            raise ValueError("expected goes with quantity")
        if self.expected_note is not None and self.note is None:
            raise ValueError("expected_note goes with note")
        return self


class SendIn(Schema):
    session_code: Code
    guest: Guest = ""
    lines: Annotated[list[Id], Field(max_length=100)] | None = None
    seen: Annotated[list[SeenIn], Field(max_length=100)] = []

    def seen_by_product(self) -> dict[int, Seen]:
        """What the guest who sends saw of products, by their ids."""
        return {each.product_id: each.seen() for each in self.seen}


class JoinIn(Schema):
    guest_key: GuestKey = None


class RefuseIn(Signed):
    session_code: Code
    batch: Id
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class CallIn(Schema):
    session_code: Code
    kind: CallKind


class MoveIn(Signed):
    state: State
    expected: State | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class OrderOut(Schema):
    id: int
    product_id: int
    session: str
    timestamp: str
    name: str
    price: str | None
    quantity: int
    note: str
    state: State
    reason: str
    guest: str
    category: str
    batch: int
    by_staff: bool
    changed: str


class LineOut(Schema):
    id: int
    session: str
    product_id: int
    name: str
    price: str | None
    quantity: int
    note: str
    guest: str
    guest_id: int | None
    changed_by: str
    timestamp: str


class CallOut(Schema):
    id: int
    session: str
    kind: CallKind
    timestamp: str
    answered: str | None


class SessionOut(Schema):
    code: str
    name: str
    location_id: int
    state: SessionState
    timestamp: str
    orders: list[OrderOut]


class LiveSessionOut(SessionOut):
    cart: list[LineOut]
    calls: list[CallOut]


class PanelSessionOut(LiveSessionOut):
    seq: int
    epoch: str


class PanelOut(Schema):
    location_id: int
    sessions: list[PanelSessionOut]


class SessionNowOut(Schema):
    seq: int
    epoch: str
    data: LiveSessionOut | None


class PanelNowOut(Schema):
    seq: int
    epoch: str
    data: PanelOut | None


class BatchOut(Schema):
    batch: int
    orders: list[OrderOut]


class PhoneOut(Schema):
    guest_key: str
    guest_id: int


class PhoneAnswer(Schema):
    success: bool
    response: PhoneOut


class SessionAnswer(Schema):
    success: bool
    response: SessionOut


class SessionsAnswer(Schema):
    success: bool
    response: list[SessionOut]


class OrderAnswer(Schema):
    success: bool
    response: OrderOut


class BatchAnswer(Schema):
    success: bool
    response: BatchOut


class LineAnswer(Schema):
    success: bool
    response: LineOut


class CallAnswer(Schema):
    success: bool
    response: CallOut


class SessionNowAnswer(Schema):
    success: bool
    response: SessionNowOut


class PanelNowAnswer(Schema):
    success: bool
    response: PanelNowOut


class LeftAnswer(Schema):
    success: bool
    response: dict[str, dict[str, int] | None]
