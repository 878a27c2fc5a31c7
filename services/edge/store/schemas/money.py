"""What requests and answers about receipts and their payments hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.fields import Id, exactly_whole, given
from kit.paging import PageIn, PageOut
from ninja import Schema
from pydantic import BeforeValidator, Field, model_validator

from store.models.tickets import MOST
from store.schemas.fields import Reason
from store.schemas.visits import StoreRefundOut

LINES = 200  # of a contest
PaymentState = Literal[
    "created",
    "authorised",
    "paid",
    "failed",
    "cancelled",
    "expired",
    "refund_due",
    "refunded",
]
RefundState = Literal["due", "sent", "done", "failed"]


class SaidIn(Schema):
    product_id: Id
    quantity: Annotated[int, BeforeValidator(exactly_whole), Field(ge=0, le=MOST)]


class ContestIn(Schema):
    """What is wrong with a receipt; `lines`: what was really taken of these products."""

    message: Reason
    lines: Annotated[list[SaidIn] | None, Field(max_length=LINES)] = None

    @model_validator(mode="after")
    def _once_each(self) -> ContestIn:
        products = [line.product_id for line in self.lines or []]
        if len(set(products)) < len(products):
            raise ValueError("a product has one line")
        return self


class StoreProofIn(Schema):
    """What a payer's browser brings back from the provider, unchecked."""

    razorpay_order_id: Any = None
    razorpay_payment_id: Any = None
    razorpay_signature: Any = None


class StoreCheckoutOut(Schema):
    """What a page needs to let somebody pay; `url` is a hosted page, if there is one."""

    key: str
    order_id: str
    amount_minor: int
    url: str | None


class StorePaymentOut(Schema):
    """A payment of a receipt, or a deposit (`kind`), which has a visit once somebody has come in by
    it. `checkout` is null once there is nothing to be paid any more.
    """

    payment_id: str
    kind: Literal["receipt", "deposit"]
    status: PaymentState
    amount: str
    currency: str
    provider: str
    provider_order_id: str | None
    checkout: StoreCheckoutOut | None
    expires_at: str
    created_at: str
    paid_at: str | None
    receipt_id: str | None
    visit_id: str | None
    refunds: list[StoreRefundOut]


class StorePaymentsOut(PageOut):
    results: list[StorePaymentOut]  # type: ignore[assignment]


class StorePaymentsIn(PageIn):
    """Which payments: in a state; with a refund in a state."""

    status: Annotated[PaymentState | None, BeforeValidator(given)] = None
    refund: Annotated[RefundState | None, BeforeValidator(given)] = None


class StoreOutcomeOut(Schema):
    payment_id: str
    status: PaymentState
    receipt_id: str | None
