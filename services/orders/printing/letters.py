"""Text for a printer that knows the letters of one code page: what is like them is taken instead,
and nothing that a guest has typed is a command to it.
"""

from __future__ import annotations

import unicodedata

UNKNOWN = "?"
ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "•": "*", "·": "-", "×": "x", "€": "EUR", "ß": "ss", "ẞ": "SS"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O"}
    | {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}
)


def printable(text: str, code_page: str) -> str:
    """The text in letters of the code page; `?` for each that is like none of them."""
    return "".join(_letter(each, code_page) for each in unicodedata.normalize("NFC", text))


def _letter(letter: str, code_page: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if _has(letter, code_page):
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    kept = [each for each in plain.translate(ALIKE) if not unicodedata.combining(each)]
    known = kept and all(_has(each, code_page) and each.isprintable() for each in kept)
    return "".join(kept) if known else UNKNOWN


def _has(letter: str, code_page: str) -> bool:
    try:
        letter.encode(code_page)
    except UnicodeEncodeError:
        return False
    return True
