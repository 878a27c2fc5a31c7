"""What requests and answers about payments and receipts hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.paging import PageIn
from ninja import Schema
from pydantic import BeforeValidator, StrictStr

from trolleys import states
from trolleys.schemas.queries import Place
from trolleys.schemas.sessions import SessionIn


def _default_if_null(value: Any) -> Any:
    return states.RAZORPAY if value is None else value


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


StatusName = Literal["created", "paid", "failed", "cancelled", "expired", "refund_due", "refunded"]
RefundState = Literal["due", "sent", "done", "failed"]
ProviderName = Annotated[Literal["razorpay", "cash"], BeforeValidator(_default_if_null)]


class PayerIn(Schema):
    """Who asks, if not the Bearer token's user."""

    session_id: StrictStr | None = None


class CheckoutIn(PayerIn):
    """Whose cart, if not that of the Bearer token's user, and by which provider."""

    provider: ProviderName = "razorpay"


class SessionCheckoutIn(SessionIn):
    """Whose cart, and by which provider."""

    provider: ProviderName = "razorpay"


class PaymentsIn(PageIn):
    """Which payments staff look for: of a place, in a state, with a refund in a state."""

    location_id: Place = None
    status: Annotated[StatusName | None, BeforeValidator(_none_if_empty)] = None
    refund: Annotated[RefundState | None, BeforeValidator(_none_if_empty)] = None


class ProofIn(PayerIn):
    """What a payer's browser brings back from the provider, unchecked."""

    razorpay_order_id: Any = None
    razorpay_payment_id: Any = None
    razorpay_signature: Any = None


class CashIn(Schema):
    """What staff have done with cash."""

    action: Literal["received", "refunded"]


class CodeIn(Schema):
    """What staff have scanned at the exit."""

    code: StrictStr


class CheckoutOut(Schema):
    """What a page needs to let somebody pay; `url` is a hosted page, if there is one."""

    key: str
    order_id: str
    amount_minor: int
    url: str | None


class RefundOut(Schema):
    id: str
    amount: str
    reason: str
    state: str
    provider_refund_id: str | None
    created_at: str
    done_at: str | None


class PaymentOut(Schema):
    payment_id: str
    status: str
    amount: str
    currency: str
    provider: str
    provider_order_id: str | None
    checkout: CheckoutOut | None
    """Null once there is nothing to be paid."""
    expires_at: str
    created_at: str
    paid_at: str | None
    receipt_id: str | None
    """Null until all is settled."""
    refunds: list[RefundOut]


class PaymentData(Schema):
    """A payment in the envelope of carts."""

    success: bool = True
    message: str
    data: PaymentOut


class OutcomeOut(Schema):
    payment_id: str
    status: str
    receipt_id: str | None


class WebhookOut(Schema):
    status: Literal["ok", "ignored"]


class SoldLineOut(Schema):
    product_id: int
    name: str
    quantity: int
    unit_price: str
    total_price: str


class ReceiptOut(Schema):
    receipt_id: str
    number: str
    payment_id: str
    session_id: str | None
    trolley_id: str | None
    user: str | None
    total: str
    currency: str
    lines: list[SoldLineOut]
    provider: str
    provider_order_id: str | None
    provider_payment_id: str | None
    paid_at: str
    refunds: list[RefundOut]
    exit_code: str
    """The text of the exit's QR code."""
    verified_at: str | None
    verified_by: str | None


class CheckedReceiptOut(ReceiptOut):
    result: Literal["valid"]
    items: int
    """Units that may go out."""
