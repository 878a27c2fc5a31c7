"""What products knows of a product, remembered for the time when it is down."""

from __future__ import annotations

from decimal import Decimal

from orders.clients import Product
from orders.models import KnownProduct


def product_remember(*, location_id: int, product_id: int, product: Product) -> None:
    """Remember a product in place of what was known of it before."""
    KnownProduct.objects.update_or_create(
        location_id=location_id,
        product_id=product_id,
        defaults={
            "listed": product.listed,
            "name": product.name,
            "price": None if product.price is None else Decimal(product.price),
            "is_active": product.is_active,
            "category": product.category,
        },
    )
