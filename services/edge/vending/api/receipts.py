"""HTTP adapter of receipts: what became of a sale, for whoever has its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Query, Router

from vending.sale_refusals import receipt_incomplete
from vending.schemas import receipts as schemas
from vending.selectors.receipts import receipt_of, receipt_shown

router = Router()


@router.get(
    "/api/machine/{machine_id}/receipt/",
    response={200: schemas.ReceiptAddressOut, **failures(400, 404, 503)},
)
@allows("everybody")
def address(
    request: HttpRequest, machine_id: str, asked: Query[schemas.ReceiptOfIn]
) -> HttpResponse:
    """Where the receipt of a client's own transaction is: both ids are its proof."""
    if not (asked.client_id and asked.transaction_id):
        raise receipt_incomplete()
    found = receipt_of(
        machine_id=machine_id, client_id=asked.client_id, transaction_id=asked.transaction_id
    )
    return _unkept(answer(request, found))


@router.get("/edge/receipts/{receipt}/", response={200: schemas.ReceiptOut, **failures(404, 503)})
@allows("everybody")
def read(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of a sale: its address is a secret that cannot be guessed."""
    return _unkept(answer(request, receipt_shown(receipt)))


def _unkept(response: HttpResponse) -> HttpResponse:
    """No cache keeps the secret; the gateway sees to it that no other site is told of it."""
    response["Cache-Control"] = "no-store"
    return response
