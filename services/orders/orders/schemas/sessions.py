"""Sessions, the phones that join them, their calls, and what is live of them."""

from __future__ import annotations

from typing import Annotated, Self

from kit.fields import Id, Name, Signed
from ninja import Schema
from pydantic import Field, StringConstraints, model_validator

from orders import states
from orders.schemas.fields import CallKind, Code, GuestKey, Pay, SessionState, Split
from orders.schemas.orders import LineOut, OrderOut
from orders.schemas.tables import PanelTableOut, SettingsOut


class SessionIn(Signed):
    location_id: Id
    name: Name


class RenameIn(Signed):
    name: Name


class MoveToIn(Signed):
    table_id: Id


class MergeIn(Signed):
    into: Code


class SplitIn(Signed):
    """Which orders go to the table."""

    orders: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    table_id: Id


class JoinIn(Schema):
    """`word` is that of the sitting, where one is asked."""

    guest_key: GuestKey = None
    word: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None


class CallIn(Schema):
    """`pay` and `split` are how the guests are going to pay, of a call for the bill."""

    session_code: Code
    kind: CallKind
    guest_key: GuestKey = None
    pay: Pay | None = None
    split: Split | None = None

    @model_validator(mode="after")
    def _of_the_bill(self) -> Self:
        if self.kind != states.BILL and (self.pay or self.split):
            raise ValueError("pay and split go with the bill")
        return self


class CallOut(Schema):
    id: int
    session: str
    kind: CallKind
    timestamp: str
    answered: str | None
    pay: Pay | None
    split: Split | None


class SessionOut(Schema):
    code: str
    name: str
    location_id: int
    state: SessionState
    timestamp: str
    table_id: int | None
    asks_word: bool
    """Whether a phone has to join with the word of the sitting before it changes anything."""
    into: str | None
    """The code of the session that this one was merged into."""
    paid: str | None
    """What counts as paid of its bill; null for strangers at a closed one."""
    pending: str | None
    """What is being paid of it just now, on phones."""
    orders: list[OrderOut]


class LiveSessionOut(SessionOut):
    cart: list[LineOut]
    calls: list[CallOut]
    answered: list[CallOut]
    """The last call of each kind that was answered."""


class PanelSessionOut(LiveSessionOut):
    word: str | None
    seq: int
    epoch: str


class PanelOut(Schema):
    location_id: int
    settings: SettingsOut
    tables: list[PanelTableOut]
    sessions: list[PanelSessionOut]


class SessionNowOut(Schema):
    seq: int
    epoch: str
    data: LiveSessionOut | None


class PanelNowOut(Schema):
    seq: int
    epoch: str
    data: PanelOut | None


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
