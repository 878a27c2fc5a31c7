"""Times as the original writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


@overload
def iso(moment: datetime) -> str: ...
@overload
def iso(moment: None) -> None: ...
def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 text in UTC with its offset and microseconds:
    `2025-12-09T10:11:12.123456+00:00`.
    """
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
