"""What requests and answers about carts hold."""

from __future__ import annotations

from typing import Annotated, Any

from kit.fields import BIGINT
from ninja import Schema
from pydantic import Field

from trolleys.models.carts import MOST

ProductId = Annotated[int, Field(strict=True, gt=0, le=BIGINT)]
SessionId = Annotated[str | None, Field(description="a trolley's cart, in place of a token")]


class OfIn(Schema):
    """A body that may name a session; trolleys.owners has read it before."""

    session_id: SessionId = None


class AddIn(OfIn):
    """Either `product_id` or `barcode`."""

    product_id: ProductId | None = None
    barcode: Annotated[str, Field(strict=True, min_length=1)] | None = None
    quantity: Annotated[int, Field(strict=True, ge=1, le=BIGINT)] = 1


class UpdateIn(OfIn):
    product_id: ProductId
    quantity: Annotated[int, Field(strict=True, ge=0, le=MOST)]


class RemoveIn(OfIn):
    product_id: ProductId


class ProductOut(Schema):
    id: int
    name: str
    slug: str
    price: str
    stock: int | None
    """Units on hand; null where nobody counts, and while products is down."""
    available: int | None
    """What this cart could have: units on hand less what others hold."""
    primary_image: str | None
    seller_name: str
    is_available: bool
    is_low_stock: bool
    barcode: str | None
    min_age: int | None


class LineOut(Schema):
    id: int
    product: ProductOut
    quantity: int
    price_at_addition: str
    current_price: str
    total_price: str
    price_changed: bool
    price_difference: str
    is_available: bool
    has_sufficient_stock: bool
    stock_status: Annotated[
        str, Field(pattern="^(in_stock|low_stock|insufficient_stock|unavailable|unknown)$")
    ]
    min_age: int | None
    approval: Annotated[str, Field(pattern="^(not_needed|waiting|approved|denied)$")]
    created_at: str
    updated_at: str


class SummaryOut(Schema):
    id: int
    total_items: int
    subtotal: str


class CartOut(SummaryOut):
    user: str | None
    items: list[LineOut]
    has_unavailable_items: bool
    has_stock_issues: bool
    created_at: str
    updated_at: str


class IssueOut(Schema):
    product_id: int
    product_name: str
    issues: list[str]
    codes: list[str]


class ValidityOut(Schema):
    valid: bool
    issues: list[IssueOut] = []


class AuditOut(Schema):
    id: int
    user: str | None
    action: str
    action_display: str
    product_name: str | None
    changes: dict[str, Any]
    timestamp: str
    ip_address: str | None


class ClearedOut(Schema):
    items_removed: int


class Said(Schema):
    """A success in the envelope of carts."""

    success: bool
    message: str


class LineAnswer(Said):
    data: LineOut


class CartAnswer(Said):
    data: CartOut


class CartRead(CartAnswer):
    warnings: list[str]


class SummaryAnswer(Said):
    data: SummaryOut


class ValidityAnswer(Said):
    data: ValidityOut
    warnings: list[str] = []
    """That products is down: then the lines alone say what is wrong."""


class AuditAnswer(Said):
    data: list[AuditOut]


class ClearedAnswer(Said):
    data: ClearedOut
