"""What is answered to a request that never becomes one, which Django does not see: a method that is
no word, a header that is no text, too many of them. gunicorn's own page would be HTML.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from kit.envelopes import FAMILIES
from kit.errors import ApiError, BadRequest, InternalError
from suite import registry

TEXTS = {400: "Bad Request", 431: "Request Header Fields Too Large", 500: "Internal Server Error"}


class HeadersTooLarge(ApiError):
    """The address or the headers are."""

    status = 431


def refusal_of(error: Exception) -> ApiError:
    """What the failure is in our own words; a header that we tried to send is our bug."""
    if isinstance(error, InvalidResponseHeader | InvalidResponseHeaderName):
        return InternalError("internal_error")
    if isinstance(error, LimitRequestLine | LimitRequestHeaders):
        return HeadersTooLarge("request_too_large")
    if isinstance(error, ParseException):
        return BadRequest("malformed_request")
    return InternalError("internal_error")


def response(refusal: ApiError, request: Any) -> bytes:
    """The whole HTTP response, in the envelope of the path as far as that was read."""
    envelope = FAMILIES["reason"]
    path = getattr(request, "path", None)
    if path and settings.configured:
        envelope = FAMILIES[registry.envelope_of(settings.SERVICE, path)]
    body = orjson.dumps(envelope.refusal(refusal))
    lines = (
        f"HTTP/1.1 {refusal.status} {TEXTS[refusal.status]}",
        f"Content-Type: {envelope.media_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
