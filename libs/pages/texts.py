"""The texts of a page in its reader's language, from gettext catalogues.

A domain is a page: `<service>/locale/<language>/LC_MESSAGES/<domain>.mo`. What pages
share is the domain `pages`. Message ids are the English texts, so English needs no catalogue.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request, get_language_info

Texts = dict[str, str | list[str]]  # a list holds the plural forms, in the catalogue's order
SHARED = "pages"


def language(request: HttpRequest) -> str:
    """The one that was chosen (cookie), or the first of the browser's that we have, or English."""
    return get_language_from_request(request)


def languages() -> list[dict[str, str]]:
    """What a reader may choose, each by its own name."""
    return [{"tag": tag, "name": name} for tag, name in settings.LANGUAGES]


def direction(tag: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return "rtl" if get_language_info(tag)["bidi"] else "ltr"


@cache
def texts(domains: tuple[str, ...], tag: str) -> Texts:
    """Every text of these domains and the shared ones that this language has."""
    found: Texts = {}
    for domain in (SHARED, *domains):
        for place in (Path(__file__).parent, Path(settings.BASE_DIR)):
            found |= _read(place / "locale" / tag / "LC_MESSAGES" / f"{domain}.mo")
    return found


class _Catalogue(GNUTranslations):
    """A catalogue that tells all it holds; Python's own only looks one text up."""

    def everything(self) -> Texts:
        found: Texts = {}
        for key, text in self._catalog.items():  # type: ignore[attr-defined]
            if isinstance(key, tuple):
                forms = found.setdefault(key[0], [])
                assert isinstance(forms, list)  # a text is plural or is not
                forms.append(text)
            elif key:  # the empty one is the catalogue's head
                found[key] = text
        return found


def _read(path: Path) -> Texts:
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return _Catalogue(file).everything()
