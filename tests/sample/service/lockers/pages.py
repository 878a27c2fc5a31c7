"""HTML adapter of the lockers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pages.shell import page


@require_safe
def locker(request: HttpRequest) -> HttpResponse:
    """A locker, live; which one is in the fragment of the address."""
    return page(request, "lockers/locker.html", texts=())
