"""Products by barcode, as scanners ask for them: ready bytes, kept for a second in each process.

A write of this process empties it, so that whoever wrote reads the new state; other processes
follow within the second.
"""

from __future__ import annotations

import time
from collections.abc import Callable

FRESH = 1.0  # seconds
ENTRIES = 2000
Key = tuple[str, int | None]
Made = bytes | None

_kept: dict[Key, tuple[float, Made]] = {}
_writes = 0


def looked_up(key: Key, make: Callable[[], Made]) -> Made:
    """What `make` says of a barcode at a location (or anywhere), at most a second old; None for
    "there is none", which is kept too.
    """
    until, made = _kept.get(key, (0.0, None))
    if until > time.monotonic():
        return made
    before = _writes
    made = make()
    if len(_kept) >= ENTRIES:
        _kept.clear()
    if before == _writes:  # else it may have been read before the write
        _kept[key] = (time.monotonic() + FRESH, made)
    return made


def forget() -> None:
    """Something was written."""
    global _writes
    _writes += 1
    _kept.clear()
