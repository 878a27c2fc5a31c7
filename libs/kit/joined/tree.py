"""Which joined files a service has: those of the modules and style sheets that its shells name."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import splitext

from kit.joined import UnjoinableError
from kit.joined.join import FOLDER, Page
from kit.joined.rewrite import Module
from kit.joined.styles import sheet

#: The style sheets of every page, before its own.
STYLES = tuple(f"pages/{name}.css" for name in ("tokens", "base", "forms", "narrow"))
MODULE_TAG = re.compile(r"""\{%\s*module\s+["']([^"']+)["']\s*%\}""")
STYLES_TAG = re.compile(r"""\{%\s*styles((?:\s+["'][^"']+["'])*)\s*%\}""")
NAME = re.compile(r"""["']([^"']+)["']""")
PAGES = 32  # of a service whose joined files are kept, more than any has

log = logging.getLogger(__name__)


class JoinedTree:
    """The joined files of one tree, each made when it is asked for first, and kept compressed.

    `read` gives the text of a file of the tree by its name; `templates` are directories.
    """

    def __init__(self, read: Callable[[str], str], templates: Iterable[Path]) -> None:
        self._read = read
        self._known: dict[str, Module] = {}
        shells = [path.read_text() for place in templates for path in place.rglob("*.html")]
        self.starts = frozenset(name for text in shells for name in MODULE_TAG.findall(text))
        named = (NAME.findall(names) for text in shells for names in STYLES_TAG.findall(text))
        self.sheets = {sheet_name(names): (*STYLES, *names) for names in ((), *named)}
        self._files = lru_cache(PAGES)(self._page)

    def module(self, start: str) -> str:
        """The joined file of a page's module; "" where it has to be served as it is."""
        return FOLDER + start if start in self.starts and self._files(start) else ""

    def content(self, name: str) -> bytes | None:
        """A joined file, by its name in the tree, compressed by gzip."""
        if name in self.sheets:
            return self._files(name)[name]
        stem = splitext(name.removeprefix(FOLDER).removesuffix(".map"))[0]
        for start in self.starts:
            page = splitext(start)[0]
            if name.startswith(FOLDER) and (stem == page or stem.startswith(f"{page}/")):
                return self._files(start).get(name)
        return None

    def _page(self, name: str) -> Mapping[str, bytes]:
        try:
            return {each: _compressed(text) for each, text in self._made(name)}
        except UnjoinableError as error:
            log.warning("%s is served as single files: %s", name, error)
            return {}

    def _made(self, name: str) -> Iterator[tuple[str, str]]:
        if name in self.sheets:
            yield name, sheet(self.sheets[name], self._read)
        else:
            yield from Page(name, self._read, self._known).files()


def sheet_name(names: Iterable[str]) -> str:
    """The joined style sheet of a page, by those that it names."""
    own = "~".join(splitext(name)[0].replace("/", ".") for name in names)
    return f"{FOLDER}{own or 'pages'}.css"


def _compressed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)
