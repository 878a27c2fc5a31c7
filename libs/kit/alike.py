"""Names that people would take for the same name."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable

from kit.confusables import LOOK_LIKE

_INVISIBLE = ("Cf", "Cc")  # formats such as U+200B, and control characters
# Invisible too, though Unicode calls them marks, letters and a symbol.
_BLANKS = {
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}
# Alphabets whose letters are drawn like Latin ones; in others a likeness is by chance, and two of
# their words must not become one.
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
_APART = "σь"  # would be the same as ο and в, which Greek and Russian words have in their place

_ascii = {ord(each): target for target, alike in LOOK_LIKE.items() for each in alike}


def _small() -> dict[int, str]:
    """Small characters to those of ASCII that they look like, by themselves or as capitals: names
    are compared whatever their case.
    """
    direct: dict[int, str] = {}
    by_capital: dict[int, str] = {}
    for code, target in _ascii.items():
        small = chr(code).casefold()
        if len(small) == 1:
            (direct if small == chr(code) else by_capital)[ord(small)] = target.lower()
    return by_capital | direct


def _is_drawn_alike(code: int, target: str) -> bool:
    letter = unicodedata.category(chr(code)).startswith("L")
    if not letter:
        return unicodedata.category(chr(code))[0] in "PS" and not target.isalnum()
    return target.isalpha() and unicodedata.name(chr(code), "").startswith(_ALPHABETS)


_every = _small()
_drawn = {
    code: target
    for code, target in _every.items()
    if _is_drawn_alike(code, target) and chr(code) not in _APART
}
# Of ASCII itself, for accounts: 0 and o; 1, l, i and |.
_within_ascii = str.maketrans("01i|", "olll")


def folded(name: str) -> str:
    """What is equal for names that look alike: compatible forms, case, white space, invisible
    characters (NFKC, Unicode's case folding, categories Cf and Cc), and Latin, Greek and Cyrillic
    letters and punctuation that look like ASCII (UTS 39).

    "Table  1", "table 1" and "Ｔable 1" are alike, and so are "COK" and «СОК».
    """
    return _plain(name).translate(_drawn)


def skeleton(name: str) -> str:
    """As folded, for names that somebody gains by imitating: characters of any script count that
    look like one of ASCII, and 0 is o, and 1 and i are l.
    """
    by_eye = unicodedata.normalize("NFKC", name).translate(_ascii)
    return _plain(by_eye).translate(_every).translate(_within_ascii)


def fingerprint(*names: str, by: Callable[[str], str] = folded) -> str:
    """64 characters that are equal for names, or lists of names, that look alike: for a column with
    a unique constraint, however long the names are.
    """
    return hashlib.sha256("\0".join(map(by, names)).encode()).hexdigest()


def has_odd_spaces(name: str) -> bool:
    """Whether there is white space at the ends or twice, or anything that nobody sees."""
    return name != " ".join(name.split()) or not all(map(_shows, name))


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    visible = "".join(" " if each.isspace() else each for each in text if _shows(each))
    text = unicodedata.normalize("NFKC", visible.casefold())
    return " ".join(text.split())


def _shows(character: str) -> bool:
    if character.isspace():
        return True
    return ord(character) not in _BLANKS and unicodedata.category(character) not in _INVISIBLE
