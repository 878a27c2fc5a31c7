"""What orders needs of codes and products, and what it does when they are down; locations are asked
by peers.locations.

codes down: no new session (503). products down: a product that was ordered here before is taken
from our own record, another one is refused with 503.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from kit.cache import per_process
from kit.client import Peer
from kit.errors import BadRequest, Unavailable
from kit.money import shown
from peers import codes

from orders.options import Chosen, Groups, choose, groups_of

PAGE = 1000  # products in one answer
NONSENSE = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Product:
    """A product of a location as it is ordered; `price` is a decimal string with the decimals of
    the currency, or None where nothing is listed. Of a counted one `available` were left when
    products was asked; None where nobody counts, or that is not known. `groups` are what may be
    chosen with it, and `chosen` what was. `vat_rate` is in percent, as text; None is the standard
    rate of the place.
    """

    name: str
    price: str | None
    is_active: bool
    listed: bool
    categories: tuple[str, ...] = ()
    counted: bool = False
    available: int | None = field(default=None, compare=False)
    groups: Groups = ()
    chosen: tuple[Chosen, ...] = ()
    vat_rate: str | None = None
    on_menu: bool = True

    @property
    def is_sold(self) -> bool:
        """Whether it can be ordered: what is on no menu is only taken from stock by options."""
        return self.is_active and self.on_menu

    def with_options(self, ids: Sequence[int] | None) -> Product:
        """It with what was chosen, at the price of that, if nothing was chosen yet; None means the
        defaults. Raises as options.choose.
        """
        if self.chosen or not (self.groups or ids):
            return self
        chosen = choose(self.groups, ids)
        whole = sum((each.option.price for each in chosen), Decimal(self.price or 0))
        price = shown(max(whole, Decimal(0)), settings.CURRENCY)
        return replace(self, groups=(), chosen=chosen, price=price)

    def units(self, product_id: int) -> list[int]:
        """The products, perhaps some of them twice, of which one of this takes a unit from stock;
        `product_id` is its own.
        """
        own = [product_id] if self.counted else []
        taken = [each.option.product_id for each in self.chosen]
        return own + [each for each in taken if each is not None]

    @property
    def category(self) -> str:
        """Its first one; "" without any."""
        return self.categories[0] if self.categories else ""


@dataclass(frozen=True, slots=True)
class ChangedProduct:
    """A product of the change feed; `product` is None for one that was deleted, as are `shown`, the
    product as products shows it, and the location.
    """

    id: int
    location_id: int | None
    product: Product | None
    shown: dict[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """An answer of the change feed: `more` says that there are others after `cursor`."""

    cursor: str
    more: bool
    products: list[ChangedProduct]


@per_process
def products() -> Peer:
    return Peer(
        settings.PRODUCTS_SERVICE_URL, unavailable="products_service_unavailable", signed=True
    )


def code_issue() -> str:
    """A new code; raises 503 `code_service_unavailable`, as the first documentation of the service
    spells it.
    """
    with _spelt_as_documented():
        return codes.code_issue()


def short_code_issue() -> str:
    """The same for a short code."""
    with _spelt_as_documented():
        return codes.short_code_issue()


@contextmanager
def _spelt_as_documented() -> Iterator[None]:
    try:
        yield
    except Unavailable as down:
        raise Unavailable("code_service_unavailable") from down


def product_get(location_id: int, product_id: int) -> Product | None:
    """The product at this location, or None when the location keeps products and this is none of
    them.

    Raises 503 `products_service_unavailable`.
    """
    path = f"/internal/products/{product_id}/"
    body = products().get(path, {"location_id": location_id}).response()
    try:
        if not body["keeps_products"]:
            return Product(name="", price=None, is_active=True, listed=False)
        return None if body["product"] is None else _listed(body["product"])
    except NONSENSE as nonsense:
        raise Unavailable("products_service_unavailable") from nonsense


def products_get(location_id: int, product_ids: list[int]) -> dict[int, Product]:
    """Those of at most 200 products that this location keeps, in one call.

    Raises 503 `products_service_unavailable`.
    """
    path = "/internal/products/batch/"
    body = products().post(path, {"ids": product_ids}, idempotent=True).expect(dict)
    try:
        return {
            int(product["id"]): _listed(product)
            for product in body["response"]
            if product["location_id"] == location_id
        }
    except NONSENSE as nonsense:
        raise Unavailable("products_service_unavailable") from nonsense


def products_all(location_id: int) -> dict[int, Product]:
    """All that a place sells, by id; in calls of PAGE products.

    Each call begins with the last product of the one before. Raises 503
    `products_service_unavailable`, also when that one does not come again: another was deleted, and
    one would be passed over.
    """
    found: dict[int, Product] = {}
    while True:
        last = next(reversed(found), None)
        query = {"location_id": location_id, "offset": max(0, len(found) - 1)}
        body = products().get("/products/find/", query).expect(dict)
        try:
            page = {each["product"]["id"]: _listed(each["product"]) for each in body["response"]}
        except NONSENSE as nonsense:
            raise Unavailable("products_service_unavailable") from nonsense
        if last is not None and last not in page:
            raise Unavailable("products_service_unavailable")
        found |= page
        if len(page) < PAGE:
            return found


def products_changed(since: str | None) -> Changes:
    """What has changed after a cursor, at most 1000 products; without one just the cursor of now.

    Raises 400 `erroneous_value` for a cursor that products does not know any more, and 503
    `products_service_unavailable`.
    """
    query = {} if since is None else {"since": since}
    answer = products().get("/internal/products/changes/", query)
    if answer.status == 400:
        raise BadRequest("erroneous_value")
    body = answer.response()
    try:
        changed = [_changed(product) for product in body["products"]]
        return Changes(str(body["cursor"]), bool(body["more"]), changed)
    except NONSENSE as nonsense:
        raise Unavailable("products_service_unavailable") from nonsense


def _changed(product: dict[str, Any]) -> ChangedProduct:
    if product.get("deleted"):
        return ChangedProduct(product["id"], None, None)
    return ChangedProduct(product["id"], product["location_id"], _listed(product), product)


def _rate(percent: Any) -> str | None:
    return None if percent is None else str(Decimal(str(percent)))


def _listed(product: dict[str, Any]) -> Product:
    categories, counted = product.get("categories") or (), product["stock"] is not None
    price = Decimal(str(product["price"]))
    if price < 0:  # NaN cannot be compared
        raise ValueError("not a price")
    return Product(
        name=str(product["name"]),
        price=shown(price, settings.CURRENCY),
        is_active=bool(product["is_active"]),
        listed=True,
        categories=tuple(str(each["name"]) for each in categories),
        counted=counted,
        available=int(product["available"]) if counted else None,
        groups=groups_of(product.get("options") or ()),
        on_menu=bool(product.get("is_listed", True)),
        vat_rate=_rate(product.get("vat_rate")),
    )
