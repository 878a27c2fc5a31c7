"""New codes, asked at codes."""

from __future__ import annotations

from django.conf import settings
from kit.cache import per_process
from kit.client import Answer, Peer
from kit.errors import Unavailable

UNAVAILABLE = "codes_service_unavailable"
LENGTH, SHORT = 40, 8  # characters


@per_process
def _codes() -> Peer:
    return Peer(settings.CODES_SERVICE_URL, unavailable=UNAVAILABLE)


def code_issue() -> str:
    """A new code, of 40 characters; raises 503 `codes_service_unavailable`. One that nobody uses is
    simply never used.
    """
    return _value(_codes().get("/codes/new/"), LENGTH)


def short_code_issue() -> str:
    """A new short code, of 8 characters; else as code_issue."""
    return _value(_codes().post("/codes/short/", {}, idempotent=True), SHORT)


def _value(answer: Answer, length: int) -> str:
    value = answer.response().get("value")
    if not isinstance(value, str) or len(value) != length:
        raise Unavailable(UNAVAILABLE)
    return value
