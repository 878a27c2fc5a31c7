"""Phone numbers, of which only the last three digits are kept."""

from __future__ import annotations

KEPT = 3  # digits


def masked(number: str) -> str:
    """`+49 170 1234567` is `*********567`; what has no digits is empty."""
    digits = [character for character in number if character in "0123456789"]
    hidden = max(0, len(digits) - KEPT)
    return "*" * hidden + "".join(digits[hidden:])
