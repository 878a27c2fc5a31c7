"""How a ticket looks: lines of text in a few styles, for paper of so many columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from printing import states
from printing.letters import UNKNOWN, printable
from printing.words import WORDS

Style = Literal["plain", "bold", "big", "mark"]  # a mark is white on black
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a ticket."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printer prints on, and how: big letters are twice as wide."""

    columns: int
    language: str
    code_page: str
    zone: Callable[[datetime], str]  # the time of a place, as it is read there

    def words(self) -> Mapping[str, str]:
        return WORDS["de" if self.language == "de" else "en"]


def face(
    kind: str, content: Mapping[str, Any], paper: Paper, *, is_copy: bool, perhaps_twice: bool
) -> list[Row]:
    """The rows of a ticket. A copy was asked for; one that is perhaps on paper twice was not."""
    letters = Letters(paper.code_page)
    readable = letters.of(content)
    rows = [*_marks(paper, is_copy=is_copy, perhaps_twice=perhaps_twice)]
    rows += [*_head(kind, readable, paper), *_lines(readable, paper), Row("-" * paper.columns)]
    if letters.lost:
        rows.append(Row(paper.words()["missing"]))
    return [part for row in rows for part in _wrapped(row, paper)]


class Letters:
    """Writes what a ticket says in the letters of a printer; `lost` is whether some are not."""

    def __init__(self, code_page: str) -> None:
        self._code_page = code_page
        self.lost = False

    def of(self, value: Any) -> Any:
        """The same with all its texts in these letters; the lines of a text stay lines."""
        if isinstance(value, dict):
            return {name: self.of(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.of(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        written = "\n".join(printable(line, self._code_page) for line in text.splitlines())
        self.lost = self.lost or written.count(UNKNOWN) > text.count(UNKNOWN)
        return written


def _marks(paper: Paper, *, is_copy: bool, perhaps_twice: bool) -> Iterator[Row]:
    words = paper.words()
    if perhaps_twice:
        yield Row(words["again"], "mark")
    if is_copy:
        yield Row(words["copy"], "mark")


def _head(kind: str, content: Mapping[str, Any], paper: Paper) -> Iterator[Row]:
    words = paper.words()
    first = kind == states.ADDED and content["batch"] <= 1
    yield Row(words["first" if first else kind], "bold" if kind == states.ADDED else "mark")
    if kind == states.MOVED:
        yield Row(f"{content['before']} {words['to']}", "bold")
    yield Row(content["place"], "big")
    yield Row(_when(kind, content, paper))
    if content.get("by_staff"):
        yield Row(words["staff"])
    yield Row("-" * paper.columns)
    if kind == states.TEST:
        yield Row(words["works"])
        yield Row(printable("ÄÖÜ äöüß éèêñç 1234567890 .,:-/", paper.code_page))


def _when(kind: str, content: Mapping[str, Any], paper: Paper) -> str:
    at = paper.zone(datetime.fromisoformat(content["sent"]))
    return at if kind == states.TEST else f"#{content['batch']}  {at}"


def _lines(content: Mapping[str, Any], paper: Paper) -> Iterator[Row]:
    """The orders, each guest's below the guest's name."""
    guest = ""
    for line in content["lines"]:
        if line["guest"] != guest:
            guest = line["guest"]
            yield Row(f"{guest}:" if guest else "-")
        yield Row(f"{line['quantity']} x {line['name']}", "bold")
        for option in line["options"]:
            yield Row(f"{INDENT}+ {option}")
        if line["note"]:
            yield from _boxed(line["note"], paper)
        if line["reason"]:
            yield Row(f"{INDENT}({line['reason']})")


def _boxed(note: str, paper: Paper) -> Iterator[Row]:
    """What a guest has written, never shortened."""
    inner = paper.columns - 4
    edge = f"+{'-' * (paper.columns - 2)}+"
    yield Row(edge)
    for line in note.split("\n"):
        for piece in textwrap.wrap(line, inner) or [""]:
            yield Row(f"| {piece:<{inner}} |")
    yield Row(edge)


def _wrapped(row: Row, paper: Paper) -> Iterator[Row]:
    """What is too long goes on in the next row, a little more to the right than it began."""
    width = paper.columns // 2 if row.style == "big" else paper.columns
    text = row.text.replace("\n", " ")
    if len(text) <= width:
        yield Row(text, row.style)
        return
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    for part in textwrap.wrap(text, width, subsequent_indent=indent):
        yield Row(part, row.style)
