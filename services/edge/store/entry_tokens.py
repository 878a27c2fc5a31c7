"""The text in an entry code: `<id>.<end>.<signature>`, short enough for a small QR code.

The id is that of its row (store.models.EntryToken), the end a Unix time, the signature binds both
to this store. What was signed elsewhere, for another store or before another SECRET_KEY is invalid.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from store import refusals
from store.signatures import is_signature, signature

PURPOSE = "store entry"
LIFETIME = 60  # seconds
LONGEST = 100  # characters


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says: whose row, and when it ends (Unix time)."""

    id: UUID
    ends: int


def token_text(id: UUID, ends: int) -> str:
    """The text of a code."""
    return f"{id.hex}.{ends}.{signature(PURPOSE, *_parts(id.hex, str(ends)))}"


def token_read(text: str) -> Read:
    """What is in a code; raises 401 `token_invalid`. Whether it is over the database says."""
    parts = text.strip().split(".") if len(text) <= LONGEST else []
    if len(parts) != 3 or not text.isascii():
        raise refusals.token_invalid()
    id, ends, signed = parts
    if not is_signature(signed, PURPOSE, *_parts(id, ends)):
        raise refusals.token_invalid()
    return Read(UUID(hex=id), int(ends))


def _parts(id: str, ends: str) -> tuple[str, str, str]:
    return str(settings.STORE_LOCATION_ID), id, ends
