"""Statements that PostgreSQL parses and plans once per connection: measured at nearly half the time
of a statement with five common table expressions. Needs connections of our own (no
transaction-level pooler in between).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connections

Value = str | int | float | datetime | list[int] | list[str] | None
Row = tuple[Any, ...]

_PARAMETER = re.compile(r"%\((\w+)\)s")


class Prepared:
    """A statement with parameters `%(name)s`, each cast to its type in the text where that is not
    plain.
    """

    def __init__(self, name: str, statement: str) -> None:
        names = list(dict.fromkeys(_PARAMETER.findall(statement)))
        numbered = _PARAMETER.sub(lambda match: f"${names.index(match[1]) + 1}", statement)
        self._name = name
        self._prepare = f"PREPARE {name} AS {numbered}"
        places = ", ".join(["%s"] * len(names))  # by name would be slower
        self._names = names
        self._execute = f"EXECUTE {name} ({places})" if names else f"EXECUTE {name}"

    @classmethod
    def whole(cls, name: str, statement: str) -> Prepared:
        """One without parameters, in which a `%` is a `%`."""
        prepared = cls(name, "")
        prepared._prepare = f"PREPARE {name} AS {statement}"
        return prepared

    def row(self, values: Mapping[str, Value]) -> Row | None:
        """Run it and return its first row."""
        rows = self.rows(values)
        return rows[0] if rows else None

    def rows(self, values: Mapping[str, Value]) -> list[Row]:
        """Run it and return all rows."""
        cursor, prepared = _kept()
        if self._name not in prepared:
            cursor.execute(self._prepare)
            prepared.add(self._name)
        cursor.execute(self._execute, [values[each] for each in self._names])
        rows: list[Row] = cursor.fetchall()
        return rows


def _kept() -> tuple[Any, set[str]]:
    """A cursor of this thread's present connection, kept since making one takes longer than a short
    statement, and the names of what that connection has prepared. A new connection has nothing.
    """
    wrapper: Any = connections["default"]
    raw, cursor, names = getattr(wrapper, "aisle_prepared", (None, None, set[str]()))
    if raw is None or raw is not wrapper.connection:
        cursor, names = wrapper.cursor(), set[str]()
        wrapper.aisle_prepared = (wrapper.connection, cursor, names)
    elif wrapper.queries_logged:
        return wrapper.cursor(), names
    return cursor, names
