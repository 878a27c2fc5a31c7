"""Short codes that people read aloud and type: eight characters, of which the last is a check.

The alphabet has no characters that are taken for each other (0 and O, 1, I and L, U and V). The
check is that of ISO/IEC 7064's hybrid systems, MOD 31,30: it finds each wrong character and nearly
each swap of neighbours.
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8  # characters, the check included
_M = len(ALPHABET)
_value = {character: value for value, character in enumerate(ALPHABET)}


def short_code() -> str:
    """A random code."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that makes a code of these; raises KeyError for others than the alphabet's."""
    return ALPHABET[(1 - _remainder(body)) % _M]


def read_short_code(text: str) -> str | None:
    """The code that somebody has typed, in any case; None where its check does not fit."""
    code = text.upper()
    if len(code) != LENGTH or not text.isascii() or any(each not in _value for each in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def _remainder(body: str) -> int:
    """ISO/IEC 7064, 8.2: what all but the check leave, from M on."""
    remainder = _M
    for character in body:
        remainder = (remainder + _value[character]) % _M or _M
        remainder = remainder * 2 % (_M + 1)
    return remainder
