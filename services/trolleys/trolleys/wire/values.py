"""Times and amounts as answers show them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import overload

import orjson
from django.conf import settings
from kit.cache import register
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
    if not moment.microsecond:  # which orjson would leave out
        return moment.isoformat(timespec="microseconds")[:-6] + "Z"
    # four times as fast as isoformat, of which a cart of 50 lines needs a hundred
    return orjson.dumps(moment, option=orjson.OPT_UTC_Z)[1:-1].decode()


@lru_cache(10_000)  # asking the settings would take most of the time
def money(amount: Decimal) -> str:
    """An amount with the decimals of the currency: "60.02"."""
    return shown(amount, settings.CURRENCY)


register(money.cache_clear)
