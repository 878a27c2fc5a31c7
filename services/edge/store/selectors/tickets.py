"""Tickets with all that is on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from kit.fields import uuid_of

from store import refusals, states
from store.models import Contest, MachineSession, Ticket, TicketLine, Video
from store.selectors.changes import changes_of_tickets
from store.selectors.clips import ticket_videos
from store.selectors.goods import products_of
from store.wire.changes import event_object
from store.wire.tickets import ticket_head, ticket_object


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


def ticket_heads(tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
    """These tickets as the queue shows them; one more question if any are contested."""
    contested = [each for each in tickets if each.status == states.CONTESTED]
    contests = _contests_of(contested) if contested else {}
    return [
        ticket_head(each, contests.get(each.visit_id) if each.status == states.CONTESTED else None)
        for each in tickets
    ]


def ticket_rows(tickets: Sequence[Ticket], reader: int) -> list[dict[str, Any]]:
    """These tickets as this reviewer sees them: links to footage are theirs. Few questions, however
    many tickets these are.
    """
    if not tickets:
        return []
    changes, lines = changes_of_tickets(tickets), _lines_of(tickets)
    videos, sessions = _videos_of(tickets), _sessions_of(tickets)
    goods = products_of(each.product_id for some in changes.values() for each in some)
    contests = _contests_of(tickets)
    return [
        ticket_object(
            ticket,
            [
                event_object(each, goods.get(each.product_id or 0))
                for each in changes[ticket.machine_id, ticket.visit_id]
            ],
            ticket_videos([each for each in videos if _sees(each, ticket)], reader),
            [each for each in sessions if _overlaps(ticket, each.started_at, each.ended_at)],
            lines[ticket.pk],
            contests.get(ticket.visit_id),
        )
        for ticket in tickets
    ]


def _lines_of(tickets: Sequence[Ticket]) -> Mapping[UUID, list[TicketLine]]:
    lines = defaultdict[UUID, list[TicketLine]](list)
    for line in TicketLine.objects.filter(ticket__in=[each.pk for each in tickets]).order_by("pk"):
        lines[line.ticket_id].append(line)
    return lines


def _contests_of(tickets: Sequence[Ticket]) -> Mapping[UUID, Contest]:
    """What their visitors have said last against their receipts, by visit."""
    said = Contest.objects.filter(receipt__visit__in={each.visit_id for each in tickets})
    return {each.receipt.visit_id: each for each in said.select_related("receipt").order_by("pk")}


def _videos_of(tickets: Sequence[Ticket]) -> list[Video]:
    """Clips whose footage overlaps the window of one of these."""
    overlapping = Video.objects.select_related("camera").filter(
        _window_of_any(tickets, "start_time", "end_time")
    )
    return list(overlapping.order_by("start_time", "id").prefetch_related("machines"))


def _sees(video: Video, ticket: Ticket) -> bool:
    """Whether a clip overlaps the ticket's window, of a camera that sees its machine."""
    seen = video.sees_all or any(each.pk == ticket.machine_id for each in video.machines.all())
    return seen and _overlaps(ticket, video.start_time, video.end_time)


def _sessions_of(tickets: Sequence[Ticket]) -> list[MachineSession]:
    """The machine sessions that overlap a window of these, that in progress at the entry
    included.
    """
    overlapping = MachineSession.objects.filter(_window_of_any(tickets, "started_at", "ended_at"))
    return list(overlapping.order_by("started_at"))


def _window_of_any(tickets: Sequence[Ticket], start: str, end: str) -> Q:
    """Rows whose time between these columns overlaps the window of one of these tickets."""
    windows = {(ticket.start_time, ticket.end_time) for ticket in tickets}
    any_of_them = Q()
    for begins, ends in windows:
        any_of_them |= Q(**{f"{start}__lt": ends, f"{end}__gt": begins})
    return any_of_them


def _overlaps(ticket: Ticket, start: datetime, end: datetime) -> bool:
    return start < ticket.end_time and end > ticket.start_time
