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
from store.selectors import receipt_reports, reports

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


@router.get(
    "/edge/store/reports/waits/",
    auth=access.staff,
    response={200: schemas.WaitsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def waits(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """How long after the exit receipts came, by day."""
    first, last = asked.days
    return answer(request, receipt_reports.waits(first=first, last=last))


@router.get(
    "/edge/store/reports/disputes/",
    auth=access.staff,
    response={200: schemas.DisputesOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def disputes(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """How many receipts were contested, by day and machine."""
    first, last = asked.days
    return answer(request, receipt_reports.disputes(first=first, last=last))


@router.get(
    "/edge/store/reports/takings/",
    auth=access.staff,
    response={200: schemas.StoreTakingsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def takings(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """What receipts come to, and what of it is paid, by day."""
    first, last = asked.days
    return answer(request, receipt_reports.takings(first=first, last=last))


@router.get(
    "/edge/store/reports/goods/",
    auth=access.staff,
    response={200: schemas.GoodsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def goods(request: Any, asked: Query[DaysIn]) -> HttpResponse:
    """Units and takings by product, the dearest first."""
    first, last = asked.days
    return answer(request, receipt_reports.goods(first=first, last=last))
