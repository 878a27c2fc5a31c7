"""Removing what has expired, a few rows at a time."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


@transaction.atomic
def rows_remove(expired: QuerySet[M], at_most: int) -> int:
    """Delete the first of these rows in one short transaction; how many. Rows that somebody else
    holds are left for the next time.
    """
    ids = list(expired.select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    return expired.model._default_manager.filter(pk__in=ids).delete()[0] if ids else 0
