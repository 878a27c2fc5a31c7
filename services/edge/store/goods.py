"""Products by their ids, as of now: from the store's own copies, else asked at products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from currencies import minor_of
from django.conf import settings
from peers.products import Product as Shown
from peers.products import products_ask

from store import refusals
from store.models import Product
from store.selectors.goods import products_of

IMAGE = 500  # characters of a picture's address


@dataclass(frozen=True, slots=True)
class Given:
    """A line as a reviewer gives it; `unit_price` (minor units) is for what was not picked here."""

    product_id: int
    name: str
    unit_price: int
    quantity: int


def products_known(ids: Iterable[int]) -> dict[int, Product]:
    """These products, each with a copy that need not be stored; raises 400 `product_unknown`, and
    503 `products_service_unavailable` when there is no copy and nobody to ask.
    """
    wanted = list(dict.fromkeys(ids))
    found = products_of(wanted)
    missing = [each for each in wanted if each not in found]
    if missing:
        found |= {id: copied(shown) for id, shown in products_ask(missing).items()}
    for each in wanted:
        if each not in found:
            raise refusals.product_unknown(each)
    return found


def product_asked(product_id: int) -> Product:
    """A product as products has it now, not stored yet; raises 400 `product_unknown`, 503."""
    shown = products_ask([product_id]).get(product_id)
    if shown is None:
        raise refusals.product_unknown(product_id)
    return copied(shown)


def copied(shown: Shown) -> Product:
    """A copy of a product, not stored yet."""
    price = minor_of(shown.price, settings.CURRENCY)
    image = shown.image if len(shown.image) <= IMAGE else ""
    return Product(product_id=shown.id, name=shown.name[:200], unit_price=price, image=image)


def lines_given(units: Mapping[int, int]) -> list[Given]:
    """What a reviewer says was taken: units by product, 0 for none. Raises as products_known."""
    products = products_known(units)
    return [
        Given(id, products[id].name, products[id].unit_price, quantity)
        for id, quantity in units.items()
    ]
