"""HTML adapter of the trolleys service. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from pages.shell import page
from payments.razorpay import SANDBOX_KEY_ID

from trolleys.selectors import fleet

#: What Razorpay's own Checkout needs beside the policy of all pages: its script, its frame, its
#: calls, and its forms, which lead to banks.
CHECKOUT = {
    "script-src": "https://checkout.razorpay.com",
    "frame-src": "https://api.razorpay.com https://checkout.razorpay.com",
    "connect-src": "https://api.razorpay.com https://lumberjack.razorpay.com",
    "form-action": "https://api.razorpay.com",
}


@require_safe
def shopper(request: HttpRequest, trolley_id: str = "") -> HttpResponse:
    """What the QR code of a trolley leads to; without an id the page asks for one, and in the demo
    it goes to a free trolley. Whether there is such a trolley is told by the page.
    """
    free = None if trolley_id else _demo_trolley()
    if free is None:
        return _paying(_shell(request, "shopper", "cart", trolley_id=trolley_id))
    response = HttpResponseRedirect(f"/trolley/{free}/")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def own_cart(request: HttpRequest) -> HttpResponse:
    """The cart of who is signed in, without a trolley."""
    return _paying(_shell(request, "own", "cart", demo_login=settings.DEMO_SHOPPER))


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


def _shell(request: HttpRequest, name: str, *shared: str, **context: str) -> HttpResponse:
    """The shell of a page; `shared` are the domains of texts that it has beside its own."""
    context["currency"] = settings.CURRENCY
    return page(request, f"trolleys/{name}.html", texts=(name, *shared), **context)


def _paying(response: HttpResponse) -> HttpResponse:
    """Lets a page open the provider's Checkout, where that is what people pay with: the sandbox has
    a page of its own, and without a key nothing is paid.
    """
    if settings.PAYMENTS.get("RAZORPAY_KEY_ID") in {None, "", SANDBOX_KEY_ID}:
        return response
    rules = dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))
    for name, sources in CHECKOUT.items():
        rules[name] = f"{rules.get(name, '')} {sources}".strip()
    response["Content-Security-Policy"] = "; ".join(f"{name} {at}" for name, at in rules.items())
    return response
