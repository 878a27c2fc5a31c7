"""HTML adapter of vending. Pages are shells; what they show comes through the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pages.shell import page
from payments.browser import checkout_sources


@require_safe
def machines(request: HttpRequest) -> HttpResponse:
    """All machines, by name, or by how far they are."""
    return _shell(request, "vend", demo=bool(settings.DEMO_DISPLAYS))


@require_safe
def machine(request: HttpRequest, machine_id: str) -> HttpResponse:
    """What the QR code of a machine leads to. Whether there is such a machine is told by the
    page.
    """
    context = {"machine_id": machine_id, "demo": bool(settings.DEMO_DISPLAYS)}
    sources = checkout_sources(settings.PAYMENTS)
    return _shell(request, "machine", "vend", sources=sources, **context)


@require_safe
def receipt(request: HttpRequest, receipt: uuid.UUID) -> HttpResponse:
    """What became of a transaction: whoever has this address may read it."""
    return _shell(request, "receipt", "machine", receipt=str(receipt))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board of the operators: machines, money, feedback."""
    context = {"public_url": settings.PUBLIC_URL, "demo_login": settings.DEMO_LOGIN}
    return _shell(request, "board", **context)


@require_safe
def displays(request: HttpRequest) -> HttpResponse:
    """What the machines of the demo show to whoever stands before them."""
    return _shell(request, "displays")


def _shell(request: HttpRequest, name: str, *shared: str, **context: Any) -> HttpResponse:
    """The shell of a page; `shared` are the domains of texts that it has beside its own."""
    context["currency"] = settings.VENDING_CURRENCY
    return page(request, f"vending/{name}.html", texts=(name, *shared), **context)
