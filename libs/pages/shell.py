"""Pages are static shells: a title, a noscript text, and modules that get everything else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from kit.money import decimals

from pages import texts as catalogues

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def page(
    request: HttpRequest, template: str, *, texts: tuple[str, ...], **context: Any
) -> HttpResponse:
    """The shell in the reader's language, with the texts of these domains for its modules.

    A page that shows amounts names its `currency`; how many decimals that has comes along.
    """
    language = catalogues.language(request)
    translated = catalogues.texts(texts, language)
    context |= {
        "language": language,
        "direction": catalogues.direction(language),
        "texts": translated,
        "for_modules": {
            "language": language,
            "languages": catalogues.languages(),
            "texts": translated,
        },
    }
    if "currency" in context:
        context["decimals"] = decimals(context["currency"])
    response = render(request, template, context)
    response["Content-Language"] = language
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
