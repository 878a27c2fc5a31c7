"""The database's clock, and times on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload

from django.db import connection
from django.db.models import DateTimeField, Func


class Clock(Func):
    """The time of now, in the middle of a transaction too."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def clock_now() -> datetime:
    """The time of now by the clock of the database, in the middle of a transaction too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


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
