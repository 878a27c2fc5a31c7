"""The gateway's own pages, in each language: the start page, the list of documents, errors.

Texts are the domain `gateway` of `locale/`, in English the message ids themselves; `make messages`
brings the catalogues up to date.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from suite import registry
from suite.registry import Screen

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": "English", "de": "Deutsch", "ar": "العربية"}
DEFAULT, LEFTWARD = "en", ("ar",)
ERRORS = (404, 405, 413, 429, 500, 503)  # those of which there is a page
#: Who reads of a screen, by its audience; all others work in a place.
READERS = {"Guests": "guests", "Customers": "guests", "Developers": "developers"}
Translate = Callable[[str], str]

#: `% for …` on a line of its own and `{{ … }}`; a name that is unknown is an error.
templates = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=select_autoescape(),
    line_statement_prefix="%",
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


def write_pages(directory: Path, *, demo: bool = False) -> None:
    """All pages and their assets, put into `directory`: `assets/`, and one for each language."""
    shutil.copytree(HERE / "html" / "assets", directory / "assets", dirs_exist_ok=True)
    parts = _parts(registry.screens(demo=demo))
    for language in LANGUAGES:
        own = directory / language
        own.mkdir(parents=True, exist_ok=True)
        _write(own / "index.html", "index.html", language, parts=parts)
        _write(own / "docs.html", "docs.html", language)
        for status in ERRORS:
            _write(own / f"{status}.html", "error.html", language, status=status)


def _write(path: Path, template: str, language: str, **names: Any) -> None:
    common = {
        "direction": "rtl" if language in LEFTWARD else "ltr",
        "language": language,
        "languages": LANGUAGES.items(),
        "services": registry.SERVICES,
        "t": texts(language),
    }
    path.write_text(templates.get_template(f"html/{template}").render({**common, **names}))


@cache
def texts(language: str) -> Translate:
    """What a text is in a language: itself where the catalogue has nothing."""
    path = HERE / "locale" / language / "LC_MESSAGES" / "gateway.mo"
    if not path.is_file():
        return NullTranslations().gettext
    with path.open("rb") as file:
        return GNUTranslations(file).gettext


def _parts(screens: Iterable[Screen]) -> dict[str, list[Screen]]:
    """The start page's readers in the order in which they get lost, and the screens for them."""
    parts: dict[str, list[Screen]] = {"guests": [], "staff": [], "developers": []}
    for screen in screens:
        parts[READERS.get(screen.audience, "staff")].append(screen)
    return parts
