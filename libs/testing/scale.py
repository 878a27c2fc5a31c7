"""How large tests with many of something are: FAULTS_SCALE, from 1 (a tenth, as in `make test`)
to 10 (the whole, as in `make faults`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

WHOLE = 10
T = TypeVar("T")


def scale() -> int:
    """What FAULTS_SCALE says; raises ValueError for what is no number from 1 to 10."""
    value = os.environ.get("FAULTS_SCALE") or "1"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= WHOLE:
        raise ValueError(f"FAULTS_SCALE={value}: a number from 1 to {WHOLE}")
    return int(value)


def scaled(whole: int, *, least: int = 1, every: int = WHOLE) -> int:
    """The share of `whole` that this run does, and never less than `least`; where even a tenth
    takes long, the smallest run does one of `every` so many.
    """
    share = whole // every if scale() == 1 else whole * scale() // WHOLE
    return max(share, least)


def some(items: Iterable[T], *, every: int = 3) -> list[T]:
    """All of them in a run of full size, else each third (or so) from the first on."""
    return list(items)[:: 1 if scale() == WHOLE else every]
