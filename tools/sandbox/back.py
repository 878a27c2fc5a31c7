"""The way back: only to a page of ours, whatever the address of the hosted page says."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

#: Begins with one slash; browsers read `//`, `/\` and what they strip (tabs, line ends) otherwise.
PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,499}")


def is_ours(path: str) -> bool:
    """Whether this leads nowhere but to a page of the address at which we are."""
    return PATH.fullmatch(path) is not None and "//" not in path.partition("?")[0].partition("#")[0]


def with_fields(path: str, fields: dict[str, str]) -> str:
    """The path with further fields in its query."""
    parts = urlsplit(path)
    query = "&".join(filter(None, (parts.query, urlencode(fields))))
    return urlunsplit(("", "", parts.path, query, parts.fragment))
