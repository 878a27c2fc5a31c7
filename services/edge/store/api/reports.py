"""HTTP adapter of figures of days, for staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.days import DaysIn
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Query, Router

from store import access
from store.schemas import reports as schemas
from store.selectors import reports

router = Router(by_alias=True)


@router.get(
    "/edge/store/reports/unaccounted/",
    auth=access.staff,
    response={200: schemas.UnaccountedOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def unaccounted(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """Grams that nobody can account for, by day, hour of the day and machine."""
    first, last = asked.days
    return answer(request, reports.unaccounted(first=first, last=last))


@router.get(
    "/edge/store/reports/reviews/",
    auth=access.staff,
    response={200: schemas.ReviewsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def reviews(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """How many visits a reviewer has looked at, and how many completed by themselves, by day."""
    first, last = asked.days
    return answer(request, reports.reviews(first=first, last=last))
