"""What stands in an expected answer where each run has another value."""

from __future__ import annotations

import re
from collections.abc import Callable


class Like:
    """Equal to every value that fits; `name` is what a failed comparison shows."""

    def __init__(self, name: str, fits: Callable[[object], bool]) -> None:
        self._name, self._fits = name, fits

    def __eq__(self, other: object) -> bool:
        return self._fits(other)

    def __hash__(self) -> int:
        return hash(self._name)

    def __repr__(self) -> str:
        return self._name


def like(name: str, pattern: str) -> Like:
    """A text that the pattern matches whole."""
    matches = re.compile(pattern, re.DOTALL).fullmatch
    return Like(name, lambda value: isinstance(value, str) and matches(value) is not None)


WORDS = like("WORDS", r".*\S.*")
TIME = like("TIME", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
CODE = like("CODE", r"[1-9]\d{5}")
KEY = like("KEY", r"\S{20,}")
NUMBER = Like("NUMBER", lambda value: type(value) is int and value >= 0)
UUID = like("UUID", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
