"""Names that people would take for the same name."""

from __future__ import annotations

import unicodedata

_INVISIBLE = ("Cf", "Cc")  # formats such as U+200B, and control characters


def folded(name: str) -> str:
    """What is equal for names that look alike: compatible forms, case, white space and invisible
    characters are folded (NFKC, Unicode's case folding, categories Cf and Cc).

    "Table  1", "table 1" and "Ｔable 1" are alike.
    """
    text = unicodedata.normalize("NFKC", name)
    visible = "".join(" " if each.isspace() else each for each in text if _shows(each))
    text = unicodedata.normalize("NFKC", visible.casefold())
    return " ".join(text.split())


def _shows(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _INVISIBLE
