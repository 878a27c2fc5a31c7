"""Tickets as the board's queue lists them."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store import states
from store.models import Ticket
from store.wire.values import price


def ticket_head(ticket: Ticket) -> dict[str, Any]:
    """A ticket without what is on it: what the queue shows."""
    return {
        "id": str(ticket.pk),
        "TktID": ticket.name,
        "visit_id": str(ticket.visit_id),
        "machine_id": ticket.machine_id,
        "user_id": ticket.user_id,
        "start_time": iso(ticket.start_time),
        "end_time": iso(ticket.end_time),
        "status": ticket.status,
        "status_display": states.TICKET_WORDS[ticket.status],
        "reviewer_id": ticket.reviewer_id,
        "billable": ticket.visit.billable,
        "auto_completed": ticket.auto_completed,
        "at_risk": price(ticket.at_risk),
        "store_id": ticket.store_id,
    }


def exit_ticket(ticket: Ticket) -> dict[str, Any]:
    """A ticket as the exit answers."""
    return {
        "id": str(ticket.pk),
        "TktID": ticket.name,
        "machine_id": ticket.machine_id,
        "status": ticket.status,
        "status_display": states.TICKET_WORDS[ticket.status],
    }
