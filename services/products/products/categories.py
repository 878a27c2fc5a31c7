"""Reads of what categories are called in other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kit.alike import fingerprint

from products.models import CategoryWords

Words = Mapping[str, str]  # by language


def category_look(location_id: int, name: str) -> str:
    """What tells a category of a location from the others, however it is written."""
    return fingerprint(str(location_id), name)


def category_words(location_id: int, names: Sequence[str]) -> dict[str, Words]:
    """What those of these categories are called of which that is said, by name."""
    if not names:
        return {}
    looks = {name: category_look(location_id, name) for name in names}
    found = CategoryWords.objects.filter(look__in=looks.values())
    words = dict(found.values_list("look", "words"))
    return {name: words[look] for name, look in looks.items() if look in words}
