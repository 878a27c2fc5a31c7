"""How an order of the provider is shown to the browser that pays it."""

from __future__ import annotations

from typing import Any

from payments import Checkout, Order


def order_object(order: Order, checkout: Checkout | None) -> dict[str, Any]:
    """The provider's own object, with what a page needs to let somebody pay it."""
    return {**order.raw, "checkout": checkout_object(checkout) if checkout is not None else None}


def units_object(quantity: int, unit_price: int) -> dict[str, Any]:
    """What stands beside it for who has ordered by a quantity; the price in minor units."""
    return {"unit_price_paise": unit_price, "quantity": quantity}


def checkout_object(checkout: Checkout) -> dict[str, Any]:
    """`url` is a hosted page to go to; null where the page opens the provider's own with `key`."""
    return {
        "key": checkout.key,
        "order_id": checkout.order_id,
        "amount_minor": checkout.amount_minor,
        "url": checkout.url,
    }
