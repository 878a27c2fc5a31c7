"""How the categories of a place are called in other languages: once for each category, whoever of
its products it is said of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet
from kit.alike import fingerprint
from kit.labels import labelled

from products.models import CategoryWords, Product

Words = Mapping[str, str]  # by language


def category_words_keep(
    *, location_id: int, words: Mapping[str, Words], product_id: int | None = None
) -> None:
    """Have the categories of these names be called like this; none for a category takes all away.
    All products that are in one tell so, and are locked by id together with the one that is about
    to change. The catalogue of the location is locked already.
    """
    changed = {name: said for name, said in words.items() if _known(location_id, name) != said}
    if not changed:
        return
    _lock_products(location_id, changed, product_id)
    for name, said in changed.items():
        look = _look(location_id, name)
        if said:
            values = {"location_id": location_id, "words": dict(said)}
            CategoryWords.objects.update_or_create(look=look, defaults=values)
        else:
            CategoryWords.objects.filter(look=look).delete()
    _inside(location_id, changed).update(options_revision=F("options_revision") + 1)


def _look(location_id: int, name: str) -> str:
    return fingerprint(str(location_id), name)


def _known(location_id: int, name: str) -> Words:
    found = CategoryWords.objects.filter(look=_look(location_id, name))
    return found.values_list("words", flat=True).first() or {}


def _inside(location_id: int, names: Iterable[str]) -> QuerySet[Product]:
    """The products of a location that are in one of these categories."""
    categories = [labelled(category=name) for name in names]
    return Product.objects.filter(reduce(or_, categories), location_id=location_id)


def _lock_products(location_id: int, names: Iterable[str], product_id: int | None) -> None:
    inside = _inside(location_id, names).values("id")
    found = Product.objects.filter(Q(id__in=inside) | Q(id=product_id)).order_by("id")
    list(found.select_for_update(no_key=True).values_list("id"))
