"""What products knows of a product, remembered for the time when it is down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from orders.clients import Product
from orders.models import KnownProduct
from orders.options import remembered

MAX_UNLISTED = 1000


def product_remember(*, location_id: int, product_id: int, product: Product) -> None:
    """Remember a product in place of what was known of it before. Of a location that keeps no
    products, where any number is one, no more than MAX_UNLISTED are remembered.
    """
    unlisted = KnownProduct.objects.filter(location_id=location_id, listed=False)
    if not product.listed and unlisted.count() >= MAX_UNLISTED:
        return
    KnownProduct.objects.update_or_create(
        location_id=location_id,
        product_id=product_id,
        defaults={
            "listed": product.listed,
            "name": product.name,
            "price": None if product.price is None else Decimal(product.price),
            "is_active": product.is_sold,
            "counted": product.counted,
            "category": product.category,
            "categories": list(product.categories),
            "groups": remembered(product.groups),
            "vat_rate": None if product.vat_rate is None else Decimal(product.vat_rate),
            "remembered_at": timezone.now(),
        },
    )


def products_forget(not_since: datetime) -> int:
    """Forget the products that were last remembered before that time; how many."""
    return KnownProduct.objects.filter(remembered_at__lt=not_since).delete()[0]
