"""How fast one table may go on, whoever has its code: far above what people at a table do, and
below what stops the place. Counted per process; see ADR 28.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from kit.errors import TooMany
from kit.pace import Pace

from orders import access, selectors

# Keys are the codes of sessions that exist.
ORDERS = Pace[str](burst=200, per_second=2)  # each line of a batch counts
CHANGES = Pace[str](burst=100, per_second=10)  # of the cart, calls and phones that join
LEFT = Pace[str](burst=200, per_second=60)  # questions what is left, one per phone and 0.8 s
READS = Pace[str](burst=8_000_000, per_second=1_000_000)  # bytes


def require(request: HttpRequest, pace: Pace[str], code: str, cost: int = 1) -> None:
    """Count something that the table of this code does; raises 429 `too_many_requests` when it does
    too much, but never for the location's staff.
    """
    if settings.RATE_LIMITS:
        with _but_staff(request, code):
            pace.take(code, cost)


def require_reading(request: HttpRequest, code: str) -> None:
    """Raise 429 `too_many_requests` while so much was read of a session that it is in debt; what is
    read is counted afterwards, by `count_read`.
    """
    if settings.RATE_LIMITS:
        with _but_staff(request, code):
            READS.require(code)


def count_read(code: str, answer: bytes) -> bytes:
    """The answer, counted as read."""
    if settings.RATE_LIMITS:
        READS.charge(code, len(answer))
    return answer


@contextmanager
def _but_staff(request: HttpRequest, code: str) -> Iterator[None]:
    """Let no 429 out for the staff, whom nobody asks for while all is well."""
    try:
        yield
    except TooMany:
        if not access.is_staff(request, selectors.session_location(code)):
            raise
