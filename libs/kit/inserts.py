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


def row_insert(instance: Model) -> bool:
    """Insert the row of this new instance and set its primary key; False, and nothing is inserted,
    when a unique constraint of its table has such a row.
    """
    meta = instance._meta
    values: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(field.pre_save(instance, True), connection)
        for field in meta.local_concrete_fields
        if not field.primary_key
    }
    quote = connection.ops.quote_name
    columns, places = ", ".join(map(quote, values)), ", ".join(["%s"] * len(values))
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names
        f" ON CONFLICT DO NOTHING RETURNING {quote(str(meta.pk.column))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values.values()])
        row = cursor.fetchone()
    if row is None:
        return False
    instance.pk, instance._state.adding = row[0], False
    return True


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
