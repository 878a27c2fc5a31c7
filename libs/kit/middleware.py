"""The one middleware of every service: request id, path form, CORS, envelope of last resort, one
log line.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from kit import metrics
from kit.connections import replace_broken
from kit.envelopes import PROBLEM, failure
from kit.errors import ApiError, BadRequest, NotFound, WrongMethod
from kit.hiding import masked
from kit.logs import report, request_id

log = logging.getLogger("kit.request")
Handler = Callable[[HttpRequest], HttpResponse]

# What the gateway shows instead of an answer to a navigation: `gateway/nginx.conf.template`.
PAGE_INSTEAD = "X-Accel-Redirect"
PAGES = {404: "@nothing_here", 500: "@broken_here"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
METHODS = frozenset({*VERBS, "TRACE", "CONNECT"})  # RFC 9110 and PATCH: what metrics tell apart


def gate(get_response: Handler) -> Handler:
    """Wrap all views of a service."""

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        sent = request.META.get("HTTP_X_REQUEST_ID", "")
        identity = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(16)
        token = request_id.set(identity)
        try:
            response = _answer(request, get_response)
            response["X-Request-Id"] = identity
            _report(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        return response

    return handle


def _answer(request: HttpRequest, get_response: Handler) -> HttpResponse:
    if not request.path_info.endswith("/"):
        request.path_info += "/"  # never redirected: that would lose a POST's body
    replace_broken()
    if not _known_host(request):
        response = failure(request, BadRequest("unknown_host"))
    elif request.method == "OPTIONS":
        response = _preflight(request)
    elif "\0" in request.path_info:
        response = failure(request, NotFound("not_found"))
    elif "%00" in request.META.get("QUERY_STRING", ""):
        response = failure(request, BadRequest("erroneous_value"))
    else:
        response = _dispatch(request, get_response)
    origin = request.META.get("HTTP_ORIGIN")
    if origin is not None and origin in settings.CORS_ALLOWED_ORIGINS:
        response["Access-Control-Allow-Origin"] = origin
        patch_vary_headers(response, ("Origin",))
    return response


def _known_host(request: HttpRequest) -> bool:
    """Whether the request is meant for one of ALLOWED_HOSTS; probes ask by address."""
    if "*" in settings.ALLOWED_HOSTS or request.path_info[1:] in metrics.QUIET:
        return True
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _dispatch(request: HttpRequest, get_response: Handler) -> HttpResponse:
    head = request.method == "HEAD"
    if head:
        request.method = "GET"
    response = get_response(request)
    html = response.get("Content-Type", "").startswith("text/html")
    if response.status_code >= 400 and html and not in_admin(request):
        response = _enveloped(request, response)
    if not response.streaming and response.status_code != 204:
        response["Content-Length"] = str(len(response.content))
    if head:
        response.content = b""
    return response


def in_admin(request: HttpRequest) -> bool:
    """Whether the path is one of the service's Django admin, whose pages are for people."""
    admin: str = settings.SERVICE.admin
    return bool(admin) and request.path_info.startswith(admin)


def _enveloped(request: HttpRequest, plain: HttpResponse) -> HttpResponse:
    """Django's and django-ninja's own refusals (unknown path, wrong verb, crash) in the envelope
    of their path.
    """
    if plain.status_code == 405:
        refusal: ApiError = WrongMethod("incorrect_access_method")
    elif plain.status_code == 404:
        refusal = NotFound("not_found")
    else:
        refusal = BadRequest("bad_request" if plain.status_code < 500 else "internal_error")
        refusal.status = plain.status_code
    response = failure(request, refusal)
    if "Allow" in plain:
        response["Allow"] = plain["Allow"]
    if plain.status_code in PAGES and _navigates(request):
        response[PAGE_INSTEAD] = PAGES[plain.status_code]
    patch_vary_headers(response, ("Accept", "Sec-Fetch-Mode"))
    return response


def _navigates(request: HttpRequest) -> bool:
    """Whether somebody has opened the address in a browser, which reads no envelope."""
    accepted = request.META.get("HTTP_ACCEPT", "").lower()
    mode = request.META.get("HTTP_SEC_FETCH_MODE", "navigate")
    return mode == "navigate" and "text/html" in accepted and PROBLEM not in accepted


def _preflight(request: HttpRequest) -> HttpResponse:
    if request.META.get("HTTP_ORIGIN") not in settings.CORS_ALLOWED_ORIGINS:
        return failure(request, WrongMethod("incorrect_access_method"))
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = ", ".join(VERBS)
    response["Access-Control-Allow-Headers"] = ", ".join(settings.CORS_ALLOWED_HEADERS)
    response["Access-Control-Max-Age"] = "600"
    return response


def _report(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "unknown"
    method = str(request.method) if request.method in METHODS else "other"
    metrics.observe(method, route, response.status_code, seconds)
    is_quiet = route in metrics.QUIET or request.path_info in settings.POLLED
    if is_quiet and response.status_code < 400:
        return
    caller = getattr(request, "auth", None)
    report(
        log,
        "%s %s %d",
        method,
        masked(request.path_info).replace(" ", "%20"),
        response.status_code,
        status=response.status_code,
        duration_ms=round(seconds * 1000, 1),
        user=getattr(caller, "username", ""),
    )
