"""Visits and carts, as answers show them."""

from __future__ import annotations

from typing import Any

from kit.fields import FlagFilter
from kit.paging import PageIn, PageOut
from ninja import Schema


class LineOut(Schema):
    """Units of a product at one price; amounts are decimal texts in CURRENCY."""

    product_id: int
    name: str
    quantity: int
    unit_price: str
    total: str


class CartOut(Schema):
    """What a visit holds."""

    visit_id: str
    lines: list[LineOut]
    total: str
    currency: str


class VisitOut(Schema):
    """From the scan at the entry to that at the exit, which is null while somebody is inside."""

    id: str
    user_id: int
    role: str
    entered_at: str
    exited_at: str | None
    billable: bool
    cart: CartOut
    tickets: list[str]
    receipt: Any
    refunds: list[Any]
    store_id: int | None


class VisitsOut(PageOut):
    results: list[VisitOut]  # type: ignore[assignment]


class VisitNowOut(Schema):
    """A visit's stream now; `data` is null when nothing has happened since."""

    seq: int
    epoch: str
    data: VisitOut | None


class VisitsIn(PageIn):
    """Which visits: those that are open, or over."""

    open: FlagFilter = None


class ScanOut(Schema):
    id: str
    user_id: int
    session_id: str
    visit_id: str
    status: str
    role: str
    phone_number: str
    created_at: str
    store_id: int | None


class ScansOut(PageOut):
    results: list[ScanOut]  # type: ignore[assignment]


class UserOut(Schema):
    user_id: int
    role: str
    phone_number: str
    created_at: str
    store_id: int | None


class UsersOut(PageOut):
    results: list[UserOut]  # type: ignore[assignment]
