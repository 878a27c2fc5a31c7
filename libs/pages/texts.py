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
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

Texts = dict[str, str | list[str]]  # a list holds the plural forms, in the catalogue's order
SHARED = "pages"
WHOLE = "de"  # the language that has every text of every page


def language(request: HttpRequest, domains: tuple[str, ...], *, first: str = "") -> str:
    """The `first` one, the one that was chosen (cookie), or the first of the browser's, of those in
    which these domains are whole; or English. A page is in one language, never in half of one.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for wanted in (first, chosen, *(tag for tag, _ in accepted)):
        found = _supported(wanted)
        if found and is_whole(domains, found):
            return found
    return settings.LANGUAGE_CODE


def _supported(tag: str) -> str:
    """The language of ours that a tag such as `de-at` means; "" for none."""
    try:
        return get_supported_language_variant(tag)
    except LookupError:
        return ""


def languages(domains: tuple[str, ...]) -> list[dict[str, str]]:
    """What a reader may choose, each by its own name: those in which these domains are whole."""
    return [
        {"tag": tag, "name": name} for tag, name in settings.LANGUAGES if is_whole(domains, tag)
    ]


@cache
def is_whole(domains: tuple[str, ...], tag: str) -> bool:
    """Whether a language has all texts of these domains; English is what is written in the code."""
    return (
        tag == settings.LANGUAGE_CODE or texts(domains, WHOLE).keys() <= texts(domains, tag).keys()
    )


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
