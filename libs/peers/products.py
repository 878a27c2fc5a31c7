"""Products by id, and the feed of what has changed, asked at the service products. While that
is down, each call raises 503 `products_service_unavailable`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from kit.cache import per_process
from kit.client import Peer
from kit.errors import BadRequest, Unavailable
from kit.money import quantized

UNAVAILABLE = "products_service_unavailable"
BATCH = 200  # ids in one call, at most
NONSENSE = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Product:
    """A product as products shows it. `stock` and `available` (less what is held for payments) are
    None where nobody counts. It is not `is_active` either where it is never sold as it is: what
    stands on no menu, and what is had only with an option.
    """

    id: int
    location_id: int
    name: str
    slug: str
    price: Decimal
    stock: int | None
    available: int | None
    is_active: bool
    low_stock_threshold: int
    image: str
    barcode: str
    min_age: int | None
    seller_id: int


@dataclass(frozen=True, slots=True)
class Changes:
    """An answer of the change feed: products by id, None for those that were deleted; `more` says
    that there are others after `cursor`.
    """

    cursor: str
    more: bool
    products: dict[int, Product | None]


@per_process
def products_peer() -> Peer:
    """The service products, whose internal routes ask who calls."""
    return Peer(settings.PRODUCTS_SERVICE_URL, unavailable=UNAVAILABLE, signed=True)


def products_ask(ids: Iterable[int]) -> dict[int, Product]:
    """Those of these products that exist, in calls of at most 200: a whole cart is one."""
    waiting, found = iter(dict.fromkeys(ids)), dict[int, Product]()
    while batch := list(islice(waiting, BATCH)):
        answer = products_peer().post("/internal/products/batch/", {"ids": batch}, idempotent=True)
        try:
            shown = answer.expect(dict)["response"]
            for product in map(product_read, _listed(shown)):
                if product.id in batch:
                    found[product.id] = product
        except NONSENSE as nonsense:
            raise Unavailable(UNAVAILABLE) from nonsense
    return found


def changes_ask(since: str | None) -> Changes:
    """What has changed after a cursor, at most 1000 products; without one just the cursor of now.

    Raises 400 `erroneous_value` for a cursor that products does not know any more.
    """
    query = {} if since is None else {"since": since}
    answer = products_peer().get("/internal/products/changes/", query)
    if answer.status == 400:
        raise BadRequest("erroneous_value")
    body = answer.response()
    try:
        changed = {
            int(each["id"]): None if each.get("deleted") else product_read(each)
            for each in _listed(body["products"])
        }
        return Changes(str(body["cursor"]), bool(body["more"]), changed)
    except NONSENSE as nonsense:
        raise Unavailable(UNAVAILABLE) from nonsense


def _listed(shown: Any) -> list[dict[str, Any]]:
    if not isinstance(shown, list):
        raise TypeError("not a list")
    return shown


def product_read(shown: dict[str, Any]) -> Product:
    """A product out of an answer; raises one of NONSENSE for what is none."""
    counted = shown["stock"] is not None
    return Product(
        id=int(shown["id"]),
        location_id=int(shown["location_id"]),
        name=str(shown["name"]),
        slug=str(shown["slug"] or shown["id"]),
        price=quantized(Decimal(str(shown["price"])), settings.CURRENCY),
        stock=int(shown["stock"]) if counted else None,
        available=int(shown["available"]) if counted else None,
        is_active=bool(shown["is_active"]) and _is_sold_as_it_is(shown),
        low_stock_threshold=int(shown["low_stock_threshold"]),
        image=str(shown["image"] or ""),
        barcode=str(shown["barcode"] or ""),
        min_age=None if shown["min_age"] is None else int(shown["min_age"]),
        seller_id=int(shown["seller_id"]),
    )


def _is_sold_as_it_is(shown: dict[str, Any]) -> bool:
    """Whether it is had at its bare price: on the menu, with no option needed or by default."""
    groups = shown.get("options") or ()
    chosen = [each["least"] or any(one["is_default"] for one in each["options"]) for each in groups]
    return bool(shown.get("is_listed", True)) and not any(chosen)
