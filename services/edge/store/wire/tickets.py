"""Tickets: as the queue lists them, as reviewers open them, as the exit answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit.clock import iso

from store import states
from store.models import Contest, MachineSession, Ticket, TicketLine
from store.wire.money import contest_object
from store.wire.values import price
from store.wire.visits import line_object


def ticket_head(ticket: Ticket, contest: Contest | None = None) -> dict[str, Any]:
    """A ticket without what is on it: what the queue shows, with what is contested now."""
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
        "reviewer_name": ticket.reviewer_name if ticket.reviewer_id else "",
        "billable": ticket.visit.billable,
        "auto_completed": ticket.auto_completed,
        "at_risk": price(ticket.at_risk),
        "reasons": [
            *([{"code": "away", "count": 1}] if ticket.was_offline else []),
            *ticket.reasons,
        ],
        "contest": contest_object(contest),
        "store_id": ticket.store_id,
    }


def ticket_object(
    ticket: Ticket,
    events: list[dict[str, Any]],
    videos: list[dict[str, Any]],
    sessions: Iterable[MachineSession],
    lines: Iterable[TicketLine],
    contest: Contest | None,
) -> dict[str, Any]:
    """A ticket with all that is on it."""
    return {
        **ticket_head(ticket),
        "role": ticket.visit.role,
        "events": events,
        "videos": videos,
        "sessions": [str(session.pk) for session in sessions],
        "lines": [line_object(line) for line in lines],
        "note": ticket.note,
        "was_offline": ticket.was_offline,
        "contest": contest_object(contest),
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
