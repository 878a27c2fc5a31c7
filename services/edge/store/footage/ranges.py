"""Parts of a file as RFC 9110 asks for them: one range, so that a player can jump."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Part:
    """So many bytes from an offset on; `whole` when nobody has asked for less."""

    offset: int
    length: int
    whole: bool


def part_of(header: str, size: int) -> Part | None:
    """The part that a Range header asks for; None when there is no such part (416). What is no
    single range of bytes is not looked at, and asks for the whole.
    """
    found = ONE.fullmatch(header.strip().replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return Part(0, size, whole=True)
    if found[1] == "":
        length = min(int(found[2]), size)
        return Part(size - length, length, whole=False) if length else None
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if first > last:
        return None
    return Part(first, last - first + 1, whole=False)
