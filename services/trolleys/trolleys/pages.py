"""HTML adapter of the trolleys service. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pages.shell import page


@require_safe
def shopper(request: HttpRequest, trolley_id: str = "") -> HttpResponse:
    """What the QR code of a trolley leads to; without an id the page asks for one. Whether there is
    such a trolley is told by the page.
    """
    return _shell(request, "shopper", "cart", trolley_id=trolley_id)


@require_safe
def own_cart(request: HttpRequest) -> HttpResponse:
    """The cart of who is signed in, without a trolley."""
    return _shell(request, "own", "cart", demo_login=settings.DEMO_LOGIN)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board of the staff: trolleys, who waits, the exit."""
    return _shell(request, "board", public_url=settings.PUBLIC_URL, demo_login=settings.DEMO_LOGIN)


def _shell(request: HttpRequest, name: str, *shared: str, **context: str) -> HttpResponse:
    """The shell of a page; `shared` are the domains of texts that it has beside its own."""
    context["currency"] = settings.CURRENCY
    return page(request, f"trolleys/{name}.html", texts=(name, *shared), **context)
