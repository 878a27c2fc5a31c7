"""HTTP adapter of figures, and of files for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from kit.api import failures
from kit.clock import clock_now
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Query, Router

from vending import access
from vending.schemas.ledger import SalesFilter
from vending.schemas.reports import UsageIn, UsageOut
from vending.selectors.desk import sales_find, sales_walk
from vending.selectors.usage import usage, usage_lines
from vending.wire import tables

router = Router()
CONTENT = {"text/csv": {"schema": {"type": "string"}}}
FILE = {"responses": {200: {"description": "OK", "content": CONTENT}}}


@router.get(
    "/edge/usage/",
    auth=access.operator,
    response={200: UsageOut, **failures(400, 401, 403, 503)},
    by_alias=True,
)
@allows("operator")
def read_usage(request: Any, asked: Query[UsageIn]) -> HttpResponse:
    """What machines sell and take, by days, machines and hours."""
    first, last = asked.days
    return answer(request, usage(first=first, last=last, machine_id=asked.machine_id))


@router.get(
    "/edge/usage/csv/",
    auth=access.operator,
    response=failures(400, 401, 403, 503),
    openapi_extra=FILE,
)
@allows("operator")
def usage_file(request: Any, asked: Query[UsageIn]) -> StreamingHttpResponse:
    """The same as a CSV file, a line for each machine and day."""
    first, last = asked.days
    found = usage_lines(first=first, last=last, machine_id=asked.machine_id)
    lines = (tables.usage_line(*each) for each in found)
    return _file(f"usage-{first}-{last}", tables.USAGE, lines)


@router.get(
    "/edge/transactions/csv/",
    auth=access.operator,
    response=failures(400, 401, 403, 503),
    openapi_extra=FILE,
)
@allows("operator")
def transactions_file(request: Any, asked: Query[SalesFilter]) -> StreamingHttpResponse:
    """The ledger as a CSV file, newest first."""
    found = sales_find(
        machine_id=asked.machine_id, among=asked.states, first=asked.first, last=asked.last
    )
    now = clock_now()
    lines = (tables.sale_line(sale, now) for sale in sales_walk(found))
    return _file("transactions", tables.SALES, lines)


def _file(
    name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A file to be saved. Its first part is made before it is answered, so that a database that is
    down is a 503.
    """
    parts = tables.table(header, lines)
    return StreamingHttpResponse(
        chain([next(parts)], parts),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "no-store",
        },
    )
