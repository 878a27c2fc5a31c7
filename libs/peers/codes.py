"""New codes, asked at codes."""

from __future__ import annotations

from django.conf import settings
from kit.cache import per_process
from kit.client import Peer
from kit.errors import Unavailable

UNAVAILABLE = "codes_service_unavailable"
LENGTH = 40  # characters


@per_process
def _codes() -> Peer:
    return Peer(settings.CODES_SERVICE_URL, unavailable=UNAVAILABLE)


def code_issue() -> str:
    """A new code, of 40 characters; raises 503 `codes_service_unavailable`. One that nobody uses is
    simply never used.
    """
    value = _codes().get("/codes/new/").response().get("value")
    if not isinstance(value, str) or len(value) != LENGTH:
        raise Unavailable(UNAVAILABLE)
    return value
