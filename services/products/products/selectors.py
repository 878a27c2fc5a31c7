"""Reads of the products service."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, Now
from kit.errors import NotFound
from kit.labels import labelled, on_wire
from kit.money import shown
from kit.searching import called

from products.barcodes import spellings
from products.models import HoldLine, Movement, Product
from products.options import with_options

PAGE = 1000
KINDS = {"category": "categories", "tag": "tags", "additive": "additives"}
SHOWN = (
    *("id", "location_id", "name", "description", "price", "tags", "categories", "additives"),
    *("slug", "barcode", "stock", "is_active", "low_stock_threshold", "image", "min_age"),
    *("seller_id", "position", "reserved", "is_listed", "option_groups", "vat_rate"),
    *("words", "category_words", "allergens"),
)
MOVEMENTS = 100

# A hold ends by the clock: what overdue ones still have in `reserved` is there for everybody.
_OVERDUE = (
    HoldLine.objects.filter(product=OuterRef("pk"), expires_at__lte=Now())
    .order_by()
    .values("product")
    .annotate(units=Sum("units"))
    .values("units")
)
OVERDUE = Case(When(reserved=0, then=0), default=Coalesce(Subquery(_OVERDUE), 0))


def product_object(row: Any) -> dict[str, Any]:
    """A product without overdue holds, or a row with the columns SHOWN and `overdue`, as answers
    show it.
    """
    reserved = row.reserved - getattr(row, "overdue", 0)
    return {
        "id": row.id,
        "location_id": row.location_id,
        "name": row.name,
        "description": row.description,
        "price": shown(row.price, settings.CURRENCY),
        "tags": on_wire(row.tags),
        "categories": _categories(row),
        "additives": on_wire(row.additives),
        "slug": row.slug,
        "barcode": row.barcode,
        "stock": row.stock,
        "available": None if row.stock is None else max(0, row.stock - reserved),
        "is_active": row.is_active,
        "is_listed": row.is_listed,
        "option_groups": list(row.option_groups),
        "low_stock_threshold": row.low_stock_threshold,
        "image": row.image,
        "min_age": row.min_age,
        "vat_rate": rate_shown(row.vat_rate),
        "allergens": list(row.allergens),
        "words": row.words,
        "seller_id": row.seller_id,
        "position": row.position,
    }


def rate_shown(rate: Decimal | None) -> str | None:
    """A percentage with its two decimals, as answers show it."""
    return None if rate is None else f"{rate:.2f}"


def _categories(row: Any) -> list[dict[str, Any]]:
    """Each with what it is called in other languages, where anybody has said so."""
    words = row.category_words
    return [
        {**each, "words": words[each["name"]]} if words.get(each["name"]) else dict(each)
        for each in on_wire(row.categories)
    ]


def utc(moment: datetime) -> str:
    """A time as RFC 3339 text in UTC: `2026-11-26T09:20:00.123456Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _rows(found: QuerySet[Product]) -> Iterable[Any]:
    return found.annotate(overdue=OVERDUE).values_list(*SHOWN, "overdue", named=True)


def _shown(found: QuerySet[Product]) -> list[dict[str, Any]]:
    """With what may be chosen of each."""
    return with_options([product_object(row) for row in _rows(found)])


def _one(found: QuerySet[Product]) -> dict[str, Any] | None:
    for product in _shown(found[:1]):
        return product
    return None


def product_shown(product: Product) -> dict[str, Any]:
    """A product that was just written, as answers show it."""
    return with_options([product_object(product)])[0]


def product_location(product_id: int) -> int:
    """Where a product is sold; raises 404 `product_not_found`."""
    for location_id in Product.objects.filter(id=product_id).values_list("location_id", flat=True):
        return location_id
    raise NotFound("product_not_found")


def product_get(product_id: int) -> dict[str, Any]:
    """The product object; raises 404 `product_not_found`."""
    product = _one(Product.objects.filter(id=product_id))
    if product is None:
        raise NotFound("product_not_found")
    return product


def product_find(
    *,
    location_id: int | None = None,
    name: str | None = None,
    barcode: str | None = None,
    active: bool | None = None,
    offset: int = 0,
    **labels: str | None,
) -> list[dict[str, Any]]:
    """At most 1000 products to which all that is given applies, by id from `offset` on. `labels`
    are `category`, `tag`, `additive`.
    """
    exact = {"location_id": location_id, "is_active": active}
    found = Product.objects.filter(**{key: one for key, one in exact.items() if one is not None})
    if barcode is not None:
        found = found.filter(barcode__in=spellings(barcode))
    if name is not None:
        found = found.filter(called(name))
    page = found.filter(labelled(**labels)).order_by("id")[offset : offset + PAGE]
    return [{"product": product} for product in _shown(page)]


def product_by_barcode(barcode: str, location_id: int | None) -> dict[str, Any] | None:
    """The product with this barcode, however it is written, at a location, or anywhere: an active
    one before an inactive one, then the one that was there first. Where a location has both
    spellings, from before that was refused, the one that was asked for comes first.
    """
    found = Product.objects.filter(barcode__in=spellings(barcode))
    if location_id is None:
        return _one(found.order_by("-is_active", "id"))
    other = Case(When(barcode=barcode, then=0), default=1)
    return _one(found.filter(location_id=location_id).order_by("-is_active", other, "id"))


def product_at(product_id: int, location_id: int) -> dict[str, Any]:
    """`{"keeps_products","product"}`: the product if this location sells it, and whether the
    location sells any.
    """
    at_location = Product.objects.filter(location_id=location_id)
    product = _one(at_location.filter(id=product_id))
    return {"keeps_products": product is not None or at_location.exists(), "product": product}


def product_batch(ids: Sequence[int]) -> list[dict[str, Any]]:
    """Those of these products that exist, by id."""
    return _shown(Product.objects.filter(id__in=ids).order_by("id"))


def product_objects(
    location_id: int, ids: Collection[int] | None = None
) -> dict[int, dict[str, Any]]:
    """All products of a location, or those of these ids, by id and in the order of their ids."""
    here = Product.objects.filter(location_id=location_id).order_by("id")
    found = here if ids is None else here.filter(id__in=ids)
    return {product["id"]: product for product in _shown(found)}


def product_menu(location_id: int) -> list[dict[str, Any]]:
    """All products of a location in the order of its menu: those without a position come last, by
    id.
    """
    products = product_objects(location_id).values()
    return sorted(products, key=lambda each: (each["position"] is None, each["position"] or 0))


def movements_find(product_id: int, *, offset: int = 0) -> list[dict[str, Any]]:
    """The movements of a product, newest first, at most 100 from `offset` on."""
    found = Movement.objects.filter(product_id=product_id).order_by("-id")
    return [
        {
            "id": each.id,
            "product_id": each.product_id,
            "kind": each.kind,
            "change": each.change,
            "shortfall": each.shortfall,
            "stock": each.stock,
            "reference": each.reference,
            "who": each.who,
            "service": each.service,
            "at": utc(each.at),
        }
        for each in found[offset : offset + MOVEMENTS]
    ]


def stock_differences() -> list[str]:
    """A line for each product whose `reserved` is not what its holds keep, or whose stock is not
    what its newest movement left.
    """
    kept = HoldLine.objects.filter(product=OuterRef("pk")).order_by().values("product")
    newest = Movement.objects.filter(product_id=OuterRef("pk")).order_by("-id")
    rows = Product.objects.annotate(
        kept=Coalesce(Subquery(kept.annotate(units=Sum("units")).values("units")), 0),
        moved=Subquery(newest.values("id")[:1]),
        left=Subquery(newest.values("stock")[:1]),
    ).order_by("id")
    return [
        f"product {row.id}: {row.stock} on hand, {row.left} by movements;"
        f" {row.reserved} reserved, {row.kept} held"
        for row in rows.iterator()
        if row.reserved != row.kept or (row.moved is not None and row.stock != row.left)
    ]
