"""How a line stands beside its product as it is now: price, stock, approval; one place for answers,
issues and events.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from peers.products import Product

from trolleys import states
from trolleys.models import CartLine

#: Products by id, None for one that was deleted. What is not in it is not known, as is everything
#: where this is None, while products is down.
Products = Mapping[int, Product | None] | None


class Standing(NamedTuple):
    """`available` is what this cart could have: units on hand less what others hold; None where
    nobody counts. `price` is that of now. Where products cannot be asked, the line's own price, and
    the status `unknown`.
    """

    status: str
    price: Decimal
    stock: int | None
    available: int | None
    sufficient: bool
    low: bool = False

    @property
    def is_available(self) -> bool:
        return self.status != states.UNAVAILABLE


def standing(line: CartLine, products: Products, held: Mapping[int, int] | None = None) -> Standing:
    """The standing of a line; `held` are the units that an open payment of this cart holds, by
    product.
    """
    if products is None or line.product_id not in products:
        return Standing(states.UNKNOWN, line.price_at_addition, None, None, sufficient=True)
    product = products[line.product_id]
    if product is None:
        gone = line.quantity == 0
        return Standing(states.UNAVAILABLE, line.price_at_addition, 0, 0, sufficient=gone)
    available = available_to(product, (held or {}).get(line.product_id, 0))
    sufficient = available is None or line.quantity <= available
    low = available is not None and available <= product.low_stock_threshold
    if not product.is_active:
        status = states.UNAVAILABLE
    elif not sufficient:
        status = states.INSUFFICIENT
    else:
        status = states.LOW_STOCK if low else states.IN_STOCK
    return Standing(status, product.price, product.stock, available, sufficient, low)


def available_to(product: Product, held: int) -> int | None:
    """How many a cart could have that holds so many of them already."""
    if product.stock is None or product.available is None:
        return None
    return min(product.stock, product.available + held)


def told(line: CartLine, now: Standing) -> str:
    """What listeners learn of the product: it is worth an event when this has changed. How many are
    left counts where few are.
    """
    scarce = now.status in (states.LOW_STOCK, states.INSUFFICIENT)
    left = now.available if scarce else ""
    return f"{now.price.normalize():f} {now.status} {left} {line.min_age or ''} {line.approval}"


def approval(line: CartLine, min_age: int | None, approved_age: int | None) -> str:
    """The approval of a line whose product asks for this age now. What staff approved holds for the
    same and lower ages, but not for a line that they have denied, until they decide anew.
    """
    if min_age is None:
        return states.NOT_NEEDED
    if line.approval == states.DENIED:
        return states.DENIED
    if min_age <= (approved_age or 0):
        return states.APPROVED
    decided = line.approval == states.APPROVED and min_age <= (line.min_age or 0)
    return states.APPROVED if decided else states.WAITING
