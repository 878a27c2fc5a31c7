"""Orders, and the cart that they come from."""

from __future__ import annotations

from typing import Annotated, Self

from kit.fields import Id, Note, Signed
from ninja import Schema
from pydantic import BaseModel, Field, StringConstraints, model_validator

from orders.schemas.fields import Code, Guest, GuestKey, Price, ProductName, Quantity, State, Step
from orders.seen import Key, Seen

OptionIds = Annotated[list[Id], Field(max_length=100)]


class ChosenIn(BaseModel):  # without what ninja's Schema does for objects of the ORM: a hot path
    """What is chosen with a product, and what the guest saw of it like this."""

    options: OptionIds | None = None
    price: Price | None = None
    name: ProductName | None = None

    def seen_of(self, product_id: int, quantity: int = 1) -> Seen:
        """What the guest saw of the product, and how many are asked for; a field that was not sent
        is not known.
        """
        return Seen(
            product_id,
            self.price,
            self.name or "",
            priced="price" in self.model_fields_set,
            named=self.name is not None,
            quantity=quantity,
            options=None if self.options is None else tuple(self.options),
        )


class SeenIn(ChosenIn):
    product_id: Id

    def seen(self, quantity: int = 1) -> Seen:
        """The same of the product that is named."""
        return self.seen_of(self.product_id, quantity)


class WantedIn(SeenIn):
    quantity: Quantity = 1
    note: Note = ""


class OrderIn(WantedIn):
    session_code: Code
    guest: Guest = ""
    guest_key: GuestKey = None


class PlaceIn(Signed):
    session_code: Code
    guest: Guest = ""
    guest_key: GuestKey = None
    lines: Annotated[list[WantedIn], Field(min_length=1, max_length=50)]


class LineIn(OrderIn):
    """A line for the cart has what an order has."""


class LineRemoveIn(Schema):
    session_code: Code
    guest: Guest = ""
    guest_key: GuestKey = None
    expected: Quantity | None = None


class LineChangeIn(ChosenIn, LineRemoveIn):
    add: Step | None = None
    quantity: Quantity | None = None
    note: Note | None = None
    expected_note: Note | None = None
    expected_options: OptionIds | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.add is not None and self.quantity is not None:
            raise ValueError("add or quantity")
        if self.expected is not None and self.quantity is None:
            raise ValueError("expected goes with quantity")
        if self.expected_note is not None and self.note is None:
            raise ValueError("expected_note goes with note")
        of_options = {"expected_options", "price", "name"} & self.model_fields_set
        if of_options and self.options is None:
            raise ValueError(f"{min(of_options)} goes with options")
        return self


class SendIn(Schema):
    session_code: Code
    guest: Guest = ""
    guest_key: GuestKey = None
    lines: Annotated[list[Id], Field(max_length=100)] | None = None
    seen: Annotated[list[SeenIn], Field(max_length=100)] = []

    def seen_by_key(self) -> dict[Key, Seen]:
        """What the guest who sends saw of products, by what was chosen of them."""
        return {each.key: each for each in (one.seen() for one in self.seen)}


class RefuseIn(Signed):
    session_code: Code
    batch: Id
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class MoveIn(Signed):
    """`quantity` is how many are cancelled of an order of several; without it all of them."""

    quantity: Quantity | None = None
    state: State
    expected: State | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class ChosenOut(Schema):
    id: int
    group: str
    name: str
    price: str
    product_id: int | None


class OrderOut(Schema):
    id: int
    product_id: int
    session: str
    timestamp: str
    name: str
    price: str | None
    options: list[ChosenOut]
    quantity: int
    note: str
    state: State
    reason: str
    guest: str
    guest_id: int | None
    category: str
    categories: list[str]
    discount: str | None
    """What was taken off all of it together; null where nothing was."""
    voided: str | None
    """What need not be paid of it, such as what was sent back."""
    batch: int
    by_staff: bool
    changed: str


class LineOut(Schema):
    id: int
    session: str
    product_id: int
    name: str
    price: str | None
    options: list[ChosenOut]
    quantity: int
    note: str
    guest: str
    guest_id: int | None
    changed_by: str
    timestamp: str


class BatchOut(Schema):
    batch: int
    orders: list[OrderOut]


class OrderAnswer(Schema):
    success: bool
    response: OrderOut


class BatchAnswer(Schema):
    success: bool
    response: BatchOut


class LineAnswer(Schema):
    success: bool
    response: LineOut
