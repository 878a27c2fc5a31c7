"""What a guest saw of a product when choosing it, against what the product is by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kit.errors import Conflict

from orders.clients import Product


@dataclass(frozen=True, slots=True)
class Seen:
    """The price and the name that were shown of a product, each where `priced` and `named` say that
    it is known; a price of None is that of a location which keeps no products. `quantity` is how
    many are asked for.
    """

    product_id: int
    price: Decimal | None = None
    name: str = ""
    priced: bool = False
    named: bool = False
    quantity: int = 1

    def differs(self, product: Product) -> bool:
        """Whether the product has another price or name."""
        return (self.priced and self.price != _amount(product)) or self.renamed(product)

    def outdated(self, product: Product) -> bool:
        """Whether the product is dearer or has another name, so that the guest has to agree."""
        price = _amount(product)
        dearer = self.priced and price is not None and (self.price is None or price > self.price)
        return dearer or self.renamed(product)

    def renamed(self, product: Product) -> bool:
        """Whether the product has another name."""
        return self.named and self.name != product.name


def require_unchanged(seen: Iterable[Seen], products: Mapping[int, Product]) -> None:
    """Raise 409 `product_changed` with all that is dearer or renamed by now; where one of the
    products is short, that comes first: 409 `sold_out`.
    """
    seen = list(seen)
    changed = {each.product_id for each in seen if each.outdated(products[each.product_id])}
    if changed:
        require_left(seen, products)
        raise product_changed(changes(changed, products))


def require_left(seen: Iterable[Seen], products: Mapping[int, Product]) -> None:
    """Raise 409 `sold_out` with all counted products of which fewer are left than asked for, as far
    as our copy knows.
    """
    asked = Counter[int]()
    for each in seen:
        asked[each.product_id] += each.quantity
    short = [
        {"product_id": product_id, "available": left}
        for product_id, quantity in sorted(asked.items())
        if (left := products[product_id].available) is not None and left < quantity
    ]
    if short:
        raise Conflict("sold_out", details=short)


def changes(product_ids: Iterable[int], products: Mapping[int, Product]) -> list[dict[str, Any]]:
    """What a guest has to know of these products, in the order of their ids."""
    return [
        {"product_id": each, "name": products[each].name, "price": products[each].price}
        for each in sorted(product_ids)
    ]


def product_changed(details: Sequence[dict[str, Any]]) -> Conflict:
    """The refusal of an order whose products are not as they were seen."""
    return Conflict("product_changed", details=details)


def _amount(product: Product) -> Decimal | None:
    return None if product.price is None else Decimal(product.price)
