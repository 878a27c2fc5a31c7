"""What operators get of transactions, events and mails."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.days import Day
from kit.fields import TextFilter
from kit.paging import PageIn
from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from vending import states
from vending.schemas.fields import Given, Whole

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


def _states(text: str | None) -> str | None:
    """One state, or several by commas."""
    unknown = set(text.split(",")) - set(states.SALE_STATES) if text else None
    if unknown:
        raise ValueError("no state of a transaction")
    return text


class SalesFilter(Schema):
    """Which transactions; what is empty filters by nothing. Days in UTC, both included, on which
    they were begun.
    """

    machine_id: TextFilter = None
    state: Annotated[TextFilter, AfterValidator(_states)] = None
    """One, or several by commas."""
    first: Annotated[Day, Field(alias="from")] = None
    last: Annotated[Day, Field(alias="to")] = None

    @property
    def states(self) -> tuple[str, ...] | None:
        """The states; None is any."""
        return tuple(self.state.split(",")) if self.state else None


class SalesIn(SalesFilter, PageIn):
    """A page of them."""


class OfMachineIn(PageIn):
    """Of which machine; of all when it is empty."""

    machine_id: TextFilter = None


class SaleOut(Schema):
    transaction_id: str
    order_id: str | None
    machine_id: str
    state: State
    quantity: int
    dispensed: int | None
    amount: int
    refunded: int
    currency: str
    updated_at: str


class SalesOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[SaleOut]


class StepOut(Schema):
    step: str
    at: str
    details: dict[str, Any]


class RefundOut(Schema):
    """Money on its way back; `done_at` is null until it is there."""

    refund_id: str
    amount: int
    reason: str
    state: Literal["due", "sent", "done", "failed"]
    created_at: str
    done_at: str | None


class LedgerOut(SaleOut):
    """A transaction with everything that has happened to it, oldest first."""

    client_id: str
    flag: str | None
    """What an operator should look at."""
    is_test: bool
    """An operator's, without money."""
    created_at: str
    steps: list[StepOut]
    refunds: list[RefundOut]


class DecisionIn(Schema):
    """Why an operator decides so."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class TestIn(Schema):
    """How many units are to come out, and why."""

    quantity: Annotated[Whole, Field(ge=1, le=5)] = 1
    reason: Annotated[Given, StringConstraints(strip_whitespace=True)] = ""


class EventOut(Schema):
    id: int
    machine_id: str
    client_id: str | None
    type: str
    payload: dict[str, Any]
    created_at: str


class EventsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[EventOut]


class MailOut(Schema):
    id: int
    to: str
    subject: str
    body: str
    created_at: str
    sent_at: str | None
    """Null while it waits."""
    error: str | None
    """Why the last try failed."""


class MailsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[MailOut]
