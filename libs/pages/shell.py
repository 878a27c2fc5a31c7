"""Pages are static shells: a title, a noscript text, and modules that get everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from kit.money import decimals

from pages import manifest
from pages import texts as catalogues

#: Content-Security-Policy of all pages, by directive.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: https:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
NOTHING: Mapping[str, str] = {}


def page(
    request: HttpRequest,
    template: str,
    *,
    texts: tuple[str, ...],
    sources: Mapping[str, str] = NOTHING,
    **context: Any,
) -> HttpResponse:
    """The shell in the reader's language, with the texts of these domains for its modules.

    A page that shows amounts names its `currency`; how many decimals that has comes along.
    `sources` are what it may load beside its own, by directive of the Content-Security-Policy.
    """
    asked = manifest.wanted(request)
    language = catalogues.language(request, texts, first=asked)
    translated = catalogues.texts(texts, language)
    context |= {
        "language": language,
        "direction": catalogues.direction(language),
        "texts": translated,
        "manifest": manifest.address(request, language),
        "for_modules": {
            "language": language,
            "languages": catalogues.languages(texts),
            "texts": translated,
        },
    }
    if "currency" in context:
        context["decimals"] = decimals(context["currency"])
    response = render(request, template, context)
    if asked:
        response = manifest.answer(request, response, language)
    return _headed(response, language, sources)


def _headed(response: HttpResponse, language: str, sources: Mapping[str, str]) -> HttpResponse:
    response["Content-Language"] = language
    response["Content-Security-Policy"] = _policy(sources)
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _policy(sources: Mapping[str, str]) -> str:
    wanted = {**POLICY, **{name: f"{POLICY.get(name, '')} {at}" for name, at in sources.items()}}
    return "; ".join(f"{name} {' '.join(at.split())}" for name, at in wanted.items())
