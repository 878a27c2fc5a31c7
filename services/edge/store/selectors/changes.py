"""Weight changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from store.models import Ticket, Visit, WeightChange
from store.wire.changes import change_object

# Who moves a thing from one scale to another has picked it first.
IN_ORDER = ("event_time", "received_at", "status", "id")


def changes_find(
    *, machine_id: str | None = None, visit_id: Any = None, status: str | None = None
) -> QuerySet[WeightChange]:
    """Weight changes, newest first: of a machine, that are a visit's, picked or placed."""
    asked = {"machine": machine_id, "visit": visit_id, "status": status}
    given = {name: value for name, value in asked.items() if value is not None}
    return WeightChange.objects.filter(**given).order_by("-received_at", "id")


def change_rows(changes: Sequence[WeightChange]) -> list[dict[str, Any]]:
    return [change_object(change) for change in changes]


def changes_of_visit(visit: Visit) -> list[WeightChange]:
    """The changes that are a visit's or may be, in their order."""
    return _in_order(WeightChange.objects.filter(Q(visit=visit) | Q(candidates=visit)))


def changes_of_ticket(ticket: Ticket) -> list[WeightChange]:
    """The same of one machine."""
    of_visit = Q(visit=ticket.visit_id) | Q(candidates=ticket.visit_id)
    return _in_order(WeightChange.objects.filter(of_visit, machine=ticket.machine_id))


def changes_of_tickets(
    tickets: Iterable[Ticket],
) -> Mapping[tuple[str, UUID], list[WeightChange]]:
    """The same of several, by machine and visit."""
    visits = {ticket.visit_id for ticket in tickets}
    of_visits = Q(visit__in=visits) | Q(candidates__in=visits)
    machines = {ticket.machine_id for ticket in tickets}
    found = WeightChange.objects.filter(of_visits, machine__in=machines)
    candidates = Prefetch("candidates", Visit.objects.order_by("entered_at", "id"))
    changes = defaultdict[tuple[str, UUID], list[WeightChange]](list)
    for change in _in_order(found.prefetch_related(candidates)):
        whose = {change.visit_id, *(visit.pk for visit in change.candidates.all())}
        for visit_id in filter(None, whose):
            changes[change.machine_id, visit_id].append(change)
    return changes


def _in_order(changes: QuerySet[WeightChange]) -> list[WeightChange]:
    return list(changes.order_by(*IN_ORDER).distinct())
