"""Receipts, and how a place takes money, over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer
from kit.errors import malformed
from kit.fields import Id
from kit.openapi import allows
from ninja import Query, Router
from orders import access, selectors
from peers.locations import Role

from bills import wire
from bills.accounts import book_of
from bills.actions.books import book_set
from bills.schemas.receipts import (
    BillReceiptAnswer,
    BillReceiptsAnswer,
    BookAnswer,
    BookIn,
    ReceiptsIn,
)
from bills.selectors.receipts import receipt_get, receipts_find

router = Router()


@router.get(
    "/orders/receipts/get/{receipt_id}/", response={200: BillReceiptAnswer, **failures(404, 503)}
)
@allows("everybody")
def get_receipt(request: HttpRequest, receipt_id: str) -> HttpResponse:
    """A receipt as it was given out. Its id is told to its payer and to the place's staff, and lets
    in who knows it.
    """
    return answer(request, receipt_get(receipt_id))


@router.get(
    "/orders/receipts/find/",
    auth=signed_in,
    response={200: BillReceiptsAnswer, **failures(400, 403, 503)},
)
@allows("waiter")
def find_receipts(request: Any, asked: Query[ReceiptsIn]) -> HttpResponse:
    """At most 100 receipts of a place, newest first, for its staff."""
    if asked.location_id is None:
        raise malformed()
    access.require_staff(request.auth, asked.location_id)
    found = receipts_find(
        asked.location_id, since=asked.since, until=asked.until, offset=asked.offset
    )
    return answer(request, found)


@router.get(
    "/orders/bills/settings/{location_id}/", response={200: BookAnswer, **failures(404, 503)}
)
@allows("everybody")
def get_book(request: HttpRequest, location_id: Id) -> HttpResponse:
    """How a place takes money, and what stands on its receipts."""
    selectors.require_place(location_id)
    return answer(request, wire.book_object(book_of(location_id)))


@router.post(
    "/orders/bills/settings/{location_id}/",
    auth=signed_in,
    response={200: BookAnswer, **failures(400, 403, 404, 503)},
)
@allows("manager")
def set_book(request: Any, location_id: Id, body: BookIn) -> HttpResponse:
    """Change what is sent of it; for the location's managers."""
    access.require_staff(request.auth, location_id, Role.MANAGER)
    return answer(request, wire.book_object(book_set(location_id=location_id, fields=body.sent())))
