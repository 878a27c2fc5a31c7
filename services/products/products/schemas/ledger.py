"""What requests and answers of the stock ledger hold."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import Id, Signed
from ninja import Schema
from pydantic import AfterValidator, Field, StrictBool, StringConstraints, model_validator

from products.actions import holds, stock
from products.schemas.fields import Units, Words
from products.schemas.products import ProductOut

LINES = 100
PRINTABLE = {"pattern": "^[^\\x00-\\x1f\\x7f]+$"}


def _printable(key: str) -> str:
    if not key.isprintable():
        raise ValueError("not printable")
    return key


Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    AfterValidator(_printable),
    Field(json_schema_extra=PRINTABLE),
]
"""Chosen by the calling service, and unique among its own: a call may be repeated with it."""
Quantity = Annotated[int, Field(strict=True, ge=1, le=9999)]
Kind = Literal["sale", "delivery", "loss", "stock_taking", "refund", "restock"]


Since = Annotated[str, StringConstraints(max_length=100)] | None


class LineIn(Schema):
    product_id: Id
    quantity: Quantity


class HoldIn(Schema):
    key: Key
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=LINES)]
    """Each product once."""
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600)] | None = None
    """How long the units are kept; not with `commit`."""
    commit: StrictBool = False
    """Sell them at once."""
    reference: Words = ""
    who: Words = ""

    @model_validator(mode="after")
    def _sound(self) -> HoldIn:
        if len({line.product_id for line in self.lines}) < len(self.lines):
            raise ValueError("a product twice")
        if self.commit == (self.seconds is not None):
            raise ValueError("either seconds, or commit")
        return self

    def in_order(self) -> list[holds.Line]:
        """The lines in the order in which products are locked."""
        lines = [holds.Line(line.product_id, line.quantity) for line in self.lines]
        return sorted(lines, key=lambda line: line.product_id)


class CommitIn(Schema):
    key: Key
    reference: Words = ""
    who: Words = ""


class ReleaseIn(Schema):
    key: Key


class ChangeIn(Schema):
    product_id: Id
    change: Units
    """Units that came; below zero those that left."""


class MoveIn(Schema):
    key: Key
    kind: Kind
    reference: Words = ""
    who: Words = ""
    lines: Annotated[list[ChangeIn], Field(min_length=1, max_length=LINES)]

    def changes(self) -> list[stock.Change]:
        return [stock.Change(line.product_id, line.change) for line in self.lines]


class StockIn(Signed):
    change: Units
    """Units to add; below zero to take."""
    reference: Words = ""
    """What led to it, such as the number of a delivery note."""


class LineOut(Schema):
    product_id: int
    quantity: int


class HoldOut(Schema):
    key: str
    state: Literal["held", "committed"]
    expires_at: str | None = None
    """Not of what was committed."""
    lines: list[LineOut]
    """By product id."""


class HoldAnswer(Schema):
    success: bool
    response: HoldOut


class KeyOut(Schema):
    key: str
    state: Literal["committed", "released"]


class KeyAnswer(Schema):
    success: bool
    response: KeyOut


class MovedOut(Schema):
    product_id: int
    applied: int
    shortfall: int
    """Units that were not there to leave, or that no number holds."""
    stock: int | None


class MoveOut(Schema):
    key: str
    lines: list[MovedOut]


class MoveAnswer(Schema):
    success: bool
    response: MoveOut


class MovementOut(Schema):
    id: int
    product_id: int
    kind: Kind
    change: int
    shortfall: int
    stock: int | None
    """What was on hand afterwards; null where nobody counted."""
    reference: str
    who: str
    service: str
    at: str


class MovementsAnswer(Schema):
    success: bool
    response: list[MovementOut]


class DeletedOut(Schema):
    id: int
    deleted: Literal[True]


class ChangesOut(Schema):
    cursor: str
    more: bool
    """Ask again at once, with the new cursor."""
    products: list[ProductOut | DeletedOut]


class ChangesAnswer(Schema):
    success: bool
    response: ChangesOut
