"""HTTP adapter of refunds that operators look after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer, ready
from kit.idempotency import once
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from vending import access
from vending.actions import settling
from vending.schemas import refunds as schemas
from vending.selectors import refunds as selectors

router = Router()


@router.get(
    "/edge/refunds/",
    auth=access.operator,
    response={200: schemas.RefundsOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def refunds(request: Any, asked: Query[schemas.RefundsIn]) -> HttpResponse:
    """Money that is on its way back, newest first; with a state also what is back."""
    found = selectors.refunds_find(machine_id=asked.machine_id, state=asked.state)
    return answer(request, page(request, asked, found, selectors.refund_rows))


@router.post(
    "/edge/refunds/{refund_id}/retry/",
    auth=access.operator,
    response={200: schemas.RefundRowOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("operator")
def retry(request: Any, refund_id: str) -> HttpResponse:
    """Have the provider be asked for a refund at once."""
    return _look_after(request, settling.RETRY, refund_id, settling.refund_retry)


@router.post(
    "/edge/refunds/{refund_id}/settle/",
    auth=access.operator,
    response={200: schemas.RefundRowOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("operator")
def settle(request: Any, refund_id: str, body: schemas.SettleIn) -> HttpResponse:
    """Note that a refund was paid back by hand; the provider is never asked for it any more."""
    act = partial(settling.refund_settle, reason=body.reason, reference=body.reference)
    return _look_after(request, settling.SETTLE, refund_id, act)


def _look_after(request: Any, deed: str, refund_id: str, act: Callable[..., None]) -> HttpResponse:
    """Do it once for each Idempotency-Key, and show the refund."""
    refund = selectors.refund_find(refund_id)

    def write() -> bytes:
        act(refund=refund, by=request.auth.username)
        [shown] = selectors.refund_rows([selectors.refund_find(refund_id)])
        return orjson.dumps(shown)

    scope = f"refund {deed} {refund.refund_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))
