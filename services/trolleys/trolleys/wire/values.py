"""Times and amounts as answers show them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import overload

from django.conf import settings
from kit.money import shown


@overload
def utc(moment: datetime) -> str: ...
@overload
def utc(moment: None) -> None: ...
def utc(moment: datetime | None) -> str | None:
    """A time as RFC 3339 text in UTC: `2026-11-26T09:20:00.123456Z`."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


def money(amount: Decimal) -> str:
    """An amount with the decimals of the currency: "60.02"."""
    return shown(amount, settings.CURRENCY)
