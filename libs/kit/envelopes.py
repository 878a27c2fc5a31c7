"""How an answer looks on the wire: `{"success":true,"response":…}`, `{"success":false,"reason":…}`,
problem+json.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from kit.errors import ApiError

PROBLEM = "application/problem+json"
OK = b'{"success":true}'


def answer(payload: Any) -> HttpResponse:
    """200 with `payload` (anything orjson takes) under `response`."""
    return ready(orjson.dumps(payload))


def ready(payload: bytes, status: int = 200) -> HttpResponse:
    """Ready-made JSON bytes under `response`."""
    return _json(b'{"success":true,"response":' + payload + b"}", status)


def done() -> HttpResponse:
    """200 with exactly `{"success":true}`: there is nothing to return."""
    return _json(OK)


def failure(request: HttpRequest, error: ApiError) -> HttpResponse:
    """The refusal, in RFC 9457's problem+json for those who ask for it."""
    if PROBLEM in request.META.get("HTTP_ACCEPT", ""):
        problem = {
            "type": "about:blank",
            "title": str(error),
            "status": error.status,
            "code": error.reason,
        }
        response = HttpResponse(orjson.dumps(problem), content_type=PROBLEM, status=error.status)
    else:
        body = orjson.dumps({"success": False, "reason": error.reason})
        response = _json(body, error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def _json(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", status=status)
