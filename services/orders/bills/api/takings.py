"""What days have brought, over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer
from kit.fields import Id
from kit.openapi import allows
from ninja import Query, Router
from orders import access
from peers.locations import Role

from bills import tables, wire_takings
from bills.api.staff import staff_names
from bills.days import period_of
from bills.schemas.reports import PlaceDaysIn, TakingsAnswer
from bills.selectors.receipts import receipts_between
from bills.selectors.takings import takings_read

router = Router(by_alias=True)
CONTENT = {"text/csv": {"schema": {"type": "string"}}}
FILE = {"responses": {200: {"description": "OK", "content": CONTENT}}}


@router.get(
    "/orders/takings/get/{location_id}/",
    auth=signed_in,
    response={200: TakingsAnswer, **failures(400, 403, 503)},
)
@allows("manager")
def get_takings(request: Any, location_id: Id, asked: Query[PlaceDaysIn]) -> HttpResponse:
    """What some business days of a place have brought, for its managers."""
    access.require_staff(request.auth, location_id, Role.MANAGER)
    period = period_of(location_id, first=asked.first, last=asked.last)
    takings = takings_read(period)
    names = staff_names(wire_takings.users_of(takings))
    return answer(request, wire_takings.takings_object(period, takings, names))


@router.get(
    "/orders/receipts/export/{location_id}/",
    auth=signed_in,
    response=failures(400, 403, 503),
    openapi_extra=FILE,
)
@allows("manager")
def export_receipts(
    request: Any, location_id: Id, asked: Query[PlaceDaysIn]
) -> StreamingHttpResponse:
    """The receipts of some business days as a CSV file for the accountant: a line for each receipt
    and rate of tax, oldest first.
    """
    access.require_staff(request.auth, location_id, Role.MANAGER)
    period = period_of(location_id, first=asked.first, last=asked.last)
    parts = tables.receipt_parts(receipts_between(period), period.zone)
    name = f"receipts-{period.first}-{period.last}"
    return StreamingHttpResponse(
        parts,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "no-store",
        },
    )
