"""What a customer gets of a sale by its receipt."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from vending.schemas.fields import Text200
from vending.schemas.transactions import State


class ReceiptOfIn(Schema):
    """Whose transaction, and which one."""

    client_id: Text200 = ""
    transaction_id: Text200 = ""


class ReceiptAddressOut(Schema):
    receipt: str
    url: str
    """The page that shows it to whoever has this address."""


class ReceiptMachineOut(Schema):
    machine_id: str
    name: str
    location: str


class ReceiptStepOut(Schema):
    step: Literal[
        "ordered",
        "expired",
        "paid",
        "dispensing",
        "delivered",
        "partly_delivered",
        "review",
        "refund_due",
        "refund",
        "refund_done",
        "refunded",
    ]
    at: str


class ReceiptRefundOut(Schema):
    """Money on its way back."""

    amount: int
    reason: str
    state: Literal["due", "sent", "done", "failed"]
    created_at: str
    done_at: str | None
    provider_refund_id: str | None


class ReceiptOut(ReceiptAddressOut):
    """Amounts in minor units of the currency."""

    transaction_id: str
    machine: ReceiptMachineOut
    state: State
    quantity: int
    dispensed: int | None
    """Units that came out; null until somebody says."""
    unit_price_paise: int
    amount: int
    refunded: int
    currency: str
    order_id: str | None
    payment_id: str | None
    """Of the payment that was credited."""
    created_at: str
    paid_at: str | None
    updated_at: str
    steps: list[ReceiptStepOut]
    refunds: list[ReceiptRefundOut]
