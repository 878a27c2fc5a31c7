"""HTTP adapter of reviewers: tickets, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.fields import uuid_of
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from store import access, goods, refusals
from store.actions import claims, reviewing, undoing
from store.api.writing import written
from store.models import Ticket
from store.schemas import tickets as schemas
from store.selectors.tickets import ticket_find, ticket_rows, tickets_find

router = Router()


@router.get(
    "/edge/tickets/",
    auth=access.reviewer,
    response={200: schemas.TicketsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def tickets(request: Any, asked: Query[schemas.TicketsIn]) -> HttpResponse:
    """Tickets, newest first."""
    found = tickets_find(status=asked.status, machine_id=asked.machine_id, visit_id=asked.visit_id)
    show = partial(ticket_rows, reader=request.auth.user_id)
    return answer(request, page(request, asked, found, show))


@router.get(
    "/edge/tickets/{ticket_id}/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(401, 403, 404, 503)},
)
@allows("reviewer")
def ticket(request: Any, ticket_id: str) -> HttpResponse:
    """One ticket."""
    return answer(request, ticket_rows([ticket_find(ticket_id)], request.auth.user_id)[0])


@router.post(
    "/edge/tickets/{ticket_id}/start/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(401, 403, 404, 409, 503)},
)
@allows("reviewer")
def start(request: Any, ticket_id: str) -> HttpResponse:
    """Take a ticket to review it."""
    return _step(
        request,
        "start",
        ticket_id,
        lambda id: reviewing.ticket_start(
            ticket_id=id, by=request.auth.user_id, name=request.auth.username
        ),
    )


@router.post(
    "/edge/tickets/{ticket_id}/claim-event/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("reviewer")
def claim_event(request: Any, ticket_id: str, body: schemas.ClaimIn) -> HttpResponse:
    """Say that a contested event is this visitor's; of several reviewers the first one has it."""
    event_id = uuid_of(body.event_id, refusals.event_not_found)
    return _step(
        request,
        f"claim {event_id}",
        ticket_id,
        lambda id: claims.event_claim(ticket_id=id, event_id=event_id, by=request.auth.user_id),
    )


@router.post(
    "/edge/tickets/{ticket_id}/split-event/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("reviewer")
def split_event(request: Any, ticket_id: str, body: schemas.SplitIn) -> HttpResponse:
    """Say that so many units of a contested event are this visitor's; the others stay contested."""
    event_id = uuid_of(body.event_id, refusals.event_not_found)
    return _step(
        request,
        f"split {event_id}",
        ticket_id,
        lambda id: claims.event_split(
            ticket_id=id, event_id=event_id, quantity=body.quantity, by=request.auth.user_id
        ),
    )


@router.post(
    "/edge/tickets/{ticket_id}/refuse-event/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("reviewer")
def refuse_event(request: Any, ticket_id: str, body: schemas.RefuseIn) -> HttpResponse:
    """Say that an event is not this visitor's; what is nobody's any more is unaccounted."""
    event_id = uuid_of(body.event_id, refusals.event_not_found)
    return _step(
        request,
        f"refuse {event_id}",
        ticket_id,
        lambda id: claims.event_refuse(ticket_id=id, event_id=event_id, by=request.auth.user_id),
    )


@router.post(
    "/edge/tickets/{ticket_id}/undo/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(401, 403, 404, 409, 503)},
)
@allows("reviewer")
def undo(request: Any, ticket_id: str) -> HttpResponse:
    """Take one's own last step on a ticket back."""
    return _step(
        request,
        "undo",
        ticket_id,
        lambda id: undoing.step_undo(
            ticket_id=id, by=request.auth.user_id, name=request.auth.username
        ),
    )


@router.post(
    "/edge/tickets/{ticket_id}/complete/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("reviewer")
def complete(request: Any, ticket_id: str, body: schemas.CompleteIn | None = None) -> HttpResponse:
    """Say what was taken, and be done with a ticket. `lines` take the place of the sensors'."""
    asked = body or schemas.CompleteIn()
    given = None
    if asked.lines is not None:
        given = goods.lines_given({line.product_id: line.quantity for line in asked.lines})
    return _step(
        request,
        "complete",
        ticket_id,
        lambda id: reviewing.ticket_complete(
            ticket_id=id, lines=given, note=asked.note, by=request.auth.user_id
        ),
    )


@router.post(
    "/edge/tickets/{ticket_id}/reopen/",
    auth=access.reviewer,
    response={200: schemas.TicketOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("reviewer")
def reopen(request: Any, ticket_id: str, body: schemas.ReopenIn) -> HttpResponse:
    """Have a complete ticket reviewed once more."""
    return _step(
        request,
        "reopen",
        ticket_id,
        lambda id: reviewing.ticket_reopen(
            ticket_id=id, reason=body.reason, by=request.auth.user_id
        ),
    )


def _step(request: Any, name: str, ticket_id: str, step: Callable[[UUID], Ticket]) -> HttpResponse:
    id = uuid_of(ticket_id, refusals.ticket_not_found)
    return written(
        request,
        f"{name} {id}",
        lambda: ticket_rows([ticket_find(step(id).pk)], request.auth.user_id)[0],
    )
