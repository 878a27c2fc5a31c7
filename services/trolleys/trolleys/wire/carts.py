"""How carts and their lines are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from peers.products import Product

from trolleys import names, states
from trolleys.models import Cart, CartAudit, CartLine
from trolleys.standing import Products, Standing, approval, standing
from trolleys.wire.values import money, utc

UNCHECKED = "Prices and stock cannot be checked right now"
ZERO = Decimal(0)
GONE = "Some items in your cart are no longer available"
SHORT = "Some items have insufficient stock"


@dataclass(frozen=True, slots=True)
class Beside:
    """What lines are shown beside: their products, the names of sellers, the units that an open
    payment of this cart holds, the age that was approved.
    """

    products: Products
    sellers: Mapping[int, str]
    held: Mapping[int, int] = field(default_factory=dict)
    approved_age: int | None = None

    def standing(self, line: CartLine) -> Standing:
        return standing(line, self.products, self.held)


def cart_object(cart: Cart, lines: Sequence[CartLine], beside: Beside) -> dict[str, Any]:
    """A cart with its lines, oldest first."""
    standings = [beside.standing(line) for line in lines]
    return {
        "id": cart.pk,
        "user": holder(cart),
        "items": [_line(line, now, beside) for line, now in zip(lines, standings, strict=True)],
        **totals(lines, standings),
        "created_at": utc(cart.created_at),
        "updated_at": utc(cart.updated_at),
    }


def totals(lines: Sequence[CartLine], standings: Sequence[Standing]) -> dict[str, Any]:
    """`{"total_items","subtotal","has_unavailable_items","has_stock_issues"}`; lines of 0 are saved
    for later and raise no issue.
    """
    wanted = [now for line, now in zip(lines, standings, strict=True) if line.quantity]
    return {
        "total_items": sum(line.quantity for line in lines),
        "subtotal": money(subtotal(lines)),
        "has_unavailable_items": not all(now.is_available for now in wanted),
        "has_stock_issues": not all(now.sufficient for now in wanted),
    }


def subtotal(lines: Iterable[CartLine]) -> Any:
    """The sum at the lines' own prices."""
    return sum((line.price_at_addition * line.quantity for line in lines), start=ZERO)


def warnings(shown: Mapping[str, Any], products: Products) -> list[str]:
    """What a shopper should know of a cart that is shown so."""
    said = {
        UNCHECKED: products is None,
        GONE: shown["has_unavailable_items"],
        SHORT: shown["has_stock_issues"],
    }
    return [text for text, applies in said.items() if applies]


def line_object(line: CartLine, beside: Beside) -> dict[str, Any]:
    """A line as S1 shows an item, with `min_age` and `approval`."""
    return _line(line, beside.standing(line), beside)


def _line(line: CartLine, now: Standing, beside: Beside) -> dict[str, Any]:
    product = (beside.products or {}).get(line.product_id)
    min_age = line.min_age if product is None else product.min_age
    difference = now.price - line.price_at_addition
    shown = _product(line, product, now, beside)
    return {
        "id": line.id,
        "product": shown,
        "quantity": line.quantity,
        "price_at_addition": money(line.price_at_addition),
        "current_price": shown["price"],
        "total_price": money(line.price_at_addition * line.quantity),
        "price_changed": bool(difference),
        "price_difference": money(difference),
        "is_available": now.is_available,
        "has_sufficient_stock": now.sufficient,
        "stock_status": now.status,
        "min_age": min_age,
        "approval": approval(line, min_age, beside.approved_age),
        "created_at": utc(line.created_at),
        "updated_at": utc(line.updated_at),
    }


def _product(
    line: CartLine, product: Product | None, now: Standing, beside: Beside
) -> dict[str, Any]:
    """The product, as the line remembers it where it is not known any more."""
    known = product or line
    return {
        "id": line.product_id,
        "name": known.name,
        "slug": known.slug or str(line.product_id),
        "price": money(now.price),
        "stock": now.stock,
        "available": now.available,
        "primary_image": image(known.image),
        "seller_name": beside.sellers.get(known.seller_id) or names.seller_unknown(known.seller_id),
        "is_available": now.is_available,
        "is_low_stock": now.low,
        "barcode": known.barcode or None,
        "min_age": known.min_age,
    }


def image(path: str) -> str | None:
    """An image's absolute address; a path of ours is completed with PUBLIC_URL."""
    if not path:
        return None
    return settings.PUBLIC_URL.rstrip("/") + path if path.startswith("/") else path


def holder(cart: Cart) -> str | None:
    """The name of whose cart it is; None for a guest's."""
    return (cart.user_name if cart.session is None else cart.session.user_name) or None


def audit_object(row: CartAudit) -> dict[str, Any]:
    """A change of a cart as S1 shows it."""
    return {
        "id": row.pk,
        "user": row.user_name or None,
        "action": row.action,
        "action_display": states.SHOWN_AS[row.action],
        "product_name": row.product_name or None,
        "changes": row.changes,
        "timestamp": utc(row.timestamp),
        "ip_address": row.ip_address,
    }
