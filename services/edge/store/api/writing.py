"""Writes of people, which happen once however often they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.envelopes import ready
from kit.idempotency import Outcome, once


def written(
    request: Any, name: str, write: Callable[[], Any], *, status: int = 200
) -> HttpResponse:
    """Answer what `write` returns; the same `Idempotency-Key` of the same caller is answered the
    same again. `name` says what is written.
    """
    scope = f"store {name} {request.auth.user_id}"

    def outcome() -> Outcome:
        return Outcome(orjson.dumps(write()), status)

    return ready(request, *once(request, scope, write=outcome))


def scanned(request: HttpRequest, name: str, write: Callable[[], Outcome]) -> HttpResponse:
    """The same for a scanner that sends its own key of that kind."""
    return ready(request, *once(request, f"store {name} {request.auth.pk}", write=write))  # type: ignore[attr-defined]
