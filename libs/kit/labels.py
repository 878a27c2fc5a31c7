"""Short lists of names on a row (tags, categories): `[{"name": "vegan"}]` on the wire, a text array
in the table, found exactly but whatever their case by one array of search keys under one index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
)

from kit.alike import folded

NAMES = 50  # at most, in one list


class Named(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


def _once_each(names: list[Named]) -> list[Named]:
    """The first of those that look alike (kit.alike)."""
    first: dict[str, Named] = {}
    for one in names:
        first.setdefault(folded(one.name), one)
    return list(first.values())


def _none(value: Any) -> Any:
    """null empties the list, as [] does."""
    return [] if value is None else value


def _names(names: list[Named]) -> list[str]:
    return [one.name for one in names]


NamedList = Annotated[
    list[Named],
    BeforeValidator(_none),
    Field(max_length=NAMES),
    AfterValidator(_once_each),
    PlainSerializer(_names),  # dumped as it is stored
]


def search_key(kind: str, name: str) -> str:
    """What is stored for, and asked of, the index: `tag:vegan`."""
    return f"{kind}:{name.strip().casefold()}"


def search_keys(**lists: Iterable[str]) -> list[str]:
    """The keys of a row with these lists by kind."""
    return [search_key(kind, name) for kind, names in lists.items() for name in names]


def on_wire(names: Iterable[str]) -> list[dict[str, str]]:
    """A stored list as answers show it."""
    return [{"name": name} for name in names]
