"""Inserting a row that may be there already, without an error for PostgreSQL to log.

A violated constraint is an error: the server's log gets the statement with its values, be it the
hash of a password. What others may have taken in normal use is therefore inserted by ON CONFLICT DO
NOTHING, and the constraint decides all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault


def row_insert(instance: Model) -> bool:
    """Insert the row of this new instance and set its primary key, and what the database fills in
    by itself; False, and nothing is inserted, when a unique constraint of its table has such a row.
    """
    meta, values = instance._meta, {}
    filled = [meta.pk]  # by the database
    for field in meta.local_concrete_fields:
        value = None if field.primary_key else field.pre_save(instance, True)
        if isinstance(value, DatabaseDefault):
            filled.append(field)
        elif not field.primary_key:
            values[str(field.column)] = field.get_db_prep_save(value, connection)
    row = _inserted(meta.db_table, values, [str(field.column) for field in filled])
    if row is None:
        return False
    for field, value in zip(filled, row, strict=True):
        setattr(instance, field.attname, value)
    instance._state.adding = False
    return True


def _inserted(table: str, values: dict[str, Any], returning: list[str]) -> tuple[Any, ...] | None:
    """These columns of the new row; None when there is one like it."""
    quote = connection.ops.quote_name
    columns, places = ", ".join(map(quote, values)), ", ".join(["%s"] * len(values))
    statement = (
        f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})"  # noqa: S608 - names
        f" ON CONFLICT DO NOTHING RETURNING {', '.join(map(quote, returning))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values.values()])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def keys_fill(
    model: type[Model], column: str, key: Callable[[Any], str], batch: int = 1000
) -> None:
    """Give each row whose unique column is still empty its key, but for those that are like an
    older one: for a migration that makes unique what was not.
    """
    rows = model._default_manager
    seen = set(rows.exclude(**{column: ""}).values_list(column, flat=True))
    empty = rows.filter(**{column: ""}).order_by("pk").iterator(batch)
    while some := list(islice(empty, batch)):
        fresh = []
        for row in some:
            value = key(row)
            if value not in seen:
                seen.add(value)
                setattr(row, column, value)
                fresh.append(row)
        with transaction.atomic():
            rows.bulk_update(fresh, [column])
