"""Reads of printers and their tickets."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from kit.clock import iso
from kit.errors import NotFound

from printing.models import Printer, Ticket

LAST = 30  # tickets of a printer that are shown
COLUMNS = ("id", "location_id", "name", "host", "port", "categories", "columns", "language")


def printer_shown(printer: Printer) -> dict[str, Any]:
    """A printer as the panel and its staff see it; `waiting` counts the tickets that wait for it,
    `trouble` is null while it prints.
    """
    waiting = printer.tickets.filter(printed_at=None).count()
    return _shown(printer, waiting)


def printers_find(location_id: int) -> list[dict[str, Any]]:
    """The printers of a location by id."""
    waiting = Count("tickets", filter=Q(tickets__printed_at=None))
    printers = Printer.objects.filter(location_id=location_id).order_by("id")
    return [_shown(each, each.waiting) for each in printers.annotate(waiting=waiting)]


def _shown(printer: Printer, waiting: int) -> dict[str, Any]:
    return {
        **{name: getattr(printer, name) for name in COLUMNS},
        "code_page": printer.code_page,
        "is_active": printer.is_active,
        "trouble": printer.trouble or None,
        "since": iso(printer.troubled_at),
        "waiting": waiting,
    }


def printer_location(printer_id: int) -> int:
    """The location of a printer; raises 404 `printer_not_found`."""
    printers = Printer.objects.filter(pk=printer_id)
    location_id = printers.values_list("location_id", flat=True).first()
    if location_id is None:
        raise NotFound("printer_not_found")
    return location_id


def ticket_location(ticket_id: int) -> int:
    """The location of a ticket; raises 404 `ticket_not_found`."""
    tickets = Ticket.objects.filter(pk=ticket_id)
    location_id = tickets.values_list("printer__location_id", flat=True).first()
    if location_id is None:
        raise NotFound("ticket_not_found")
    return location_id


def tickets_last(printer_id: int) -> list[dict[str, Any]]:
    """The last tickets of a printer, the newest first."""
    tickets = Ticket.objects.filter(printer=printer_id).order_by("-id")[:LAST]
    return [_ticket(each) for each in tickets]


def _ticket(ticket: Ticket) -> dict[str, Any]:
    lines = [(each["quantity"], each["name"]) for each in ticket.content["lines"]]
    return {
        "id": ticket.pk,
        "kind": ticket.kind,
        "place": ticket.content["place"],
        "lines": [{"quantity": quantity, "name": name} for quantity, name in lines],
        "is_copy": ticket.copy_of_id is not None,
        "timestamp": iso(ticket.created_at),
        "printed": iso(ticket.printed_at),
    }
