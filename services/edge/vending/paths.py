"""What stands in paths."""

from __future__ import annotations

from collections.abc import Callable

from kit.errors import NotFound
from kit.fields import BIGINT


def path_number(text: str, refusal: Callable[[], NotFound]) -> int:
    """The id in a path as a caller writes it; raises the refusal, a 404, for a text that can be
    none.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= BIGINT):
        raise refusal()
    return int(text)
