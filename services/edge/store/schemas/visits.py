"""Visits and carts, as answers show them."""

from __future__ import annotations

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


class SaidOut(Schema):
    """Units of a product, as its visitor says."""

    product_id: int
    quantity: int


class CartOut(Schema):
    """What a visit holds."""

    visit_id: str
    lines: list[LineOut]
    total: str
    currency: str


class ContestOut(Schema):
    """What the visitor has said; `lines` are what they have really taken of these products."""

    message: str
    lines: list[SaidOut]
    created_at: str


class VisitReceiptOut(Schema):
    """What a visit costs; `due` is what is left to be paid, `paid` what was and does not go back.
    `payment_id` is the payment that pays it, or waits for its money.
    """

    id: str
    number: str
    lines: list[LineOut]
    total: str
    currency: str
    status: str
    payment_id: str | None
    paid: str
    due: str
    created_at: str
    settled_at: str | None
    contest: ContestOut | None


class StoreRefundOut(Schema):
    """Money on its way back."""

    id: str
    amount: str
    reason: str
    state: str
    provider_refund_id: str | None
    created_at: str
    done_at: str | None


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
    receipt: VisitReceiptOut | None
    refunds: list[StoreRefundOut]
    deposit_id: str | None
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
