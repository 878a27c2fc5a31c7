"""HTTP adapter of the ledger: transactions, events, mails."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer, ready
from kit.idempotency import Outcome, once
from kit.openapi import allows
from kit.paging import PageIn, page
from ninja import Query, Router

from vending import access
from vending.actions import decisions
from vending.actions.trials import dispense_test
from vending.models import Sale
from vending.schemas import ledger as schemas
from vending.selectors import desk as selectors

router = Router()
NAMED = "/edge/transactions/{path:transaction_id}/"  # an id may be any text, with slashes too


@router.get(
    "/edge/transactions/",
    auth=access.operator,
    response={200: schemas.SalesOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def transactions(request: Any, asked: Query[schemas.SalesIn]) -> HttpResponse:
    """The ledger, newest first."""
    found = selectors.sales_find(
        machine_id=asked.machine_id, among=asked.states, first=asked.first, last=asked.last
    )
    return answer(request, page(request, asked, found, selectors.sale_rows))


@router.post(
    f"{NAMED}refund/",
    auth=access.operator,
    response={200: schemas.LedgerOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("operator")
def refund(request: Any, transaction_id: str, body: schemas.DecisionIn) -> HttpResponse:
    """Decide that nothing came out of a dispense in review: all the money goes back."""
    return _decide(request, decisions.REFUND, decisions.sale_refund, transaction_id, body.reason)


@router.post(
    f"{NAMED}deliver/",
    auth=access.operator,
    response={200: schemas.LedgerOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("operator")
def deliver(request: Any, transaction_id: str, body: schemas.DecisionIn) -> HttpResponse:
    """Decide that everything came out of a dispense in review: its stock is taken out."""
    return _decide(request, decisions.DELIVER, decisions.sale_deliver, transaction_id, body.reason)


@router.get(
    NAMED,
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


@router.post(
    "/edge/vending-machines/{machine_id}/test-dispense/",
    auth=access.operator,
    response={201: schemas.LedgerOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("operator")
def test_dispense(request: Any, machine_id: str, body: schemas.TestIn) -> HttpResponse:
    """Have a machine dispense some units without money, also while it is out of service."""

    def write() -> Outcome:
        sale = dispense_test(
            machine_id=machine_id,
            quantity=body.quantity,
            reason=body.reason,
            by=request.auth.username,
        )
        return Outcome(orjson.dumps(selectors.ledger_shown(sale.transaction_id)), 201)

    scope = f"sale test {_short(machine_id)} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))


def _short(name: str) -> uuid.UUID:
    """What stands in a scope for a name, however long that is."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def _decide(
    request: Any, decision: str, decide: Callable[..., Sale], transaction_id: str, reason: str
) -> HttpResponse:
    """Decide a sale, once for each Idempotency-Key, and show its ledger."""

    def write() -> bytes:
        decide(transaction_id=transaction_id, reason=reason, by=request.auth.username)
        return orjson.dumps(selectors.ledger_shown(transaction_id))

    scope = f"sale {decision} {_short(transaction_id)} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))
