"""Writes of the products service. Each gets the location for which its caller was found entitled,
and refuses when the product is sold elsewhere by the time it is locked.

Locks are taken in one order: the catalogue of a location (catalogue_lock), then its products by id.
What is unique there, names in a category and barcodes, is only given away by who has its catalogue:
whoever waits for an uncommitted name keeps no other from anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from kit.alike import fingerprint
from kit.errors import BadRequest, Conflict, violating
from kit.expected import require_unchanged
from kit.inserts import row_insert
from kit.labels import search_keys
from kit.locks import named_lock
from kit.searching import searchable

from products import lookup, selectors
from products.actions.category_words import category_products_lock, category_words_keep
from products.actions.pictures import picture_refer
from products.actions.stock import product_locked, stock_taken
from products.barcodes import spellings
from products.categories import Words, category_words
from products.models import HoldLine, Product
from products.options import require_groups, require_not_taken

PRODUCTS = 5000  # at most, at one location
UNIQUE = {"name", "categories", "barcode"}  # fields that a location has once
OF_CATALOGUE = {*UNIQUE, "option_groups"}  # fields that are written with the catalogue locked
NUMBERS = ("price", "vat_rate")  # fields that are equal as numbers
DERIVED = (
    *("seller_id", "slug", "labels", "look", "searchable", "position", "barcode_twin"),
    *("option_groups", "category_words"),
)
ARRANGE = """
UPDATE products_product p SET position = arranged.place
FROM unnest(%s::bigint[]) WITH ORDINALITY AS arranged (id, place)
WHERE p.id = arranged.id AND p.position IS DISTINCT FROM arranged.place
"""


def product_create(
    *,
    seller_id: int,
    fields: Mapping[str, Any],
    said: Mapping[str, Words] | None = None,
    unlimited: bool = False,
    who: str = "",
) -> Product:
    """A new product; `said` is what its categories are called in other languages. Raises
    400 `duplicate_product` for a name that looks like one in its first category at this location,
    `duplicate_barcode` for a barcode that the location has already, and `too_many_products` beyond
    5,000 there.
    """
    product = Product(seller_id=seller_id, **fields)
    _derive(product)
    product.look = _look(product)
    with _writing():
        catalogue_lock(product.location_id)
        _require_room(product, unlimited)
        require_groups(product.location_id, product.option_groups)
        category_products_lock(location_id=product.location_id, words=said or {})
        category_words_keep(location_id=product.location_id, words=said or {})
        _call_categories(product, said or {})
        picture_refer(product=product)
        if not row_insert(product):
            raise _duplicate(product) or BadRequest("duplicate_product")
        stock_taken(product=product, before=None, who=who)
    return product


def product_edit(
    *,
    product_id: int,
    at_location: int,
    fields: Mapping[str, Any],
    said: Mapping[str, Words] | None = None,
    seller_id: int | None = None,
    expected: Mapping[str, Any] | None = None,
    unlimited: bool = False,
    who: str = "",
) -> Product:
    """Change just these fields; `seller_id` comes with a move to another location. Raises as
    product_create does, 404, and 409 `product_changed` when a field is not as expected.
    """
    with _writing():
        target, words = fields.get("location_id", at_location), said or {}
        _lock_catalogue(fields, at_location)
        category_products_lock(location_id=target, words=words, product_id=product_id)
        product = product_locked(product_id=product_id, at_location=at_location)
        before, look = selectors.product_shown(product), _look(product)
        _change(product, fields, words, unlimited)
        product.seller_id = seller_id or product.seller_id
        after = selectors.product_object(product)
        asked, seen = {name: after[name] for name in fields}, expected or {}
        require_unchanged("product_changed", seen, now=before, asked=asked, decimals=NUMBERS)
        category_words_keep(location_id=target, words=words)
        _keep_sound(product, look, before)
        product.save(update_fields=[*fields, *DERIVED])
        if "stock" in fields:
            stock_taken(product=product, before=before["stock"], who=who)
    return product


def _change(
    product: Product, fields: Mapping[str, Any], words: Mapping[str, Words], unlimited: bool
) -> None:
    """Let a product be like this, and what follows from it; raises as product_create does."""
    at_location = product.location_id
    for name, value in fields.items():
        setattr(product, name, value)
    if product.location_id != at_location:
        _come_from_elsewhere(product, fields, unlimited)
    if "option_groups" in fields:
        require_groups(product.location_id, product.option_groups)
    if "categories" in fields or product.location_id != at_location:
        _call_categories(product, words)
    _derive(product)


def _call_categories(product: Product, words: Mapping[str, Words]) -> None:
    """What its categories are called: these as is said now, the others as they are known."""
    known = category_words(product.location_id, product.categories)
    product.category_words = {name: said for name, said in {**known, **words}.items() if said}


def product_mark(*, product_id: int, at_location: int, is_active: bool) -> Product:
    """Switch a product on, or off where it is sold out; nothing changes where it is so already, and
    never anything but this. Raises 404.
    """
    with _writing():
        product = product_locked(product_id=product_id, at_location=at_location)
        if product.is_active != is_active:
            product.is_active = is_active
            product.save(update_fields=["is_active"])
    return product


def product_delete(*, product_id: int, at_location: int) -> None:
    """Remove a product for good; raises 404, and 409 `product_reserved` while holds of it are open,
    `product_in_use` where options take it from stock. Orders keep what they were made with, and its
    movements stay.
    """
    with _writing():
        product = product_locked(product_id=product_id, at_location=at_location, whole=True)
        if HoldLine.objects.filter(product=product).exists():
            raise Conflict("product_reserved")
        require_not_taken(product.id)
        product.delete()


def menu_arrange(
    *, location_id: int, product_ids: Sequence[int], expected: Sequence[int] | None = None
) -> list[int]:
    """Put the products of a location into this order and answer with all of their ids in it: those
    that are not named follow, by id. Ids that it does not sell (any more) say nothing.

    `expected` is the order that the caller saw. Raises 409 `menu_changed` with the order of now
    when what is still there of it has been arranged in another way since.
    """
    places = {product_id: place for place, product_id in enumerate(product_ids)}
    last = len(places)
    with _writing():
        here = Product.objects.filter(location_id=location_id).order_by("id")
        held = here.select_for_update(no_key=True).values_list("id", "position")
        current = [each for each, _ in sorted(held, key=_place)]
        ordered = sorted(sorted(current), key=lambda product_id: places.get(product_id, last))
        if expected is not None and current != ordered and not _same_order(expected, current):
            raise Conflict("menu_changed", details=[{"product_ids": current}])
        with connection.cursor() as cursor:
            cursor.execute(ARRANGE, [ordered])
    return ordered


def _place(row: tuple[int, int | None]) -> tuple[bool, int, int]:
    """Where a product stands on the menu: those without a position come last, by id."""
    product_id, position = row
    return (position is None, position or 0, product_id)


def _same_order(seen: Sequence[int], now: Sequence[int]) -> bool:
    """Whether what both have in common stands in the same order."""
    common = set(seen) & set(now)
    return [each for each in seen if each in common] == [each for each in now if each in common]


@contextmanager
def _writing() -> Iterator[None]:
    """A transaction whose duplicates are told apart, and which the look-up by barcode learns of."""
    with (
        violating("product_look", BadRequest("duplicate_product")),
        violating("product_barcode_location", BadRequest("duplicate_barcode")),
        violating("product_barcode_in_full", BadRequest("duplicate_barcode")),
        transaction.atomic(),
    ):
        yield
        transaction.on_commit(lookup.forget)


def catalogue_lock(location_id: int) -> None:
    """Wait for whoever gives names and barcodes away at a location, and keep others from it until
    the transaction ends; taken before any product of it is locked.
    """
    named_lock("products of", location_id)


def _lock_catalogue(fields: Mapping[str, Any], at_location: int) -> None:
    """The catalogue_lock of where a product will be, where these fields need it."""
    target = fields.get("location_id", at_location)
    if target != at_location or not OF_CATALOGUE.isdisjoint(fields):
        catalogue_lock(target)


def _come_from_elsewhere(product: Product, fields: Mapping[str, Any], unlimited: bool) -> None:
    """It stands last on its new menu, without the options of its old place. Raises as _require_room
    and require_not_taken.
    """
    product.position = None
    if "option_groups" not in fields:
        product.option_groups = []
    _require_room(product, unlimited)
    require_not_taken(product.id)


def _require_room(product: Product, unlimited: bool) -> None:
    """Raise 400 `too_many_products` where its location has as many as it may; the transaction has
    its catalogue.
    """
    here = Product.objects.filter(location_id=product.location_id)
    if not unlimited and here.count() >= PRODUCTS:
        raise BadRequest("too_many_products")


def _look(product: Product) -> str:
    """No category is a category of its own."""
    return fingerprint(str(product.location_id), *product.categories[:1], product.name)


def _keep_sound(product: Product, look: str, before: Mapping[str, Any]) -> None:
    """Let a product have its new look, barcode and picture, where they are new; raises as
    product_create.

    Of two at once the constraints decide; they are asked first since what they refuse is logged.
    """
    if look != _look(product):
        product.look = _look(product)
        if _look_taken(product):
            raise BadRequest("duplicate_product")
    if (before["barcode"], before["location_id"]) != (product.barcode, product.location_id):
        product.barcode_twin = False
        if _barcode_taken(product):
            raise BadRequest("duplicate_barcode")
    picture_refer(product=product, before=before["image"])


def _duplicate(product: Product) -> BadRequest | None:
    """Which of the two unique things another product has."""
    if _look_taken(product):
        return BadRequest("duplicate_product")
    return BadRequest("duplicate_barcode") if _barcode_taken(product) else None


def _look_taken(product: Product) -> bool:
    return bool(product.look) and _others(product).filter(look=product.look).exists()


def _barcode_taken(product: Product) -> bool:
    if not product.barcode:
        return False
    here = _others(product).filter(location_id=product.location_id)
    return here.filter(barcode__in=spellings(product.barcode)).exists()


def _others(product: Product) -> QuerySet[Product]:
    return Product.objects.exclude(pk=product.pk)


def _derive(product: Product) -> None:
    """What follows from the other columns."""
    slug = slugify(product.name) or slugify(product.name, allow_unicode=True) or "product"
    product.slug = slug[:200]
    product.searchable = searchable(product.name)
    product.labels = search_keys(
        category=product.categories, tag=product.tags, additive=product.additives
    )
