"""Looks through every log of a home for what no log may hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

CREDENTIALS = {
    "a session's code": re.compile(r"(?i)(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])"),
    "a UUID": re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "a token": re.compile(r"eyJ[\w-]{10}"),
    "a password's hash": re.compile(r"(?:scrypt|pbkdf2_sha256|argon2)\$"),
}
LENGTH = 200  # characters of a line that are shown


def files(home: Path) -> list[Path]:
    """All logs of a home, older ones too, and what its runner has printed, if that was kept."""
    printed = home.with_name(f"{home.name}.output")
    return [*sorted((home / "logs").iterdir()), *([printed] if printed.exists() else [])]


def lines(home: Path) -> Iterator[tuple[str, str]]:
    """The name of the file and the text of each line, bytes that are no text as `\\udc9b`."""
    for path in files(home):
        for line in path.read_bytes().split(b"\n"):
            yield path.name, line.decode(errors="surrogateescape")


def find_leaks(home: Path, words: Collection[str] = ()) -> list[str]:
    """Each line of a log that holds one of these words, a credential, or a character that does more
    than to be read, as `file: what: line`. Words are compared without regard to case.
    """
    folded = [word.casefold() for word in words]
    return [
        f"{name}: {what}: {line[:LENGTH]!r}"
        for name, line in lines(home)
        for what in _leaks(line, folded)
    ]


def _leaks(line: str, words: list[str]) -> Iterator[str]:
    low = line.casefold()
    yield from (f"the word {word!r}" for word in words if word in low)
    yield from (what for what, pattern in CREDENTIALS.items() if pattern.search(line))
    if not line.replace("\t", "").isprintable():
        yield "a control character"
