"""HTML adapter of the trolleys service. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from pages.shell import page
from payments.browser import checkout_sources

from trolleys.selectors import fleet


@require_safe
def shopper(request: HttpRequest, trolley_id: str = "") -> HttpResponse:
    """What the QR code of a trolley leads to; without an id the page asks for one, and in the demo
    it goes to a free trolley. Whether there is such a trolley is told by the page.
    """
    free = None if trolley_id else _demo_trolley()
    if free is None:
        return _paying(request, "shopper", trolley_id=trolley_id)
    response = HttpResponseRedirect(f"/trolley/{free}/")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def own_cart(request: HttpRequest) -> HttpResponse:
    """The cart of who is signed in, without a trolley."""
    return _paying(request, "own", demo_login=settings.DEMO_SHOPPER)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board of the staff: trolleys, who waits, the exit."""
    return _shell(request, "board", public_url=settings.PUBLIC_URL, demo_login=settings.DEMO_LOGIN)


def _demo_trolley() -> str | None:
    """The name of a free trolley that strangers may take: there is one for them once the demo is
    there, which then leaves the file DEMO_PLACE.
    """
    if not (settings.DEMO_PLACE and Path(settings.DEMO_PLACE).exists()):
        return None
    return fleet.trolley_first_free()


def _paying(request: HttpRequest, name: str, **context: str) -> HttpResponse:
    """A page on which a cart is paid."""
    sources = checkout_sources(settings.PAYMENTS)
    return _shell(request, name, "cart", sources=sources, **context)


def _shell(request: HttpRequest, name: str, *shared: str, **context: Any) -> HttpResponse:
    """The shell of a page; `shared` are the domains of texts that it has beside its own."""
    context["currency"] = settings.CURRENCY
    return page(request, f"trolleys/{name}.html", texts=(name, *shared), **context)
