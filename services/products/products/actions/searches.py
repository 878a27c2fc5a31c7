"""Keeps what searches look into as today's function makes it of the names."""

from __future__ import annotations

from kit.searching import searchable

from products.models import Product

BATCH = 1000


def names_fold() -> int:
    """Write `searchable` anew where it is not what the name gives: in rows that an older process
    has inserted or renamed, and in all when the function has changed. How many there were.

    A row that is renamed meanwhile is left alone: its writer has folded the new name.
    """
    rows = Product.objects.order_by("id").values_list("id", "name", "searchable")
    stale = [
        (product_id, name)
        for product_id, name, folded in rows.iterator(BATCH)
        if folded != searchable(name)
    ]
    for product_id, name in stale:
        Product.objects.filter(id=product_id, name=name).update(searchable=searchable(name))
    return len(stale)
