"""Questions that are asked all day: a worker's `is there anything to do?`, each second.

    @polled
    def _over() -> QuerySet[Command]:
        return Command.objects.filter(expires_at__lte=Clock())

    _over.any()  # as _over().exists(), at a third of the processor's time
    _over()      # the rows, as ever

Django writes the SQL of a question anew each time, which takes longer than to answer it. Here it is
written once, and prepared. So what a query contains has to come from the database (`Now()`), from
its arguments or from settings, and not from the moment at which it is asked.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.core.signals import setting_changed
from django.db import connection
from django.db.models import Model, QuerySet

from kit.prepared import Prepared

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

_numbers = itertools.count(1)
_all: list[dict[Any, Prepared | None]] = []


class Polled(Generic[P, M]):
    """A query that is asked again and again, most times whether it finds anything."""

    def __init__(self, query: Callable[P, QuerySet[M]]) -> None:
        self._query = query
        self._known: dict[Any, Prepared | None] = {}
        _all.append(self._known)

    def __call__(self, *args: P.args, **named: P.kwargs) -> QuerySet[M]:
        return self._query(*args, **named)

    def any(self, *args: P.args, **named: P.kwargs) -> bool:
        """Whether there is a row; the arguments have to be hashable."""
        key = (args, tuple(named.items()))
        if key not in self._known:
            self._known[key] = _prepared(self._query(*args, **named))
        question = self._known[key]
        return question is not None and question.row({}) is not None


polled = Polled


def _prepared(query: QuerySet[Any]) -> Prepared | None:
    """The question whether there is a row; None when there can be none."""
    try:
        sql, values = query.query.exists().get_compiler(query.db).as_sql()
    except EmptyResultSet:
        return None
    with connection.cursor() as cursor:
        statement = cursor.mogrify(sql, values).decode()
    return Prepared.whole(f"polled_{next(_numbers)}", statement)


def _forget(**_: object) -> None:
    for known in _all:
        known.clear()


setting_changed.connect(_forget)  # tests do that
