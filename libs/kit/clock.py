"""The database's clock."""

from __future__ import annotations

from django.db.models import DateTimeField, Func


class Clock(Func):
    """The time of now, in the middle of a transaction too."""

    function = "clock_timestamp"
    output_field = DateTimeField()
