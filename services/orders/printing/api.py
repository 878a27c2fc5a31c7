"""HTTP adapter of printers and their tickets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import Done, failures
from kit.auth import signed_in
from kit.envelopes import answer, done, ready
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router
from orders import access
from peers.locations import Role

from printing import selectors
from printing.actions import printers, tickets
from printing.schemas import (
    PrinterAnswer,
    PrinterEditIn,
    PrinterIn,
    PrintersAnswer,
    TicketsAnswer,
)

router = Router()

setter = access.staff_of("printer_id", selectors.printer_location, Role.MANAGER)
repeater = access.staff_of("ticket_id", selectors.ticket_location, Role.KITCHEN)
DONE: dict[Any, Any] = {200: Done, **failures(400, 403, 404, 503)}


@router.get(
    "/orders/printers/find/",
    auth=signed_in,
    response={200: PrintersAnswer, **failures(400, 403, 503)},
)
@allows("staff")
def find_printers(request: Any, location_id: Id) -> HttpResponse:
    """The printers of a location, and how they are; for its staff."""
    access.require_staff(request.auth, location_id, Role.KITCHEN)
    return answer(request, selectors.printers_find(location_id))


@router.post(
    "/orders/printers/create/",
    auth=signed_in,
    response={200: PrinterAnswer, **failures(400, 403, 422, 503)},
)
@allows("manager")
def create_printer(request: Any, body: PrinterIn) -> HttpResponse:
    """Add a printer to a location, for its managers. It prints what is ordered from now on of its
    categories; of all without any. Its address has to be where printers may be: 400
    `printer_refused`.
    """
    access.require_staff(request.auth, body.location_id, Role.MANAGER)  # of a repeat too

    def write() -> bytes:
        return printers.printer_create(location_id=body.location_id, fields=body.fields())

    return ready(request, *once(request, f"printer {request.auth.user_id}", write=write))


@router.post(
    "/orders/printers/edit/{printer_id}/",
    auth=setter,
    response={200: PrinterAnswer, **failures(400, 403, 404, 503)},
)
@allows("manager")
def edit_printer(request: Any, printer_id: Id, body: PrinterEditIn) -> HttpResponse:
    """Change what is sent of a printer."""
    return ready(request, printers.printer_edit(printer_id=printer_id, fields=body.sent()))


@router.post("/orders/printers/remove/{printer_id}/", auth=setter, response=DONE)
@allows("manager")
def remove_printer(request: Any, printer_id: Id) -> HttpResponse:
    """Take a printer away, with all that waits for it."""
    printers.printer_remove(printer_id=printer_id)
    return done(request)


@router.post("/orders/printers/test/{printer_id}/", auth=setter, response=DONE)
@allows("manager")
def test_printer(request: Any, printer_id: Id) -> HttpResponse:
    """Have a printer print a test, behind what waits for it."""
    tickets.ticket_test(printer_id=printer_id)
    return done(request)


@router.get(
    "/orders/printers/tickets/{printer_id}/",
    auth=signed_in,
    response={200: TicketsAnswer, **failures(403, 404, 503)},
)
@allows("staff")
def find_tickets(request: Any, printer_id: Id) -> HttpResponse:
    """The last thirty tickets of a printer, the newest first; for the location's staff."""
    location_id = selectors.printer_location(printer_id)
    access.require_staff(request.auth, location_id, Role.KITCHEN)
    return answer(request, selectors.tickets_last(printer_id))


@router.post("/orders/printers/again/{ticket_id}/", auth=repeater, response=DONE)
@allows("staff")
def print_again(request: Any, ticket_id: Id) -> HttpResponse:
    """Print a ticket again, marked as a copy; for the location's staff."""
    tickets.ticket_again(ticket_id=ticket_id)
    return done(request)
