"""HTML adapter of the orders service. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe
from kit.shortcodes import read_short_code
from pages.shell import page
from payments.browser import checkout_sources

from orders import selectors

SETUP = "/locations/setup/"
POLICY = "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'"


@require_safe
def guest(request: HttpRequest, code: str) -> HttpResponse:
    """What a QR code leads to: that of a session, or that of a table, of which the page asks for
    the session. An unknown or closed code is told by the page.
    """
    table = read_short_code(code)
    return _shell(request, "guest", code="" if table else code, table=table or "")


@require_safe
def guest_entry(request: HttpRequest) -> HttpResponse:
    """The guest's page without a code asks for one; in the demo it goes to an open table of it."""
    code = _demo_table()
    if code is None:
        return _shell(request, "guest", code="", table="")
    response = HttpResponseRedirect(f"/t/{code}/")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """The staff's board of orders."""
    return _shell(request, "panel", public_url=settings.PUBLIC_URL, demo_login=settings.DEMO_LOGIN)


@require_safe
def receipt(request: HttpRequest, receipt_id: str) -> HttpResponse:
    """A receipt, for whoever knows its id; an unknown one is told by the page."""
    return page(request, "orders/receipt.html", texts=("receipt",), receipt=receipt_id)


@require_safe
def takings(request: HttpRequest) -> HttpResponse:
    """What days have brought, the drawer, and closed days, for those who manage a place."""
    return _shell(request, "takings", demo_login=settings.DEMO_LOGIN)


@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """The old address of the page that is at `/locations/setup/` now.

    The query goes along; what follows the `#` stays with the browser, which adds it by itself.
    """
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(SETUP + (f"?{query}" if query else ""))


@require_safe
def debug_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """The seed's debugging page: shows what arrives on a session's socket. Only with DEBUG=1."""
    if not settings.DEBUG_PAGES:
        raise Http404
    response = render(request, "orders/debug_session.html", {"code": session_code})
    response["Content-Security-Policy"] = POLICY
    return response


def _demo_table() -> str | None:
    """The code of a table that strangers may sit down at: one of the demo's own place, whose id the
    demo has left in the file DEMO_PLACE.
    """
    try:
        location_id = int(Path(settings.DEMO_PLACE).read_text()) if settings.DEMO_PLACE else None
    except (OSError, ValueError):  # the demo is not there yet
        return None
    return selectors.session_first_open(location_id) if location_id else None


def _shell(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    context["currency"] = settings.CURRENCY
    sources = checkout_sources(settings.PAYMENTS) if name == "guest" else {}
    return page(request, f"orders/{name}.html", texts=(name, "dish"), sources=sources, **context)
