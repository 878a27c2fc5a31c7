"""How fast one table may go on, whoever has its code: far above what people at a table do, and
below what stops the place. Counted per process; see ADR 28.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from kit.errors import TooMany
from kit.pace import Pace
from kit.throttle import Limit

from orders import access, selectors
from orders.models import Table

OPENINGS = Limit("openings of a table by guests", failures=5, window=timedelta(minutes=10))

# Keys are the codes of sessions and tables that exist.
ORDERS = Pace[str](burst=200, per_second=2)  # each line of a batch counts
CHANGES = Pace[str](burst=100, per_second=10)  # of the cart, calls and phones that join
LEFT = Pace[str](burst=200, per_second=60)  # questions what is left, one per phone and 0.8 s
READS = Pace[str](burst=8_000_000, per_second=1_000_000)  # bytes


def require(request: HttpRequest, pace: Pace[str], code: str, cost: int = 1) -> None:
    """Count something that the table of this code does; raises 429 `too_many_requests` when it does
    too much, but never for the location's staff.
    """
    if settings.RATE_LIMITS:
        with _but_staff(request, partial(selectors.session_location, code)):
            pace.take(code, cost)


def require_at(request: HttpRequest, pace: Pace[str], table: Table) -> None:
    """The same for what is asked of a table by its own code."""
    if settings.RATE_LIMITS:
        with _but_staff(request, lambda: table.location_id):
            pace.take(table.code)


def require_reading(request: HttpRequest, code: str) -> None:
    """Raise 429 `too_many_requests` while so much was read of a session that it is in debt; what is
    read is counted afterwards, by `count_read`.
    """
    if settings.RATE_LIMITS:
        with _but_staff(request, partial(selectors.session_location, code)):
            READS.require(code)


def count_read(code: str, answer: bytes) -> bytes:
    """The answer, counted as read."""
    if settings.RATE_LIMITS:
        READS.charge(code, len(answer))
    return answer


@contextmanager
def _but_staff(request: HttpRequest, location_of: Callable[[], int]) -> Iterator[None]:
    """Let no 429 out for the staff, whom nobody asks for while all is well."""
    try:
        yield
    except TooMany:
        if not access.is_staff(request, location_of()):
            raise
