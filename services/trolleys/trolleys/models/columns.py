"""Columns that several models have."""

from __future__ import annotations

from typing import Any

from django.db import models

NO_PLACE = 0  # the `location_id` of trolleys without a location, and of users' carts


def one_of(values: tuple[str, ...], **options: Any) -> models.CharField[str, str]:
    """A column that holds one of these words."""
    longest = max(map(len, values))
    return models.CharField(max_length=longest, choices=[(one, one) for one in values], **options)


def place() -> models.BigIntegerField[int, int]:
    """A column with a location's id, or NO_PLACE."""
    return models.BigIntegerField(default=NO_PLACE)


def username() -> models.CharField[str, str]:
    """A column with the name that a user has in verification, where it never changes; empty for a
    guest.
    """
    return models.CharField(max_length=150, blank=True)
