"""Columns that several models have."""

from __future__ import annotations

from django.db import models

TEXT = 200  # characters of what callers choose: ids of clients and transactions


def one_of(values: tuple[str, ...], **options: object) -> models.CharField[str, str]:
    """A column that holds one of these words."""
    longest = max(map(len, values))
    choices = [(one, one) for one in values]
    return models.CharField(max_length=longest, choices=choices, **options)  # type: ignore[arg-type]


def client() -> models.CharField[str, str]:
    """A column with the id by which a browser calls itself."""
    return models.CharField(max_length=TEXT)
