"""Short lists of names on a row (tags, categories): `[{"name": "vegan"}]` on the wire, a text array
in the table, found as a whole but however they are written by one array of search keys under one
index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeVar

from django.db.models import Q
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
)

from kit.alike import folded
from kit.searching import letters, spelled

NAMES = 50  # at most, in one list


class Named(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


N = TypeVar("N", bound=Named)


def once_each(names: list[N]) -> list[N]:
    """The first of those that look alike (kit.alike)."""
    first: dict[str, N] = {}
    for one in names:
        first.setdefault(folded(one.name), one)
    return list(first.values())


def _none(value: Any) -> Any:
    """null empties the list, as [] does."""
    return [] if value is None else value


def _names(names: Sequence[Named]) -> list[str]:
    return [one.name for one in names]


NamedListOf = Annotated[
    list[N],
    BeforeValidator(_none),
    Field(max_length=NAMES),
    AfterValidator(once_each),
    PlainSerializer(_names),  # dumped as it is stored
]
NamedList = NamedListOf[Named]


def search_keys(**lists: Iterable[str]) -> list[str]:
    """The keys of a row with these lists by kind: `tag:süsses` as releases before asked for it, and
    `tag=susses`, `tag=suesses` with folded letters.
    """
    keys = [
        key
        for kind, names in lists.items()
        for name in names
        for key in (_as_before(kind, name), _folded(kind, name), _folded(kind, spelled(name)))
    ]
    return [*dict.fromkeys(keys)]


def labelled(**labels: str | None) -> Q:
    """Rows whose column `labels` has all of these by kind, each as a whole, however either is
    written; None asks for nothing. What a process of the release before has written has no folded
    keys, and is found whatever its case.
    """
    asked = [(kind, label) for kind, label in labels.items() if label is not None]
    return Q(
        *(
            Q(labels__contains=[_folded(kind, label)])
            | Q(labels__contains=[_as_before(kind, label)])
            for kind, label in asked
        )
    )


def _as_before(kind: str, name: str) -> str:
    return f"{kind}:{name.strip().casefold()}"


def _folded(kind: str, name: str) -> str:
    return f"{kind}={letters(name) or name.strip().casefold()}"


def on_wire(names: Iterable[str]) -> list[dict[str, str]]:
    """A stored list as answers show it."""
    return [{"name": name} for name in names]
