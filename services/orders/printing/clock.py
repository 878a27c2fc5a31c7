"""The time of a place, as it is read there."""

from __future__ import annotations

from datetime import UTC, datetime


def read_at(location_id: int, moment: datetime) -> str:
    """A moment as a ticket shows it: no place says in which zone it is, so in UTC, and said so."""
    return f"{moment.astimezone(UTC):%d.%m. %H:%M} UTC"
