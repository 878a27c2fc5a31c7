"""Tickets with all that is on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from kit.fields import uuid_of

from store import refusals
from store.models import MachineSession, Ticket, TicketLine, Video
from store.selectors.changes import changes_of_ticket
from store.selectors.clips import ticket_videos
from store.wire.tickets import ticket_object


def ticket_find(ticket_id: str | UUID) -> Ticket:
    """The ticket of this id, any text; raises 404 `ticket_not_found`."""
    id = uuid_of(ticket_id, refusals.ticket_not_found)
    ticket = Ticket.objects.select_related("visit").filter(pk=id).first()
    if ticket is None:
        raise refusals.ticket_not_found()
    return ticket


def tickets_find(
    *, status: str | None = None, machine_id: str | None = None, visit_id: UUID | None = None
) -> QuerySet[Ticket]:
    """Tickets, newest first: in a state, of a machine, of a visit."""
    asked = {"status": status, "machine": machine_id, "visit": visit_id}
    given = {name: value for name, value in asked.items() if value is not None}
    return Ticket.objects.select_related("visit").filter(**given).order_by("-number")


def ticket_rows(tickets: Sequence[Ticket], reader: int) -> list[dict[str, Any]]:
    """These tickets as this reviewer sees them: links to footage are theirs."""
    lines: dict[UUID, list[TicketLine]] = {}
    for line in TicketLine.objects.filter(ticket__in=[each.pk for each in tickets]).order_by("pk"):
        lines.setdefault(line.ticket_id, []).append(line)
    return [
        ticket_object(
            ticket,
            changes_of_ticket(ticket),
            ticket_videos(videos_of(ticket), reader),
            sessions_of(ticket),
            lines.get(ticket.pk, []),
        )
        for ticket in tickets
    ]


def videos_of(ticket: Ticket) -> list[Video]:
    """Clips whose footage overlaps the ticket's window, of cameras that see its machine."""
    overlapping = Video.objects.filter(
        Q(sees_all=True) | Q(machines=ticket.machine_id),
        start_time__lt=ticket.end_time,
        end_time__gt=ticket.start_time,
    )
    return list(overlapping.order_by("start_time", "id").distinct())


def sessions_of(ticket: Ticket) -> list[MachineSession]:
    """The machine sessions that overlap its window, that in progress at the entry included."""
    overlapping = MachineSession.objects.filter(
        started_at__lt=ticket.end_time, ended_at__gt=ticket.start_time
    )
    return list(overlapping.order_by("started_at"))
