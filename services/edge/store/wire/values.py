"""Amounts and ids as answers show them."""

from __future__ import annotations

from functools import lru_cache

from currencies import text_of
from django.conf import settings
from kit.cache import register


@lru_cache(10_000)  # asking the settings would take most of the time
def price(minor: int) -> str:
    """An amount in minor units as a decimal text with the decimals of CURRENCY: "4.50"."""
    return text_of(minor, settings.CURRENCY)


register(price.cache_clear)
