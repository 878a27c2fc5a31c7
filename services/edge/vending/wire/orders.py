"""How an order of the provider is shown to the browser that pays it."""

from __future__ import annotations

from typing import Any

from payments import Checkout

from vending.actions.orders import Opened


def opened_object(opened: Opened, *, with_quantity: bool) -> dict[str, Any]:
    """The provider's own object, with what a page needs to let somebody pay it; with the units and
    their price for who has ordered by a quantity. Amounts in minor units.
    """
    checkout = opened.checkout
    shown = {
        **opened.order.raw,
        "checkout": checkout_object(checkout) if checkout is not None else None,
    }
    if with_quantity:
        shown |= {"unit_price_paise": opened.unit_price, "quantity": opened.quantity}
    return shown


def checkout_object(checkout: Checkout) -> dict[str, Any]:
    """`url` is a hosted page to go to; null where the page opens the provider's own with `key`."""
    return {
        "key": checkout.key,
        "order_id": checkout.order_id,
        "amount_minor": checkout.amount_minor,
        "url": checkout.url,
    }
