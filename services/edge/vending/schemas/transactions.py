"""A transaction, as its customer and the ledger see it."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

State = Literal[
    "ordered",
    "expired",
    "paid",
    "dispensing",
    "delivered",
    "partly_delivered",
    "review",
    "refund_due",
    "refunded",
]


class TransactionOut(Schema):
    """Amounts in minor units of the currency."""

    transaction_id: str
    order_id: str | None
    """Null until the provider has answered."""
    machine_id: str
    state: State
    quantity: int
    dispensed: int | None
    """Units that came out; null until somebody says."""
    amount: int
    refunded: int
    currency: str
    updated_at: str
