"""What operators send and get of refunds."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import TextFilter
from kit.paging import PageIn
from ninja import Schema
from pydantic import BeforeValidator, StringConstraints

RefundState = Literal["due", "sent", "done", "failed"]


class RefundsIn(PageIn):
    """Which refunds; without a state all that are not done."""

    state: Annotated[RefundState | None, BeforeValidator(lambda value: value or None)] = None
    machine_id: TextFilter = None


class RefundRowOut(Schema):
    """`amount` is in minor units of the currency that was paid."""

    refund_id: str
    transaction_id: str
    machine_id: str
    amount: int
    currency: str
    reason: str
    state: RefundState
    attempts: int
    """How often the provider was asked."""
    created_at: str
    try_at: str | None
    """When it is asked next; null when that is over."""
    done_at: str | None
    payment_id: str | None


class RefundsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[RefundRowOut]


class SettleIn(Schema):
    """Why it was paid back by hand, and where that can be looked up."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    reference: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
    ]
