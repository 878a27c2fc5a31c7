"""The pieces of a JavaScript module, as far as imports, exports and comments need them."""

from __future__ import annotations

import re

from kit.joined import UnjoinableError

#: What a module may have to be changed for; all other words are of no interest.
KEYWORDS = ("import", "export", "await", "$m", "$late", "$at")
PIECE = re.compile(
    r"""(?P<lines>\s*\n\s*)
    |(?P<plain>(?:[ \t\r;,.:=?<>!&|+*%~^@\\-]|(?!(?:KEYWORDS)(?![\w$]))[\w$\#]+)+)
    |(?P<keyword>[\w$]+)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<opens>[(\[{])
    |(?P<closes>[)\]}])
    |(?P<mark>.)""".replace("KEYWORDS", "|".join(map(re.escape, KEYWORDS))),
    re.VERBOSE | re.DOTALL,
)
TEMPLATE = re.compile(r"[`}](?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
#: What a slash divides ends so, but for these words, which a regular expression may follow.
VALUE = re.compile(r"(?:[)\]}\"'`/]|([\w$]+))\s*\Z")
WORDS = frozenset(["return", "typeof", "case", "in", "of", "new", "delete", "void", "do", "else"])


class Scanner:
    """Goes through a source; `at` is where it is, `level` in how many brackets and templates."""

    def __init__(self, source: str) -> None:
        self.source, self.at, self.depth = source, 0, 0
        self._templates: list[int] = []  # the depth of each gap that is open
        self._before = ""  # the last piece that is neither space nor comment

    @property
    def level(self) -> int:
        """0 is the module's own."""
        return self.depth + len(self._templates)

    @property
    def more(self) -> bool:
        """Whether there is anything left."""
        return self.at < len(self.source)

    def piece(self) -> tuple[str, str]:
        """The kind and the text of the next piece, which is passed over."""
        kind, text = self._next()
        self.at += len(text)
        if kind not in {"lines", "comment"} and text.strip():
            self._before = text
        if kind == "template" and text.endswith("${"):
            self._templates.append(self.depth)
        self.depth += (kind == "opens") - (kind == "closes")
        return kind, text

    def taken(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern finds here, which is passed over."""
        found = pattern.match(self.source, self.at)
        if found:
            self.at = found.end()
            self._before = ";"
        return found

    def _next(self) -> tuple[str, str]:
        char = self.source[self.at]
        if char == "}" and self._templates and self._templates[-1] == self.depth:
            self._templates.pop()
            return "template", self._matched(TEMPLATE)
        if char == "`":
            return "template", self._matched(TEMPLATE)
        if char == "/" and self.source[self.at + 1] not in "/*" and not self._after_value():
            return "regex", self._matched(REGEX)
        found = PIECE.match(self.source, self.at)
        assert found  # a character is a mark at least
        return str(found.lastgroup), found[0]

    def _after_value(self) -> bool:
        found = VALUE.search(self._before)
        return found is not None and found[1] not in WORDS

    def _matched(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        if found is None:
            raise UnjoinableError(f"does not end: {self.source[self.at : self.at + 40]!r}")
        return found[0]
