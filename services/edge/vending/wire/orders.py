"""How an order of the provider is shown to the browser that pays it."""

from __future__ import annotations

from typing import Any

from payments import Order

from vending.models import SaleOrder
from vending.provider import provider


def order_object(made: Order) -> dict[str, Any]:
    """The provider's own object, with what a page needs to let somebody pay it."""
    checkout = provider().checkout(made)
    return {**made.raw, "checkout": checkout_object(checkout) if checkout is not None else None}
