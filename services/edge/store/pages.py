"""HTML adapter of the store. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pages.shell import page
from payments.browser import checkout_sources

from store.actions.deposits import deposits_are_on
from store.wire.values import price


@require_safe
def visit(request: HttpRequest) -> HttpResponse:
    """A customer's own: the code for the gate, the cart, receipts."""
    sources = checkout_sources(settings.PAYMENTS)
    deposit = price(settings.STORE_DEPOSIT) if deposits_are_on() else ""
    return _shell(
        request, "visit", sources=sources, demo_login=settings.DEMO_SHOPPER, deposit=deposit
    )


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The console of the reviewers."""
    return _shell(request, "review", demo_login=settings.DEMO_REVIEWER)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of the operators: modes, devices, planogram, reports."""
    return _shell(request, "desk", place=settings.STORE_LOCATION_ID or "")


def _shell(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    context = {"currency": settings.CURRENCY, "demo_login": settings.DEMO_LOGIN, **context}
    return page(request, f"store/{name}.html", texts=(name,), **context)
