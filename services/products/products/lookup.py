"""Products by barcode, as scanners ask for them: JSON bytes, for a second in each process.

A write of this process empties it, so that whoever wrote reads the new state; other processes
follow within the second.
"""

from __future__ import annotations

from collections.abc import Callable

from kit.cache import Cache

FRESH = 1.0  # seconds
ENTRIES = 2000

_products: Cache[tuple[str, int | None], bytes | None] = Cache(ENTRIES, seconds=FRESH)


def looked_up(key: tuple[str, int | None], make: Callable[[], bytes | None]) -> bytes | None:
    """What `make` says of a barcode at a location (or anywhere), at most a second old; None for
    "there is none", which is remembered too.
    """
    return _products.get_or_make(key, make)


def forget() -> None:
    """Something was written."""
    _products.clear()
