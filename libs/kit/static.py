"""The static files of a service: one tree, whose address holds a hash of its content.

A tree at an address of its own may be kept by browsers for good, and its modules find each other by
relative paths, without a build step that would rewrite them. Beside the files as they lie there,
the tree holds those of each page joined into one (kit.joined).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from kit.joined.join import FOLDER
from kit.joined.tree import JoinedTree
from suite.registry import Service

SHARED = ("ninja", "pages")  # packages whose files every service answers
HASH_LENGTH = 12
FOR_GOOD = "public, max-age=31536000, immutable"
NEVER = "no-store"
ASKED_ANEW = "no-cache"
METHOD, ENCODINGS = "REQUEST_METHOD", "HTTP_ACCEPT_ENCODING"  # in a request of WSGI
JOINING = (
    Path(__file__).parent / "joined"
)  # what makes files of others, so that the hash is of both
IMPORT = re.compile(
    r"^(?:im|ex)port\s+(?:[\w*{][^\"'();=]*?\sfrom\s+)?\"(\.[^\"]+)\"", re.MULTILINE
)
JOINED_TYPES = {"js": "text/javascript", "css": "text/css", "map": "application/json"}


def roots(entry: Service) -> list[Path]:
    """Where its files are: those of django-ninja's documentation page, those that pages of several
    services share (libs/pages), those of Django's admin if it has one, and its own.
    """
    admin = ("django.contrib.admin",) if entry.admin else ()
    places = (Path(_home(name), "static") for name in (*SHARED, *admin, *entry.apps))
    return [place for place in places if place.is_dir()]


def _home(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"{package} is no package")
    return spec.submodule_search_locations[0]


def prefix(entry: Service) -> str:
    """The address of the service's tree, whatever it holds."""
    return f"/{entry.name}/static/"


@cache
def address(entry: Service) -> str:
    """The address of the tree as it is now: `/orders/static/5f0c2e9a41b7/`."""
    return f"{prefix(entry)}{digest((*roots(entry), JOINING))}/"


def digest(places: Iterable[Path]) -> str:
    """12 hex digits of everything in these directories: names and content."""
    total = sha256()
    for place in places:
        for path in sorted(_files(place)):
            name = path.relative_to(place).as_posix()
            total.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:HASH_LENGTH]


def _files(place: Path) -> Iterator[Path]:
    found = (path for path in place.rglob("*") if path.is_file())
    return (path for path in found if path.parent.name != "__pycache__")


@cache
def modules(entry: Service, start: str) -> tuple[str, ...]:
    """A module's name in the tree, and those of all that it imports, however deep.

    A browser that is told them can fetch all at once, instead of reading one to learn of the next.
    """
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            imported = IMPORT.findall(_find(entry, name).read_text())
            waiting += [normpath(join(dirname(name), other)) for other in imported]
    return tuple(found)


def _find(entry: Service, name: str) -> Path:
    """The file; raises FileNotFoundError."""
    for place in roots(entry):
        if (place / name).is_file():
            return place / name
    raise FileNotFoundError(name)


@cache
def joined(entry: Service) -> JoinedTree:
    """The files of its pages, joined."""
    places = [Path(_home(app), "templates") for app in entry.apps]
    return JoinedTree(lambda name: _find(entry, name).read_text(), places)


class StaticTree(WhiteNoise):  # type: ignore[misc]  # whitenoise has no types
    """Answers for a service's files, before Django is reached.

    Under its current hash a file is kept for good. Under another hash, or none, the current file
    is told too, but never kept: while old and new processes run side by side, a page of one may
    fetch from the other. `changing` is for developers: what is told is what lies on the disk now.
    """

    def __init__(self, application: Any, entry: Service, *, changing: bool = False) -> None:
        super().__init__(
            application,
            autorefresh=changing,
            max_age=None,
            allow_all_origins=False,
            add_headers_function=self._headers,
        )
        self._entry = entry
        self._current = address(entry)
        self._any = re.compile(rf"({prefix(entry)})(?:[0-9a-f]{{{HASH_LENGTH}}}/)?(.+)")
        for place in roots(entry):
            self.add_files(place, prefix=self._current)
            self.add_files(place, prefix=prefix(entry))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        found = self._any.fullmatch(path)
        if found and found[2].startswith(FOLDER) and environ[METHOD] in {"GET", "HEAD"}:
            content = joined(self._entry).content(found[2])
            if content is not None:
                return self._tell(path, content, environ, start_response)
        if found and self._is_moved(path, found[1] + found[2]):
            environ = {**environ, "PATH_INFO": found[1] + found[2]}
        return super().__call__(environ, start_response)

    def _is_moved(self, path: str, current: str) -> bool:
        """Whether something is asked for under another hash."""
        if self.autorefresh:
            return path.startswith(prefix(self._entry)) and self.find_file(current) is not None
        return path not in self.files and current in self.files

    def _tell(self, path: str, content: bytes, environ: dict[str, Any], start_response: Any) -> Any:
        """Answers with a joined file, which is kept compressed."""
        headers = Headers()
        media_type = JOINED_TYPES[path.rpartition(".")[2]]
        headers["Content-Type"] = f"{media_type}; charset=utf-8"
        headers["Vary"] = "Accept-Encoding"
        self._headers(headers, path, path)
        if "gzip" in environ.get(ENCODINGS, ""):
            headers["Content-Encoding"] = "gzip"
        else:
            content = gzip.decompress(content)
        headers["Content-Length"] = str(len(content))
        start_response("200 OK", headers.items())
        return [] if environ[METHOD] == "HEAD" else [content]

    def _headers(self, headers: Headers, path: str, url: str) -> None:
        kept = FOR_GOOD if url.startswith(self._current) else NEVER
        headers["Cache-Control"] = ASKED_ANEW if self.autorefresh else kept
