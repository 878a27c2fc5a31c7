"""How the categories of a place are called in other languages: once for each category, whoever of
its products it is said of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from kit.labels import labelled

from products.categories import Words, category_look, category_words
from products.models import CategoryWords, Product


def category_products_lock(
    *, location_id: int, words: Mapping[str, Words], product_id: int | None = None
) -> None:
    """Lock the products that tell what changes, by id, together with the one that is about to be
    edited. The catalogue of the location is locked already, and nothing is where nothing changes.
    """
    if changed := _changed(location_id, words):
        inside = _inside(location_id, changed).values("id")
        found = Product.objects.filter(Q(id__in=inside) | Q(id=product_id)).order_by("id")
        list(found.select_for_update(no_key=True).values_list("id"))


def category_words_keep(*, location_id: int, words: Mapping[str, Words]) -> None:
    """Have the categories of these names be called like this; none for a category takes all away.
    The products that are in one tell so, and are locked by category_products_lock.
    """
    changed = _changed(location_id, words)
    for name, said in changed.items():
        look = category_look(location_id, name)
        if said:
            values = {"location_id": location_id, "words": dict(said)}
            CategoryWords.objects.update_or_create(look=look, defaults=values)
        else:
            CategoryWords.objects.filter(look=look).delete()
    _tell(location_id, changed)


def _tell(location_id: int, changed: Collection[str]) -> None:
    """The products that are in one of these categories show what it is called; they are locked."""
    if not changed:
        return
    inside = list(_inside(location_id, changed).only("categories", "category_words"))
    names = list({name for product in inside for name in product.categories})
    words = category_words(location_id, names)
    for product in inside:
        product.category_words = {each: words[each] for each in product.categories if each in words}
    Product.objects.bulk_update(inside, ["category_words"], batch_size=500)


def _changed(location_id: int, words: Mapping[str, Words]) -> dict[str, Words]:
    return {name: said for name, said in words.items() if _known(location_id, name) != said}


def _known(location_id: int, name: str) -> Words:
    found = CategoryWords.objects.filter(look=category_look(location_id, name))
    return found.values_list("words", flat=True).first() or {}


def _inside(location_id: int, names: Iterable[str]) -> QuerySet[Product]:
    """The products of a location that are in one of these categories."""
    categories = [labelled(category=name) for name in names]
    return Product.objects.filter(reduce(or_, categories), location_id=location_id)
