"""What no log shows: credentials, queries, addresses of mail, and characters that move a cursor or
begin a line. It needs no Django: the runner of the embedded mode uses it too.
"""

from __future__ import annotations

import re

_LONG = re.compile(r"[\w-]{11}", re.ASCII)  # shorter words are no credentials: most lines have none
_CREDENTIAL = re.compile(
    # Codes of sessions (40 hexadecimal digits) and UUIDs …
    r"((?i:[0-9a-f]{6}))(?i:[0-9a-f]{26,}|[0-9a-f]{2}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    # … JSON web tokens, and 32 random bytes or more as URL-safe text. Names in our code have no
    # capitals where they are that long.
    r"|(eyJ[\w-]{3})[\w-]{5,}(?:\.[\w-]*){0,2}"
    r"|(?<![\w-])(?=[\w-]*[A-Z])([\w-]{6})[\w-]{37,}",
    re.ASCII,
)
# A table's code (kit.shortcodes), where an address holds one: as words they would be too short.
_TABLE = re.compile(r"(/t/|/tables/(?:get|open|call)/)(\w{2})\w{6}(?!\w)", re.ASCII)
_QUERY = re.compile(r"\?[^\s\"'<>?=]*=[^\s\"'<>]*")
# What PostgreSQL adds to a refusal quotes the row: `DETAIL:  Key (username)=(ann) already exists.`
_DETAIL = re.compile(r"(DETAIL|CONTEXT|STATEMENT|QUERY):.*", re.DOTALL)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+")


def masked(text: str) -> str:
    """The text with every code, UUID and token cut to six characters, that of a table to two, every
    query to `?…`, what PostgreSQL tells of a row to `DETAIL…`, and addresses of mail to `…@…`.
    """
    if _LONG.search(text):
        text = _CREDENTIAL.sub(lambda found: f"{found[found.lastindex or 1]}…", text)
    if "/t/" in text or "/tables/" in text:
        text = _TABLE.sub(r"\1\2…", text)
    if "?" in text:
        text = _QUERY.sub("?…", text)
    if ":" in text:
        text = _DETAIL.sub(r"\1…", text)
    return _MAIL.sub("…@…", text) if "@" in text else text


def escaped(text: str) -> str:
    """The text on one line, whatever it holds: line breaks, control characters, marks that turn the
    direction of writing and lone surrogates as `\\n`, `\\x1b`, `\\u202e`, `\\ud800`.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def shown(text: str) -> str:
    """The text as a log may show it."""
    return escaped(masked(text))
