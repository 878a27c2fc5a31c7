"""The product that an order names: asked at products, kept two seconds per process, remembered for
outages.

What is ordered again and again is asked anew after one second, behind the order, so that no order
of a popular product waits for products and still none is older than two seconds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from kit.errors import BadRequest, NotFound, Unavailable

from orders import clients
from orders.clients import Product
from orders.models import KnownProduct

FRESH = 2.0  # seconds
RENEWED = 1.0  # seconds before the end of which a product in use is asked anew
AFTER = 0.01  # seconds: by then the order that needs it is answered, and nothing takes its time
ENTRIES = 5000

Key = tuple[int, int]  # location, product

_seen: dict[Key, tuple[float, Product]] = {}
_renewals = ThreadPoolExecutor(1, thread_name_prefix="catalogue")
_renewing: set[Key] = set()


def product_for(location_id: int, product_id: int) -> Product:
    """The product to be ordered.

    Raises 404 `product_not_found` for one that the location does not keep, 400
    `product_unavailable` for one that is sold out, 503 `products_service_unavailable` when products
    is down and the product was never ordered here.
    """
    product = _fresh(location_id, product_id)
    if not product.is_active:
        raise BadRequest("product_unavailable")
    return product


def products_for(location_id: int, product_ids: Iterable[int]) -> dict[int, Product]:
    """The products of several lines, asked for in one call; raises what product_for raises for the
    first that cannot be ordered.
    """
    wanted = list(dict.fromkeys(product_ids))
    unknown = [each for each in wanted if _kept(location_id, each) is None]
    if len(unknown) > 1:
        _prepare(location_id, unknown)
    return {each: product_for(location_id, each) for each in wanted}


def _prepare(location_id: int, product_ids: list[int]) -> None:
    """Keep those that the location has; the others, and all when products is down, are each
    product_for's business.
    """
    asked = time.monotonic()
    try:
        found = clients.products_get(location_id, product_ids)
    except Unavailable:
        return
    for product_id, product in found.items():
        _keep((location_id, product_id), product, asked)


def _fresh(location_id: int, product_id: int) -> Product:
    product = _kept(location_id, product_id)
    if product is not None:
        return product
    asked = time.monotonic()
    try:
        found = clients.product_get(location_id, product_id)
    except Unavailable:
        found = _known(location_id, product_id)
        if found is None:
            raise
        return found
    if found is None:
        raise NotFound("product_not_found")
    _keep((location_id, product_id), found, asked)
    return found


def _kept(location_id: int, product_id: int) -> Product | None:
    """What was asked for in the last two seconds; after one it is asked for anew, beside us."""
    key = (location_id, product_id)
    until, product = _seen.get(key, (0.0, None))
    left = until - time.monotonic()
    if product is None or left <= 0:
        return None
    if left < RENEWED and key not in _renewing:
        _renewing.add(key)
        _renewals.submit(_renew, key, product)
    return product


def _keep(key: Key, product: Product, asked: float) -> None:
    """Keep what was asked for at this time, and remember it when it is another than before."""
    if _seen.get(key, (0.0, None))[1] != product:
        _remember(*key, product)
    if len(_seen) >= ENTRIES:
        _seen.clear()
    _seen[key] = (asked + FRESH, product)


def _renew(key: Key, product: Product) -> None:
    """Keep the product when products says the same again; else the next order asks, and
    remembers.
    """
    try:
        time.sleep(AFTER)
        asked = time.monotonic()
        if clients.product_get(*key) == product:
            _seen[key] = (asked + FRESH, product)
        else:
            _seen.pop(key, None)
    except Unavailable:
        pass  # the next order after the two seconds finds out and copes
    finally:
        _renewing.discard(key)


def _known(location_id: int, product_id: int) -> Product | None:
    known = KnownProduct.objects.filter(location_id=location_id, product_id=product_id).first()
    if known is None:
        return None
    price = None if known.price is None else str(known.price)
    return Product(known.name, price, known.is_active, known.listed, known.category)


def _remember(location_id: int, product_id: int, product: Product) -> None:
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
