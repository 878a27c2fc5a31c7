"""What requests and answers of the orders service hold."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import Id, Name, Note, Signed
from ninja import Schema
from pydantic import BaseModel, Field, StringConstraints

State = Literal["new", "accepted", "preparing", "ready", "served", "cancelled"]
SessionState = Literal["OPEN", "CLOSED"]


class SessionIn(Signed):
    location_id: Id
    name: Name


class OrderIn(BaseModel):  # without what ninja's Schema does for objects of the ORM: a hot path
    product_id: Id
    session_code: Annotated[str, StringConstraints(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    note: Note = ""


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


class SessionOut(Schema):
    code: str
    name: str
    location_id: int
    state: SessionState
    timestamp: str
    orders: list[OrderOut]


class SessionAnswer(Schema):
    success: bool
    response: SessionOut


class SessionsAnswer(Schema):
    success: bool
    response: list[SessionOut]


class OrderAnswer(Schema):
    success: bool
    response: OrderOut
