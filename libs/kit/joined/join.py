"""The modules of a page as one file, and one for each that it imports when it is asked for.

The first file holds all that the page imports; each module is a function that is run once, after
those that it imports. Late files take from the first what is there already, so there is one of each
module, as the browser has it of single files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, relpath, splitext

from kit.joined import UnjoinableError
from kit.joined.rewrite import KEPT, Module, module
from kit.joined.source_map import Line, source_map

FOLDER = "joined/"
PAUSE_MS = 1000  # before a late file that has not arrived is asked for once more
RUNTIME = """const $m = Object.create(null);
const $at = (name) => new URL({up} + name, import.meta.url).href;
let $times = 0;
const $load = (name) => {{
  const url = new URL({late} + name, import.meta.url).href;
  const rest = () => new Promise((go) => void setTimeout(go, {pause}));
  const again = () => import(`${{url}}?again=${{++$times}}`);
  return import(url).catch(() => rest().then(again)).then((file) => file.default);
}};
const $late = (name) => name in $m ? Promise.resolve($m[name]) : $load(name);
export {{ $m, $at, $late }};
"""


@dataclass
class Page:
    """Everything that a page's first module leads to."""

    start: str
    read: Callable[[str], str]
    known: dict[str, Module] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, str]]:
        """Name and content of each file; raises UnjoinableError."""
        first = self._closure(self.start)
        yield from self._file(self._name(), RUNTIME.format(**self._places()), first, "")
        for late in self._late(first):
            name = f"{splitext(self._name())[0]}/{late}"
            head = (
                f"import {{ $m, $at, $late }} from {json.dumps(_relative(self._name(), name))};\n"
            )
            own = [each for each in self._closure(late) if each not in first]
            yield from self._file(name, head, own, f"export default $m[{json.dumps(late)}];\n")

    def _name(self) -> str:
        return FOLDER + self.start

    def _places(self) -> dict[str, object]:
        up = "../" * self._name().count("/")
        stem = splitext(self._name())[0].rpartition("/")[2]
        return {"up": json.dumps(up), "late": json.dumps(f"./{stem}/"), "pause": PAUSE_MS}

    def _module(self, name: str) -> Module:
        if name not in self.known:
            self.known[name] = module(name, self.read(name))
        return self.known[name]

    def _closure(self, start: str) -> dict[str, Module]:
        """A module with all that it imports, each after what it imports itself."""
        found: dict[str, Module] = {}
        open_: list[str] = []

        def visit(name: str) -> None:
            if name in open_:
                raise UnjoinableError(f"{name} imports itself by {open_[-1]}")
            if name in found:
                return
            open_.append(name)
            for other in self._module(name).imports:
                visit(other)
            open_.pop()
            found[name] = self._module(name)

        visit(start)
        return found

    def _late(self, first: Iterable[str]) -> list[str]:
        """What is imported later, also by what is imported later, but for what is there already."""
        there, waiting, found = set(first), list(first), dict[str, None]()
        while waiting:
            for late in self._module(waiting.pop()).late:
                if late not in there and late not in found:
                    found[late] = None
                    waiting += self._closure(late)
        return sorted(found)

    def _file(
        self, name: str, head: str, modules: Iterable[str], foot: str
    ) -> Iterator[tuple[str, str]]:
        lines: list[Line] = [Line(text) for text in head.splitlines()]
        for each in modules:
            lines += _lines(self._module(each))
        lines += [Line(text) for text in foot.splitlines()]
        told = f"//# sourceMappingURL={name.rpartition('/')[2]}.map\n"
        yield name, "".join(f"{line.text}\n" for line in lines) + told
        yield f"{name}.map", source_map(lines, lambda source: _relative(source, name))


def _lines(made: Module) -> Iterator[Line]:
    """A module as a function that is run once; lines without anything are left out."""
    yield Line(f"$m[{json.dumps(made.name)}] ??= (() => {{{made.head}")
    number = 0
    for text in made.body.split("\n"):
        parts = text.split(KEPT)
        if text.strip():
            yield from (Line(part, made.name, number + n) for n, part in enumerate(parts))
        number += len(parts)
    yield Line(f"return {{ {', '.join(made.exports)} }};}})();")


def _relative(wanted: str, name: str) -> str:
    """Where one file of the tree finds another."""
    return relpath(wanted, dirname(name))
