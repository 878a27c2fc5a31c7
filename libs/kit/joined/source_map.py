"""Which line of a joined file is which line of which source: a source map (ECMA-426), by lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Line(NamedTuple):
    """A line, and where it comes from; `number` counts from 0."""

    text: str
    source: str = ""  # "" for what no source has
    number: int = 0


def source_map(lines: Iterable[Line], address: Callable[[str], str]) -> str:
    """The map as JSON; `address` says where the map's readers find a source."""
    sources: dict[str, int] = {}
    mappings, before = [], (0, 0)
    for line in lines:
        if not line.source:
            mappings.append("")
            continue
        now = (sources.setdefault(line.source, len(sources)), line.number)
        steps = (0, now[0] - before[0], now[1] - before[1], 0)
        mappings.append("".join(map(_digits, steps)))
        before = now
    found = [address(source) for source in sources]
    return json.dumps({"version": 3, "sources": found, "names": [], "mappings": ";".join(mappings)})


def _digits(value: int) -> str:
    """A number in base 64, five bits a digit, its sign in the lowest bit."""
    rest, found = abs(value) << 1 | (value < 0), ""
    while True:
        rest, digit = rest >> 5, rest & 31
        found += DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return found
