"""Lists in pages: `{"count","next","previous","results"}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from kit.fields import Offset

M = TypeVar("M", bound=Model)
MOST = 200  # things on a page


class PageIn(Schema):
    """Which part of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    offset: Offset = 0


class PageOut(Schema):
    """A page of a list. `next` and `previous` are paths with a query, null at the ends."""

    count: int
    next: str | None
    previous: str | None
    results: list[dict[str, Any]]


def each(show: Callable[[M], dict[str, Any]]) -> Callable[[list[M]], list[dict[str, Any]]]:
    """What `page` shows rows by, where each row is shown by itself."""
    return lambda rows: [show(row) for row in rows]


def page(
    request: HttpRequest,
    asked: PageIn,
    rows: QuerySet[M],
    show: Callable[[list[M]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """The page of `rows` that was asked for; `show` makes objects of its rows, all at once."""
    limit, offset = asked.limit, asked.offset
    count = rows.count()
    return {
        "count": count,
        "next": _address(request, limit, offset + limit) if offset + limit < count else None,
        "previous": _address(request, limit, max(0, offset - limit)) if offset else None,
        "results": show(list(rows[offset : offset + limit])),
    }


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    """The same list from another place on."""
    query = {**request.GET.dict(), "limit": limit, "offset": offset}
    return f"{request.path}?{urlencode(query)}"
