"""What requests and answers about orders, payments and triggers hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StrictInt

from vending.schemas.fields import Code, Given, Whole

Amount = Annotated[StrictInt, Field(ge=-(2**53), le=2**53)]
"""Minor units, as many as JSON's numbers hold."""


class MetadataIn(Schema):
    """What an order is bound to."""

    transaction_id: Given = ""
    client_id: Given = ""
    machine_id: Given = ""


class OrderIn(Schema):
    """An amount, or a number of units (`quantity`) of a machine; or both."""

    amount: Amount | None = None
    quantity: Whole | None = None
    machine_id: Given = ""
    metadata: MetadataIn | None = None


class CheckoutOut(Schema):
    """What a page needs to let somebody pay; `url` is a hosted page, if there is one."""

    key: str
    order_id: str
    amount_minor: int
    url: str | None


class OrderOut(Schema):
    """The provider's own object, with more than this; amounts in minor units."""

    id: str
    amount: int
    currency: str
    checkout: CheckoutOut | None
    unit_price_paise: int | None = None
    """With `quantity`: only for who has ordered by a quantity."""
    quantity: int | None = None


class ProofIn(Schema):
    """What a customer's browser brings back from the provider, unchecked."""

    razorpay_order_id: Any = None
    razorpay_payment_id: Any = None
    razorpay_signature: Any = None


class PaymentVerifiedOut(Schema):
    message: Literal["Payment verified"]


class MessageOut(Schema):
    message: str


class WebhookOut(Schema):
    status: Literal["ok", "ignored"]


class TriggerIn(ProofIn):
    """The razorpay fields may come along, in place of a verify before it."""

    client_id: Given = ""
    access_code: Code = ""
    transaction_id: Given = ""
    quantity: Whole = 1
    amount: Amount | None = None


class TriggeredOut(Schema):
    status: Literal["dispatch_sent"]
