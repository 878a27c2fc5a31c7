"""HTTP adapter of receipts."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer, ready
from kit.idempotency import once
from kit.openapi import allows
from ninja import Query, Router

from trolleys import access
from trolleys.actions.receipts import receipt_check
from trolleys.models import Receipt
from trolleys.schemas.payments import CheckedReceiptOut, CodeIn, PayerIn, ReceiptOut
from trolleys.selectors.receipts import receipt_of_code, receipt_visible
from trolleys.wire.receipts import checked_receipt_object, receipt_object

router = Router()


@router.post(
    "/api/receipts/verify/",
    auth=token_user,
    response={200: CheckedReceiptOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("waiter")
def verify(request: Any, body: CodeIn) -> HttpResponse:
    """Staff scan the code of a receipt at the exit: it is valid once."""

    def write(receipt: Receipt) -> bytes:
        checked = receipt_check(receipt_id=receipt.receipt_id, by=request.auth)
        return orjson.dumps(checked_receipt_object(checked))

    outcome = once(
        request,
        f"receipts/verify {request.auth.user_id}",
        prepare=lambda: receipt_of_code(body.code, request.auth),
        write=write,
    )
    return ready(request, *outcome)


@router.get(
    "/api/receipts/{receipt_id}/", response={200: ReceiptOut, **failures(400, 401, 404, 503)}
)
@allows("people")
def read(request: HttpRequest, receipt_id: str, asked: Query[PayerIn]) -> HttpResponse:
    """A receipt, for who may read its payment."""
    caller = access.bearer_user(request)
    receipt = receipt_visible(receipt_id, asked.session_id, caller)
    return answer(request, receipt_object(receipt))
