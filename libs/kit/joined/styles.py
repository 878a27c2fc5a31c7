"""Style sheets as one, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kit.joined import UnjoinableError

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
REFERENCE = re.compile(r"url\(|@import|@charset")
EMPTY = re.compile(r"\n\s*")


def sheet(names: Iterable[str], read: Callable[[str], str]) -> str:
    """All rules of these sheets without comments. Raises UnjoinableError for addresses in them,
    which are relative to their sheet.
    """
    parts = [COMMENT.sub("", read(name)) for name in names]
    for part in parts:
        found = REFERENCE.search(part)
        if found:
            raise UnjoinableError(f"a style sheet says {found[0]}")
    return "".join(f"{EMPTY.sub(chr(10), part).strip()}\n" for part in parts)
