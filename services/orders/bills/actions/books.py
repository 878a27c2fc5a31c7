"""How a place takes money and writes receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bills.actions.locking import book_lock
from bills.models import ReceiptBook


@transaction.atomic
def book_set(*, location_id: int, fields: Mapping[str, Any]) -> ReceiptBook:
    """Change these settings of a place."""
    book = book_lock(location_id)
    for name, value in fields.items():
        setattr(book, name, value)
    book.save(update_fields=[*fields])
    return book
