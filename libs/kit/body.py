"""The JSON object in a request's body, read once."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from ninja.parser import Parser

from kit.errors import TooLarge, malformed


def has_body(request: HttpRequest) -> bool:
    """Whether there is anything but white space in the body; raises 413 when there is too much."""
    try:
        return bool(request.body.strip())
    except RequestDataTooBig:
        raise TooLarge("request_too_large") from None


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body as an object, whatever its Content-Type, and with or without a byte order mark;
    raises 400 `malformed_json` or 413.
    """
    cached: dict[str, Any] | None = getattr(request, "_kit_json", None)
    if cached is not None:
        return cached
    try:
        raw = request.body
        parsed = orjson.loads(raw.removeprefix(BOM_UTF8))
    except RequestDataTooBig:
        raise TooLarge("request_too_large") from None
    except (UnreadablePostError, orjson.JSONDecodeError):
        raise malformed() from None
    if not isinstance(parsed, dict) or (b"\\u0000" in raw and _holds_nul(parsed)):
        raise malformed()
    request._kit_json = parsed  # type: ignore[attr-defined]
    return parsed


def _holds_nul(body: dict[str, Any]) -> bool:
    """PostgreSQL stores no NUL character: refuse it at the door. No recursion: a body may nest as
    deep as the parser allows.
    """
    waiting: list[Any] = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\0" in value:
                return True
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
    return False


class JsonParser(Parser):
    """Hands django-ninja the object that the credentials check has already read."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return read_json(request)
