"""How answers look on the wire, made in one place for each family of the registry.

| family | success | refusal |
|---|---|---|
| `reason` | `{"success":true,"response":…}` | `{"success":false,"reason":…}`, with `details` |
| `message` | `{"success":true,"message":…,"data":…}` | `success` false, `errors` by field, `data` |
| `error` | the bare payload | `{"error":…,"message":…}`, with the fields of details |
| `detail` | the bare payload | `{"detail":…}`, with the fields of details |
| `fault` | the bare payload | `{"error":…}`, with the fields of details |
| `problem` | the bare payload | RFC 9457, with the fields of details and `errors` |

A success of `message` has `warnings` beside its data, where the route has any to give. Which path
has which is data: `suite/registry.py`. Who accepts `application/problem+json` gets that
refusal everywhere. A refusal that has a `body` of its own goes out as that in all other cases.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kit.cache import register
from kit.errors import ApiError, Unauthenticated, Unauthorized
from suite import registry

JSON, PROBLEM = "application/json", "application/problem+json"
Body = dict[str, Any]

# What the seeds say of refusals that any service may have; others are titled by their reason.
TITLES = {
    "bad_request": "Invalid request",
    "erroneous_value": "Invalid request",
    "malformed_json": "Invalid request",
    "incorrect_access_method": "Method not allowed",
    "incorrect_credentials": "Not allowed",
}
VENDING_TITLES = TITLES | {
    "incorrect_access_method": "Method Not Allowed",
    "not_found": "Not Found",
}


def _fields(details: Any) -> Body:
    """Details as fields of the refusal itself; a list is one field."""
    if details is None:
        return {}
    return dict(details) if isinstance(details, Mapping) else {"details": details}


class Envelope(ABC):
    """What the families have in common: the payload goes bare, nothing to return is a 204."""

    media_type = JSON
    challenges = True  # whether it is a 401 when nobody has signed in
    titles: Mapping[str, str] = TITLES

    def success(self, payload: bytes, message: str, warnings: Sequence[str] | None = None) -> bytes:
        """The body of a success with this payload, a message for people, and warnings where the
        route has any to give.
        """
        return payload

    def empty(self, message: str) -> Body | None:
        """The body of a success that returns nothing."""
        return None

    def title(self, error: ApiError) -> str:
        """What a refusal says in a few fixed words."""
        default = error.reason.replace("_", " ").capitalize()
        return error.title or self.titles.get(error.reason, default)

    @abstractmethod
    def refusal(self, error: ApiError) -> Body:
        """The body of a refusal."""


class Reason(Envelope):
    challenges = False

    def success(self, payload: bytes, message: str, warnings: Sequence[str] | None = None) -> bytes:
        return b'{"success":true,"response":' + payload + b"}"

    def empty(self, message: str) -> Body:
        return {"success": True}

    def title(self, error: ApiError) -> str:
        return str(error)

    def refusal(self, error: ApiError) -> Body:
        body: Body = {"success": False, "reason": error.reason}
        return body if error.details is None else {**body, "details": error.details}


class Message(Envelope):
    def success(self, payload: bytes, message: str, warnings: Sequence[str] | None = None) -> bytes:
        body = b'{"success":true,"message":' + orjson.dumps(message) + b',"data":' + payload
        return body + (
            b"}" if warnings is None else b',"warnings":' + orjson.dumps(warnings) + b"}"
        )

    def empty(self, message: str) -> Body:
        return {"success": True, "message": message}

    def refusal(self, error: ApiError) -> Body:
        invalid = error.errors and not error.title
        body: Body = {
            "success": False,
            "message": "Validation failed" if invalid else self.title(error),
        }
        if error.errors:
            body["errors"] = error.errors
        return body if error.details is None else {**body, "data": error.details}


class Error(Envelope):
    def refusal(self, error: ApiError) -> Body:
        title = self.title(error)
        return {**_fields(error.details), "error": title, "message": error.message or title}


class Detail(Envelope):
    titles = VENDING_TITLES

    def refusal(self, error: ApiError) -> Body:
        return {**_fields(error.details), "detail": error.message or self.title(error)}


class Fault(Envelope):
    titles = VENDING_TITLES

    def refusal(self, error: ApiError) -> Body:
        return {**_fields(error.details), "error": error.message or self.title(error)}


class Problem(Envelope):
    media_type = PROBLEM

    def refusal(self, error: ApiError) -> Body:
        return _problem(error, self.title(error))


def _problem(error: ApiError, title: str) -> Body:
    """RFC 9457; details and errors are extension members."""
    body: Body = {
        **_fields(error.details),
        "type": "about:blank",
        "title": title,
        "status": error.status,
        "code": error.reason,
    }
    if error.message not in ("", title):
        body["detail"] = error.message
    return {**body, "errors": error.errors} if error.errors else body


FAMILIES: Mapping[registry.Envelope, Envelope] = {
    "reason": Reason(),
    "message": Message(),
    "error": Error(),
    "detail": Detail(),
    "fault": Fault(),
    "problem": Problem(),
}


def of(request: HttpRequest) -> Envelope:
    """The envelope of a request's path."""
    match = request.resolver_match
    if match is None:
        return FAMILIES[registry.envelope_of(settings.SERVICE, request.path_info)]
    return _of_route(match.route)


@cache
def _of_route(route: str) -> Envelope:
    """All paths of one Django route have one envelope; a service has few of them."""
    return FAMILIES[registry.envelope_of(settings.SERVICE, "/" + route)]


register(_of_route.cache_clear)


def answer(
    request: HttpRequest,
    payload: Any,
    status: int = 200,
    *,
    message: str = "",
    warnings: Sequence[str] | None = None,
) -> HttpResponse:
    """A success with `payload`, anything that orjson takes. `message` and `warnings`, None for a
    route that gives none, are shown by `message`.
    """
    return ready(request, orjson.dumps(payload), status, message=message, warnings=warnings)


def ready(
    request: HttpRequest,
    payload: bytes,
    status: int = 200,
    *,
    message: str = "",
    warnings: Sequence[str] | None = None,
) -> HttpResponse:
    """The same with the payload's JSON as it is."""
    body = of(request).success(payload, message, warnings)
    return HttpResponse(body, content_type=JSON, status=status)


def done(request: HttpRequest, *, message: str = "") -> HttpResponse:
    """A success that returns nothing."""
    body = of(request).empty(message)
    if body is None:
        return HttpResponse(status=204)
    return HttpResponse(orjson.dumps(body), content_type=JSON)


def failure(request: HttpRequest, error: ApiError) -> HttpResponse:
    """The refusal in the envelope of the request's path, or as a problem for who accepts one."""
    envelope = of(request)
    if isinstance(error, Unauthenticated) and envelope.challenges:
        error = Unauthorized("authentication_required", error.message)
    if PROBLEM in request.META.get("HTTP_ACCEPT", ""):
        body, media_type = _problem(error, envelope.title(error)), PROBLEM
    elif error.body is not None:
        body, media_type = dict(error.body), JSON
    else:
        body, media_type = envelope.refusal(error), envelope.media_type
    response = HttpResponse(orjson.dumps(body), content_type=media_type, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"  # RFC 9110 section 11.6.1 wants one
    return response
