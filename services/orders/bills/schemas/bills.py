"""Bills, and what is taken off them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from kit.fields import Id, Signed
from ninja import Schema
from orders.schemas.fields import Guest, GuestKey, Quantity
from pydantic import Field, model_validator

from bills.parts import Wanted
from bills.schemas.fields import Amount, Percent, Reason, Sum

Part = Literal["all", "items", "share", "amount"]
Kind = Literal["online", "cash", "card"]
Status = Literal[
    "created", "authorised", "paid", "failed", "cancelled", "expired", "refund_due", "refunded"
]
GUESTS = 50  # between whom a bill is split evenly, at most


class PartIn(Schema):
    """What is paid: all that is left, `orders`, `shares` of `shares_of` equal ones, an `amount`."""

    part: Part
    orders: Annotated[list[Id], Field(min_length=1, max_length=1000)] | None = None
    shares: Annotated[int, Field(ge=1, le=GUESTS, strict=True)] = 1
    shares_of: Annotated[int, Field(ge=2, le=GUESTS, strict=True)] | None = None
    amount: Amount | None = None
    tip: Amount = 0
    expected: Amount | None = None
    """What it came to on the payer's screen, without the tip; else 409 `bill_changed`."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        needed = {"items": self.orders, "share": self.shares_of, "amount": self.amount}
        for part, value in needed.items():
            if (part == self.part) != bool(value):
                raise ValueError("what is paid, and nothing else, goes with its part")
        if self.shares_of is not None and self.shares > self.shares_of:
            raise ValueError("more shares than there are")
        return self

    def wanted(self) -> Wanted:
        """The same for actions."""
        return Wanted(
            part=self.part,
            orders=frozenset(self.orders or ()),
            shares=self.shares if self.shares_of else 0,
            shares_of=self.shares_of or 0,
            amount=self.amount,
            tip=self.tip,
            expected=self.expected,
        )

    def asked(self) -> dict[str, Any]:
        """What a repeat with the same key has to ask for again."""
        return self.model_dump(mode="json", include={*PartIn.model_fields})


class PayIn(PartIn):
    guest: Guest = ""
    guest_key: GuestKey = None


class TakeIn(Signed, PartIn):
    kind: Literal["cash", "card"]
    given: Amount | None = None
    """The cash that was handed over."""

    @model_validator(mode="after")
    def _cash(self) -> Self:
        if self.given is not None and self.kind != "cash":
            raise ValueError("given goes with cash")
        return self


class DiscountIn(Signed):
    """An amount or a percentage, of these orders or of the whole bill."""

    amount: Amount | None = None
    percent: Percent | None = None
    orders: Annotated[list[Id], Field(min_length=1, max_length=1000)] | None = None
    reason: Reason

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.amount is None) == (self.percent is None):
            raise ValueError("amount or percent")
        return self


class VoidIn(Signed):
    order_id: Id
    quantity: Quantity | None = None
    reason: Reason


class RevertIn(Signed):
    reason: Reason


class RefundIn(Signed):
    """By default all that is left of the payment and of its tip."""

    amount: Amount | None = None
    tip: Amount = 0
    reason: Reason


class RateOut(Schema):
    vat_rate: str
    gross: Sum
    net: Sum
    vat: Sum


class BillLineOut(Schema):
    order_id: int
    name: str
    options: list[str]
    quantity: int
    price: str | None
    state: str
    guest: str
    guest_id: int | None
    vat_rate: str
    gross: Sum
    discount: Sum
    voided: Sum
    amount: Sum
    """What is to be paid for it."""
    left: Sum
    """What nobody pays as this item yet."""


class PaidOut(Schema):
    status: Status
    kind: Kind
    part: Part
    amount: Sum
    guest: str
    guest_id: int | None
    created_at: str
    paid_at: str | None


class CheckoutOut(Schema):
    key: str
    order_id: str
    amount_minor: int
    url: str | None


class BillReceiptLinkOut(Schema):
    receipt_id: str
    number: int
    kind: Literal["sale", "refund"]
    created_at: str


class BillRefundOut(Schema):
    id: str
    amount: Sum
    tip: Sum
    reason: str
    note: str
    state: Literal["due", "sent", "done", "failed"]
    provider_refund_id: str | None
    created_at: str
    done_at: str | None


class BillPaymentOut(PaidOut):
    payment_id: str
    tip: Sum
    total: Sum
    given: Sum | None
    change: Sum | None
    currency: str
    provider: Literal["razorpay", "cash", "card"]
    provider_order_id: str | None
    checkout: CheckoutOut | None
    expires_at: str
    staff_id: int | None
    receipts: list[BillReceiptLinkOut]
    refunds: list[BillRefundOut]


class AdjustedOut(Schema):
    order_id: int
    amount: Sum


class AdjustmentOut(Schema):
    id: int
    kind: Literal["discount", "void"]
    amount: Sum
    percent: str | None
    reason: str
    user_id: int
    reverts: int | None
    is_reverted: bool
    created_at: str
    orders: list[AdjustedOut]


class SharedOut(Schema):
    """Equal shares, `count` of `of`, which come to `amount`."""

    of: int
    count: int
    amount: Sum


class BillOut(Schema):
    session: str
    currency: str
    lines: list[BillLineOut]
    due: Sum
    paid: Sum
    pending: Sum
    left: Sum
    shared: list[SharedOut]
    """What is paid, or being paid, in equal shares."""
    rates: list[RateOut]
    payments: list[BillPaymentOut | PaidOut]
    """Staff see the whole of each."""
    adjustments: list[AdjustmentOut]


class BillAnswer(Schema):
    success: bool
    response: BillOut


class BillPaymentAnswer(Schema):
    success: bool
    response: BillPaymentOut


class ProofIn(Schema):
    razorpay_order_id: Any = None
    razorpay_payment_id: Any = None
    razorpay_signature: Any = None


class OutcomeOut(Schema):
    payment_id: str
    status: Status
    receipt_id: str | None


class OutcomeAnswer(Schema):
    success: bool
    response: OutcomeOut


class TakenOut(Schema):
    status: Literal["ok", "ignored"]


class TakenAnswer(Schema):
    success: bool
    response: TakenOut
