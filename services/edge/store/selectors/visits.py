"""Visits, and who is inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from kit.fields import uuid_of
from kit.polled import polled

from store import refusals
from store.models import CartLine, Ticket, Visit
from store.selectors.accounts import accounts_of
from store.weighing.whose import Stay
from store.wire.visits import visit_object


def visit_find(visit_id: str | UUID, *, user_id: int | None = None) -> Visit:
    """The visit of this id, any text; with `user_id` only that person's own. Raises 404
    `visit_not_found`.
    """
    id = uuid_of(visit_id, refusals.visit_not_found)
    found = visits_find(user_id=user_id).filter(pk=id).first()
    if found is None:
        raise refusals.visit_not_found()
    return found


def visits_find(*, user_id: int | None = None, open: bool | None = None) -> QuerySet[Visit]:
    """Visits, newest first: of somebody, that are open or over."""
    visits = Visit.objects.order_by("-entered_at", "id")
    if user_id is not None:
        visits = visits.filter(user=user_id)
    return visits if open is None else visits.filter(exited_at__isnull=open)


def visit_rows(visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """These visits with their carts, tickets and receipts; few questions for all of them."""
    ids = [visit.pk for visit in visits]
    carts: dict[UUID, list[CartLine]] = {}
    for line in CartLine.objects.filter(visit__in=ids).order_by("pk"):
        carts.setdefault(line.visit_id, []).append(line)
    tickets: dict[UUID, list[UUID]] = {}
    rows = Ticket.objects.filter(visit__in=ids).order_by("number").values_list("visit_id", "pk")
    for visit_id, ticket_id in rows:
        tickets.setdefault(visit_id, []).append(ticket_id)
    accounts = accounts_of(visits)
    return [
        visit_object(visit, carts.get(visit.pk, []), tickets.get(visit.pk, []), accounts[visit.pk])
        for visit in visits
    ]


@polled
def visits_open() -> QuerySet[Visit]:
    """Those of whoever is inside."""
    return Visit.objects.filter(exited_at=None)


def inside_now() -> list[Visit]:
    """Who is inside, longest first."""
    return list(visits_open().order_by("entered_at", "id"))


def stays_around(moments: Iterable[datetime]) -> list[Stay]:
    """Who was inside at any of these moments; exact only while the store is locked."""
    first, last = min(moments := list(moments)), max(moments)
    visits = Visit.objects.filter(Q(exited_at=None) | Q(exited_at__gt=first), entered_at__lte=last)
    rows = visits.order_by("entered_at", "id").values_list("pk", "entered_at", "exited_at")
    return [Stay(*row) for row in rows]
