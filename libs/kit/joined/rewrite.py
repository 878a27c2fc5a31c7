"""One module as a function among others: what it imports, what it gives, its own lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from kit.joined import UnjoinableError
from kit.joined.scan import Scanner

STATEMENT = re.compile(r"\s*(?:([\w*{][^\"'();=]*?)\s*\bfrom\s*)?\"([^\"\n]+)\"\s*?;?")
CALL = re.compile(r"\s*\(\s*\"([^\"\n]+)\"\s*\)")
ADDRESS = re.compile(r"\.meta\.url\b")
LIST = re.compile(r"\s*\{([^}]*)\}(?:\s*from\s*\"([^\"\n]+)\")?\s*?;?")
DECLARED = re.compile(r"\s+(?=(?:async\s+)?(?:function\b\s*\*?|class)\s*([\w$]+))")
CONSTANT = re.compile(r"\s+(?=const\s+(?:([\w$]+)|[{\[]([^{}\[\]=.]*)[}\]])\s*=)")
FURTHER = re.compile(r",\s*[\w$]+\s*=(?!=|>)")
NAMES = re.compile(r"^([\w$]+)(?:\s+as\s+([\w$]+))?$")
PROPERTY = re.compile(r"^(?:[\w$]+\s*:\s*)?([\w$]+)$")
KEPT = "\0"  # a line break inside a template or a string, which is not ours to take out
LICENCE = re.compile(r"@license|copyright", re.IGNORECASE)


@dataclass
class Module:
    """A module that was read. `body` has the lines of the source, each where it was; those that
    have to stay as they are end by KEPT.
    """

    name: str
    head: str = ""  # what is imported, as constants
    body: str = ""
    imports: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)  # what it imports when it is asked for
    exports: list[str] = field(default_factory=list)  # as members of an object


def module(name: str, source: str) -> Module:
    """Reads a module. Raises UnjoinableError for what is not among the forms that our pages use."""
    return _Reader(name, source).read()


class _Reader:
    def __init__(self, name: str, source: str) -> None:
        self.made, self.scanner = Module(name), Scanner(source)
        self.constant = False  # whether this is within the statement of an exported constant

    def read(self) -> Module:
        parts = []
        while self.scanner.more:
            parts.append(self._part())
        self.made.body = "".join(parts)
        return self.made

    def _part(self) -> str:
        """What becomes of the next piece, and of those that belong to it."""
        begin, level = self.scanner.at, self.scanner.level
        kind, text = self.scanner.piece()
        if kind == "keyword" and self.scanner.source[begin - 1 : begin] != ".":
            return self._keyword(text, begin, level)
        if kind == "comment" and not LICENCE.search(text):
            return _lines(text)
        if kind == "plain" and level == 0 and self.constant:
            self._go_on(text)
        if kind in {"template", "string"}:
            return text.replace("\n", KEPT)
        return _lines(text) if kind == "lines" else text

    def _keyword(self, text: str, begin: int, level: int) -> str:
        if text == "import":
            return self._import(begin, level)
        if text == "export" and level == 0:
            return self._export(begin)
        if text != "await" or level == 0:
            raise self._unknown(text)
        return text

    def _import(self, begin: int, level: int) -> str:
        name = json.dumps(self.made.name)
        if self.scanner.taken(ADDRESS):
            return f"$at({name})"
        found = self.scanner.taken(CALL)
        if found:
            self.made.late.append(self._resolved(found[1]))
            return f"$late({json.dumps(self.made.late[-1])})"
        found = self.scanner.taken(STATEMENT)
        if level or found is None:
            raise self._unknown("import")
        home = self._imported(found[2])
        if found[1]:
            self.made.head += f"const {self._bound(found[1])} = {home};"
        return self._skipped(begin)

    def _export(self, begin: int) -> str:
        found = self.scanner.taken(LIST)
        if found:
            home = f"{self._imported(found[2])}." if found[2] else ""
            self.made.exports += [f"{as_}: {home}{own}" for own, as_ in self._pairs(found[1])]
            return self._skipped(begin)
        found = self.scanner.taken(DECLARED)
        if found:
            self.made.exports.append(found[1])
            return ""
        found = self.scanner.taken(CONSTANT)
        if found is None:
            raise self._unknown("export")
        self.made.exports += [found[1]] if found[1] else self._properties(found[2])
        self.constant = True
        return ""

    def _go_on(self, text: str) -> None:
        """Ends the statement of an exported constant; another constant of it is not understood."""
        rest, ends, _ = text.partition(";")
        if FURTHER.search(rest):
            raise self._unknown(rest)
        self.constant = not ends

    def _imported(self, address: str) -> str:
        """The expression of a module that this one needs before it runs."""
        self.made.imports.append(self._resolved(address))
        return f"$m[{json.dumps(self.made.imports[-1])}]"

    def _resolved(self, address: str) -> str:
        """The name in the tree of what this module calls `../pages/dom.js`."""
        if not address.startswith("."):
            raise self._unknown(address)
        return normpath(join(dirname(self.made.name), address))

    def _bound(self, clause: str) -> str:
        """`{ a, b as c }` as it is destructured, `* as d` as a name."""
        if clause.startswith("*"):
            return clause.partition(" as ")[2]
        if not clause.startswith("{"):
            raise self._unknown(clause)
        pairs = (f"{own}: {as_}" for own, as_ in self._pairs(clause.strip("{}")))
        return f"{{ {', '.join(pairs)} }}"

    def _pairs(self, listed: str) -> Iterator[tuple[str, str]]:
        """`a, b as c` as (a, a), (b, c)."""
        for one in filter(None, (each.strip() for each in listed.split(","))):
            found = NAMES.match(one)
            if found is None or "default" in found.groups():
                raise self._unknown(one)
            yield found[1], found[2] or found[1]

    def _properties(self, listed: str) -> Iterator[str]:
        """`a, b: c` as a, c."""
        for one in filter(None, (each.strip() for each in listed.split(","))):
            found = PROPERTY.match(one)
            if found is None:
                raise self._unknown(one)
            yield found[1]

    def _skipped(self, begin: int) -> str:
        return _lines(self.scanner.source[begin : self.scanner.at])

    def _unknown(self, what: str) -> UnjoinableError:
        line = self.scanner.source.count("\n", 0, self.scanner.at) + 1
        return UnjoinableError(f"{self.made.name}:{line} says {what!r}, which cannot be joined")


def _lines(text: str) -> str:
    return "\n" * text.count("\n")
