"""HTML adapter of the orders service."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

POLICY = "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'"


@require_safe
def debug_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """The seed's debugging page: shows what arrives on a session's socket. Only with DEBUG=1."""
    if not settings.DEBUG_PAGES:
        raise Http404
    response = render(request, "orders/debug_session.html", {"code": session_code})
    response["Content-Security-Policy"] = POLICY
    return response
