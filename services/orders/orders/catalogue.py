"""The product that an order names: asked at products, kept two seconds per process, remembered for
outages.

The menu of a place in use is kept fresh as a whole, behind the orders (see places), so that no
order there waits for products. What is on no menu that is kept is asked anew after one second,
behind the order that needs it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from kit.cache import Cache
from kit.errors import ApiError, BadRequest, NotFound, Unavailable
from kit.money import shown

from orders import clients, seen
from orders.actions.products import product_remember
from orders.clients import Product
from orders.models import KnownProduct
from orders.options import groups_of
from orders.places import keeper
from orders.seen import Seen

FRESH = 2.0  # seconds
RENEWED = 1.0  # seconds before the end of which a product in use is asked anew
AFTER = 0.01  # seconds: by then the order that needs it is answered, and nothing takes its time

Key = tuple[int, int]  # location, product

# What was answered last, and until when it may be used.
_seen: Cache[Key, tuple[float, Product | None]] = Cache(5000)
_UNSEEN = (0.0, None)
_stored: Cache[Key, Product] = Cache(5000, seconds=24 * 3600)  # what was remembered today
_renewals = ThreadPoolExecutor(1, thread_name_prefix="catalogue")
_renewing: set[Key] = set()


def _nothing() -> None:
    """Anything may be ordered."""


def product_for(
    location_id: int, product_id: int, before_asking: Callable[[], None] = _nothing
) -> Product:
    """The product to be ordered. `before_asking` is called before products is asked, which leaves
    something behind; it raises where nothing can be ordered anyway.

    Raises 404 `product_not_found` for one that the location does not keep, 400
    `product_unavailable` for one that is switched off or stands on no menu, 503
    `products_service_unavailable` when products is down and the product was never ordered here.
    """
    product = _seen_lately(location_id, product_id)
    if product is None:
        before_asking()
        product = _fresh(location_id, product_id)
    return _sold(product)


def products_for(
    location_id: int, product_ids: Iterable[int], before_asking: Callable[[], None] = _nothing
) -> dict[int, Product]:
    """The products of several lines, asked for in one call; raises what product_for raises for the
    first that cannot be ordered.
    """
    ids = list(dict.fromkeys(product_ids))
    unseen = [each for each in ids if _seen_lately(location_id, each) is None]
    if unseen:
        before_asking()
    if len(unseen) > 1:
        _ask_together(location_id, unseen)
    return {each: product_for(location_id, each) for each in ids}


def products_anew(location_id: int, product_ids: Iterable[int]) -> dict[int, Product]:
    """The products as products has them now, whatever is kept of them; raises as products_for does,
    and 503 whenever products is down.
    """
    ids, asked = list(product_ids), time.monotonic()
    found = clients.products_get(location_id, ids) if len(ids) > 1 else {}
    for product_id in ids:
        product = found.get(product_id) or clients.product_get(location_id, product_id)
        if product is None:
            raise NotFound("product_not_found")
        _keep((location_id, product_id), product, asked)
        if not product.is_active:
            raise BadRequest("product_unavailable")
        found[product_id] = product
    return found


def product_as_seen(
    location_id: int, shown: Seen, before_asking: Callable[[], None] = _nothing
) -> Product:
    """The product as product_for has it, with the options that were chosen; raises 409
    `product_changed` when it is not as a guest saw it any more, and as Product.with_options.
    """
    product = product_for(location_id, shown.product_id, before_asking)
    if shown.differs(product):
        product = products_as_seen(location_id, [shown], before_asking)[shown.product_id]
    return shown.of(product)


def product_to_choose(
    location_id: int, shown: Seen, before_asking: Callable[[], None] = _nothing
) -> Product:
    """The product as product_as_seen has it; raises 409 `sold_out` when fewer are left than are
    asked for. Products is asked before that is said, unless it is down: who orders asks again.
    """
    product = product_as_seen(location_id, shown, before_asking)
    taken = sorted({shown.product_id, *product.units(shown.product_id)})
    known = {each: _seen_lately(location_id, each) for each in taken}
    left = [each.available for each in known.values() if each is not None]
    if all(units is None or units >= shown.quantity for units in left):
        return product
    try:
        anew = products_anew(location_id, taken)
    except Unavailable:
        return product
    seen.require_left([shown], anew)
    return shown.of(anew[shown.product_id])


def see_left(location_id: int, refusal: ApiError) -> None:
    """Note in our copies what a refusal `sold_out` of the ledger says is left."""
    details: list[Any] = list(refusal.details or ()) if refusal.reason == "sold_out" else []
    for each in details:
        key = (location_id, each["product_id"])
        until, product = _seen.get(key) or _UNSEEN
        product = keeper.product(*key) or product
        if product is not None:
            product = replace(product, available=each["available"])
            _seen.put(key, (until, product))
            keeper.note(*key, product)


def products_as_seen(
    location_id: int, shown: Sequence[Seen], before_asking: Callable[[], None] = _nothing
) -> dict[int, Product]:
    """The same for several lines, asked for in one call; the 409 names all that has changed."""
    products = products_for(location_id, [each.product_id for each in shown], before_asking)
    if not _different(shown, products):
        return products
    products = _settled(location_id, shown, products)
    seen.require_unchanged(shown, products)
    return products


def products_beside(
    location_id: int, shown: Sequence[Seen], before_asking: Callable[[], None] = _nothing
) -> dict[int, Product]:
    """The products as products_for has them, to be compared with what guests saw."""
    products = products_for(location_id, [each.product_id for each in shown], before_asking)
    return _settled(location_id, shown, products)


def _different(shown: Iterable[Seen], products: Mapping[int, Product]) -> list[Seen]:
    return [each for each in shown if each.differs(products[each.product_id])]


def _settled(
    location_id: int, shown: Sequence[Seen], products: dict[int, Product]
) -> dict[int, Product]:
    """The products, asked for anew where they differ from what guests saw: that may be newer than
    our copy.

    While products is down, what was seen dearer is taken at the price of our copy; else raises 503
    `products_service_unavailable`.
    """
    different = _different(shown, products)
    if not different:
        return products
    try:
        anew = products_anew(location_id, {each.product_id for each in different})
    except Unavailable:
        if any(each.unsure(products[each.product_id]) for each in different):
            raise
        return products
    return products | {each: _sold(product) for each, product in anew.items()}


def _sold(product: Product) -> Product:
    if not product.is_sold:
        raise BadRequest("product_unavailable")
    return product


def _ask_together(location_id: int, product_ids: list[int]) -> None:
    """Ask for several products. Those that are missing from the answer, and all when products is
    down, are left to product_for, which raises for each what is due.
    """
    asked = time.monotonic()
    try:
        products = clients.products_get(location_id, product_ids)
    except Unavailable:
        return
    for product_id, product in products.items():
        _keep((location_id, product_id), product, asked)


def _fresh(location_id: int, product_id: int) -> Product:
    """The product as products has it now, or what is remembered while it is down."""
    asked = time.monotonic()
    try:
        product = clients.product_get(location_id, product_id)
    except Unavailable:
        product = _remembered(location_id, product_id)
        if product is None:
            raise
        return product
    if product is None:
        raise NotFound("product_not_found")
    _keep((location_id, product_id), product, asked)
    return product


def _seen_lately(location_id: int, product_id: int) -> Product | None:
    """The product as answered in the last two seconds; after one it is asked for again, aside."""
    key = (location_id, product_id)
    product = keeper.product(location_id, product_id)
    if product is not None:
        _remember_aside(key, product)
        return product
    until, product = _seen.get(key) or _UNSEEN
    left = until - time.monotonic()
    if product is None or left <= 0:
        return None
    if left < RENEWED:
        _renew_soon(key, product)
    return product


def _renew_soon(key: Key, product: Product) -> None:
    if key not in _renewing:
        _renewing.add(key)
        _renewals.submit(_renew, key, product)


def _keep(key: Key, product: Product, asked: float) -> None:
    """Keep the answer to a question of that time. Remember it when it is a new one, and once a day
    as it is.
    """
    if _stored.get(key) != product:
        product_remember(location_id=key[0], product_id=key[1], product=product)
        _stored.put(key, product)
    _seen.put(key, (asked + FRESH, product))
    if product.listed:
        keeper.use(key[0])
        keeper.note(*key, product)


def _remember_aside(key: Key, product: Product) -> None:
    """Remember a product that is ordered for the first time today; the order does not wait."""
    if _stored.get(key) != product:
        _stored.put(key, product)
        _renewals.submit(_remember, key, product)


def _remember(key: Key, product: Product) -> None:
    try:
        product_remember(location_id=key[0], product_id=key[1], product=product)
    except DatabaseError:
        _stored.discard(key)  # its next order tries again
    finally:
        connection.close()


def _renew(key: Key, product: Product) -> None:
    """Keep a product of which products says the same again. Another one is asked for, and
    remembered, by the order that needs it.
    """
    try:
        time.sleep(AFTER)
        asked, found = time.monotonic(), clients.product_get(*key)
        if found is not None and found == product == _stored.get(key):
            _seen.put(key, (asked + FRESH, found))
        else:
            _seen.discard(key)
    except Unavailable:
        pass  # the next order after the two seconds finds out and copes
    finally:
        _renewing.discard(key)


def _remembered(location_id: int, product_id: int) -> Product | None:
    known = KnownProduct.objects.filter(location_id=location_id, product_id=product_id).first()
    if known is None:
        return None
    price = None if known.price is None else shown(known.price, settings.CURRENCY)
    categories = tuple(known.categories) or tuple(filter(None, [known.category]))
    product = Product(known.name, price, known.is_active, known.listed, categories, known.counted)
    rate = None if known.vat_rate is None else str(known.vat_rate)
    return replace(product, groups=groups_of(known.groups), vat_rate=rate)
