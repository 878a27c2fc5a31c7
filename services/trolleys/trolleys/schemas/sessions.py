"""What requests and answers about sessions hold."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import Id
from ninja import Schema
from pydantic import BeforeValidator, Field, StrictStr


def _nothing_if_empty(value: object) -> object:
    return None if value == "" else value


Text = Annotated[StrictStr | None, BeforeValidator(_nothing_if_empty)]


class SessionIn(Schema):
    """Which session; whoever knows its id may act for it."""

    session_id: StrictStr


class ScanIn(Schema):
    """What the code on a trolley holds, and who has scanned it."""

    trolley_id: StrictStr
    """The bare id, or the code's whole text."""
    user_id: Id | None = None
    """Without a Bearer token, which wins; with AUTH_MODE=strict it has to be the token's user."""
    hash: Text = None
    timestamp: Text = None
    session_id: Text = None
    """Of a guest who has the trolley already."""


class MoveIn(SessionIn):
    """Which session, and the trolley that it is to have."""

    trolley_id: StrictStr


class ScanOut(Schema):
    session_id: str
    session_code: str
    trolley_id: str
    trolley_locked: bool
    trolley_online: bool
    is_new_session: bool
    is_assigned: bool
    assigned_to: str | None
    """A name; null for a guest."""
    assigned_at: str
    cart_items_count: int
    """Units."""
    expires_at: str
    message: str


class MoveOut(ScanOut):
    previous_trolley_id: str


class HeartbeatOut(Schema):
    status: Literal["ok"]
    expires_at: str


class CheckOut(Schema):
    state: Literal["none", "waiting", "missed", "passed"]
    items: int | None
    since: str | None


class SessionOut(Schema):
    session_id: str
    session_code: str
    trolley_id: str
    state: Literal["active", "ended", "expired"]
    user: int | None
    is_assigned: bool
    assigned_to: str | None
    assigned_at: str
    started_at: str
    expires_at: str
    ended_at: str | None
    ended_by: Literal["payment", "user", "staff", "expiry"] | None
    cart_items_count: int
    """Units."""
    subtotal: str
    payment_id: str | None
    receipt_id: str | None
    check: CheckOut
    help_since: str | None


class SessionsOut(Schema):
    """A page of sessions. `next` and `previous` are paths with a query, null at the ends."""

    count: int
    next: str | None
    previous: str | None
    results: list[SessionOut]


class EndOut(Schema):
    session_id: str
    trolley_id: str
    items_cleared: int
    """Lines."""
    trolley_unassigned: bool
    message: str


class LiveOut(Schema):
    seq: int
    epoch: str
    data: Annotated[dict | None, Field(description="Null: nothing is new.")]  # type: ignore[type-arg]
