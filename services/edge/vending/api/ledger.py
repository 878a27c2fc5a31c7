"""HTTP adapter of the ledger: transactions, events, mails."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import PageIn, page
from ninja import Query, Router

from vending import access
from vending.schemas import ledger as schemas
from vending.selectors import desk as selectors

router = Router()
ONE = "/edge/transactions/{path:transaction_id}/"  # an id may be any text, with slashes too


@router.get(
    "/edge/transactions/",
    auth=access.operator,
    response={200: schemas.SalesOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def transactions(request: Any, asked: Query[schemas.SalesIn]) -> HttpResponse:
    """The ledger, newest first."""
    found = selectors.sales_find(machine_id=asked.machine_id, state=asked.state)
    return answer(request, page(request, asked, found, selectors.sale_rows))


@router.get(
    ONE,
    auth=access.operator,
    response={200: schemas.LedgerOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def read(request: Any, transaction_id: str) -> HttpResponse:
    """One transaction with every step and its time, and its refunds."""
    return answer(request, selectors.ledger_shown(transaction_id))


@router.get(
    "/edge/machine-events/",
    auth=access.operator,
    response={200: schemas.EventsOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def events(request: Any, asked: Query[schemas.OfMachineIn]) -> HttpResponse:
    """What has happened to machines, newest first."""
    found = selectors.events_find(asked.machine_id)
    return answer(request, page(request, asked, found, selectors.event_rows))


@router.get(
    "/edge/mails/",
    auth=access.operator,
    response={200: schemas.MailsOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def mails(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Mails to the operators, newest first, and which were sent."""
    return answer(request, page(request, asked, selectors.mails_find(), selectors.mail_rows))
