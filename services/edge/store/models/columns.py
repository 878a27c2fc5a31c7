"""Columns that several tables have."""

from __future__ import annotations

import uuid

from django.db import models

NUMBER = 50  # characters of a machine's number, as of the name of any device
SCALE = 10  # characters of a scale's number within its machine
HARDWARE = 100  # characters of a model number, a company


def identity() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    """The primary key, as the seed has it."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def store_id() -> models.BigIntegerField[int | None, int | None]:
    """The location that this store is (`STORE_LOCATION_ID`), as it was when the row was written."""
    return models.BigIntegerField(null=True, editable=False)


def one_of(values: tuple[str, ...], **options: object) -> models.CharField[str, str]:
    """A column that holds one of these words."""
    longest = max(map(len, values))
    choices = [(one, one) for one in values]
    return models.CharField(max_length=longest, choices=choices, **options)  # type: ignore[arg-type]


def words(length: int = HARDWARE) -> models.CharField[str, str]:
    """A short text that may be empty."""
    return models.CharField(max_length=length, blank=True)
