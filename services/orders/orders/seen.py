"""What a guest saw of a product when choosing it, against what the product is by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kit.errors import BadRequest, Conflict

from orders.clients import Product

Key = tuple[int, tuple[int, ...]]  # a product, and the options that were chosen


@dataclass(frozen=True, slots=True)
class Seen:
    """The price and the name that were shown of a product, each where `priced` and `named` say that
    it is known; a price of None is that of a location which keeps no products, and any other is
    with the chosen `options`, which are None where nothing was said of them. `quantity` is how many
    are asked for.
    """

    product_id: int
    price: Decimal | None = None
    name: str = ""
    priced: bool = False
    named: bool = False
    quantity: int = 1
    options: tuple[int, ...] | None = None

    @property
    def key(self) -> Key:
        """What it is the price and the name of."""
        return self.product_id, tuple(sorted(self.options or ()))

    def of(self, product: Product) -> Product:
        """The product with the options that were chosen; raises as Product.with_options."""
        return product.with_options(self.options)

    def differs(self, product: Product) -> bool:
        """Whether the product has another price or name, or cannot be had like this."""
        try:
            priced = self.of(product)
        except BadRequest:
            return True
        return (self.priced and self.price != _amount(priced)) or self.renamed(product)

    def outdated(self, product: Product) -> bool:
        """Whether the product is dearer or has another name, so that the guest has to agree. Raises
        as Product.with_options.
        """
        price = _amount(self.of(product))
        dearer = self.priced and price is not None and (self.price is None or price > self.price)
        return dearer or self.renamed(product)

    def unsure(self, product: Product) -> bool:
        """Whether it is outdated, or cannot be had like this as far as our copy knows."""
        try:
            return self.outdated(product)
        except BadRequest:
            return True

    def renamed(self, product: Product) -> bool:
        """Whether the product has another name."""
        return self.named and self.name != product.name


def require_unchanged(seen: Iterable[Seen], products: Mapping[int, Product]) -> None:
    """Raise 409 `product_changed` with all that is dearer or renamed by now; where one of the
    products is short, that comes first: 409 `sold_out`.
    """
    seen = list(seen)
    now = {each.key: each.of(products[each.product_id]) for each in seen}
    changed = {each.key for each in seen if each.outdated(products[each.product_id])}
    if changed:
        require_left(seen, products)
        raise product_changed(changes(changed, now))


def require_left(seen: Iterable[Seen], products: Mapping[int, Product]) -> None:
    """Raise 409 `sold_out` with all counted products of which fewer are left than asked for, as far
    as our copy knows.
    """
    asked = Counter[int]()
    for each in seen:
        for product_id in each.of(products[each.product_id]).units(each.product_id):
            asked[product_id] += each.quantity
    left = {each: product.available for each, product in products.items()}
    short = [
        {"product_id": product_id, "available": there}
        for product_id, quantity in sorted(asked.items())
        if (there := left.get(product_id)) is not None and there < quantity
    ]
    if short:
        raise Conflict("sold_out", details=short)


def changes(keys: Iterable[Key], products: Mapping[Key, Product]) -> list[dict[str, Any]]:
    """What a guest has to know of these products, in the order of their ids."""
    return [_change(key, products[key]) for key in sorted(keys)]


def _change(key: Key, product: Product) -> dict[str, Any]:
    product_id, options = key
    change = {"product_id": product_id, "name": product.name, "price": product.price}
    return {**change, "options": list(options)} if options else change


def product_changed(details: Sequence[dict[str, Any]]) -> Conflict:
    """The refusal of an order whose products are not as they were seen."""
    return Conflict("product_changed", details=details)


def _amount(product: Product) -> Decimal | None:
    return None if product.price is None else Decimal(product.price)
