"""The store's copies of products follow products."""

from __future__ import annotations

from collections.abc import Mapping

from peers.changes import Follower
from peers.products import Changes, changes_ask, products_ask
from peers.products import Product as Shown

from store.goods import copied
from store.models import Product

FOLLOWED = ("name", "unit_price", "image")


def copies_update(shown: Mapping[int, Shown | None]) -> None:
    """Note what has become of products that the store has copies of. What was deleted stays as it
    was, for its events.
    """
    known = Product.objects.filter(pk__in=list(shown))
    for product in known:
        now = shown[product.pk]
        if now is None:
            continue
        fresh = copied(now)
        if any(getattr(fresh, name) != getattr(product, name) for name in FOLLOWED):
            fresh.save()


def copies_compare() -> None:
    """Compare all copies with products as they are now."""
    ids = list(Product.objects.values_list("pk", flat=True))
    copies_update(dict(products_ask(ids)))


follower: Follower[Changes] = Follower(
    name="store",
    ask=changes_ask,
    take=lambda changes: copies_update(changes.products),
    begin=lambda asked: copies_compare(),
    in_use=lambda: True,
)
