"""HTML adapter of the locations service. Pages are shells; what they show comes through the API."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pages.shell import page


@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """Where owners make their place, its menu and its staff."""
    return page(
        request,
        "locations/setup.html",
        texts=("setup",),
        public_url=settings.PUBLIC_URL,
        currency=settings.CURRENCY,
        demo_login=settings.DEMO_LOGIN,
    )
