"""The products of carts: asked at products in one call for a whole cart, and kept fresh by its
change feed, so that most reads and writes wait for nobody.

Copies are at most two seconds old: the feed is asked each second while carts are in use, and until
it has answered a copy counts for one second. Who would be refused because of a copy is told so only
after products was asked anew (`with_latest`).
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kit.cache import Cache, register
from kit.errors import ApiError
from peers.changes import Follower
from peers.products import Changes, Product, changes_ask, products_ask

from trolleys import clients, refusals
from trolleys.models.columns import NO_PLACE

SHORT = 1.0  # seconds for which a copy counts without the feed
BARCODE = re.compile(r"[!-.0-~]{1,64}")  # printable, without a slash: what may be in a path
SCANNED = 60.0  # seconds for which a barcode's product is remembered
IN_USE = 600.0  # seconds
ENTRIES = 20_000  # products in one process
LIFTED = frozenset({"product_not_found", "insufficient_stock"})  # perhaps by a newer copy

T = TypeVar("T")


@dataclass(slots=True)
class Copy:
    """What products said, None for "there is none", and when it was asked (monotonic)."""

    product: Product | None
    asked: float


_copies: Cache[int, Copy] = Cache(ENTRIES)
# By what was read and where: the product that it meant, and that product's barcode.
_scanned: Cache[tuple[str, int], tuple[int, str]] = Cache(ENTRIES, seconds=SCANNED)
_used = 0.0  # monotonic
_followed_since = 0.0  # monotonic; older copies may have missed changes


def products_get(ids: Iterable[int], *, anew: bool = False) -> dict[int, Product]:
    """Those of these products that exist, at most two seconds old; with `anew` as products has them
    now. Raises 503 `products_service_unavailable`.
    """
    seen = products_seen(ids, anew=anew)
    return {each: product for each, product in seen.items() if product is not None}


def products_seen(ids: Iterable[int], *, anew: bool = False) -> dict[int, Product | None]:
    """The same with None for each that does not exist."""
    global _used
    wanted, now = list(dict.fromkeys(ids)), time.monotonic()
    if not wanted:
        return {}
    _used = now
    follower.ensure()
    known = {} if anew else _fresh(wanted, now)
    missing = [each for each in wanted if each not in known]
    if missing:
        found = products_ask(missing)
        for each in missing:
            known[each] = Copy(found.get(each), now)
            _copies.put(each, known[each])
    return {each: copy.product for each, copy in known.items()}


def products_known(ids: Iterable[int]) -> dict[int, Product | None]:
    """Those that have been asked for lately, for a transaction, in which nobody waits for another
    service: who begins it asks products_seen before.
    """
    return {each: copy.product for each, copy in _copies.known(ids).items()}


def products_unasked(ids: Iterable[int]) -> list[int]:
    """Those of which no copy counts: who waits for nobody cannot know them."""
    wanted = list(ids)
    known = _fresh(wanted, time.monotonic())
    return [each for each in wanted if each not in known]


def product_get(product_id: int, location_id: int, *, anew: bool = False) -> Product:
    """A product that a trolley of this location sells; with NO_PLACE any. Raises 404
    `Product not found or unavailable` for others and those that are switched off, and 503.
    """
    product = products_get([product_id], anew=anew).get(product_id)
    return require_sold(product, location_id)


def product_by_barcode(barcode: str, location_id: int, *, anew: bool = False) -> Product:
    """What a scanner has read, looked up at the location; with NO_PLACE anywhere. Raises as
    product_get does.
    """
    key, asked = (barcode, location_id), time.monotonic()
    product = None if anew else _scanned_lately(key)
    if product is not None:
        return product
    if not BARCODE.fullmatch(barcode):
        raise refusals.product_not_found()
    product = clients.barcode_ask(barcode, None if location_id == NO_PLACE else location_id)
    if product is not None:
        _copies.put(product.id, Copy(product, asked))
        _scanned.put(key, (product.id, product.barcode))
    return require_sold(product, location_id)


def _scanned_lately(key: tuple[str, int]) -> Product | None:
    """The product that this barcode meant a moment ago, by a copy that counts: at a location it
    means no other one as long as that product has it.
    """
    product_id, read_as = _scanned.get(key) or (0, "")
    if key[1] == NO_PLACE or not product_id:
        return None
    product = products_get([product_id]).get(product_id)
    if product is None or not product.is_active or product.barcode != read_as:
        return None
    return product if product.location_id == key[1] else None


def require_sold(product: Product | None, location_id: int) -> Product:
    """The product, if a trolley of this location sells it."""
    if product is None or not product.is_active:
        raise refusals.product_not_found()
    if location_id not in (NO_PLACE, product.location_id):
        raise refusals.product_not_found()
    return product


def with_latest(attempt: Callable[[bool], T]) -> T:
    """What `attempt(False)` returns; where it is refused because of what a copy says of a product,
    what `attempt(True)` does, which asks products anew.
    """
    try:
        return attempt(False)
    except ApiError as refusal:
        if refusal.reason not in LIFTED:
            raise
    return attempt(True)


def _fresh(wanted: Iterable[int], now: float) -> dict[int, Copy]:
    """The copies that count."""
    since = _followed_since if follower.fresh else math.inf
    return {
        each: copy
        for each, copy in _copies.known(wanted).items()
        if copy.asked >= since or now - copy.asked < SHORT
    }


def note(products: Mapping[int, Product | None]) -> None:
    """Products has just told of these, None for those that were deleted: bring the copies up to
    date that this process has.
    """
    now = time.monotonic()
    for product_id in _copies.known(products):
        _copies.put(product_id, Copy(products[product_id], now))


def _begin(asked: float) -> None:
    """The feed is followed from then on. Older copies stay for who needs any (products_known)."""
    global _followed_since
    _followed_since = asked


def _in_use() -> bool:
    return time.monotonic() - _used < IN_USE


def forget() -> None:
    """Forget all copies."""
    _copies.clear()
    _scanned.clear()
    follower.forget()


follower: Follower[Changes] = Follower(
    name="catalogue",
    ask=changes_ask,
    take=lambda changes: note(changes.products),
    begin=_begin,
    in_use=_in_use,
)
register(follower.forget)
