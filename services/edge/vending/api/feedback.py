"""HTTP adapter of what customers say, for the operators' board."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from vending import access
from vending.schemas import feedback as schemas
from vending.selectors import feedback as selectors

router = Router()


@router.get(
    "/edge/feedback/",
    auth=access.operator,
    response={200: schemas.OpinionsOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def opinions(request: Any, asked: Query[schemas.OpinionsIn]) -> HttpResponse:
    """What customers say, with their sales: what is new by its rating, the worst first, all else
    newest first. `counts` are those of the machine, of every status.
    """
    found = selectors.opinions_find(
        machine_id=asked.machine_id, status=asked.status, transaction_id=asked.transaction_id
    )
    shown = page(request, asked, found, selectors.opinion_rows)
    return answer(request, shown | {"counts": selectors.opinion_counts(asked.machine_id)})
