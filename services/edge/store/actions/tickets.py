"""Tickets come at the exit, one for each machine; what comes late comes to them too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from kit.clock import clock_now

from store import states
from store.actions.receipts import receipt_follow
from store.actions.telling import ticket_tell
from store.models import Machine, Store, Ticket, TicketLine, TicketStep, Visit, WeightChange
from store.selectors.carts import visit_lines
from store.selectors.changes import changes_of_ticket, changes_of_visit
from store.selectors.goods import names_of
from store.selectors.machines import machines_away, machines_find
from store.selectors.risks import at_risk, reasons_of
from store.weighing.carts import Line


def tickets_open(visit: Visit, *, store: Store) -> list[Ticket]:
    """The tickets of a visit that has just ended, on a locked store. One of a machine that was
    there all the time and shows nothing is complete by itself.
    """
    machines = list(machines_find())
    away = machines_away(machines, visit.entered_at, visit.exited_at or clock_now())
    changes = _by_machine(changes_of_visit(visit))
    tickets = []
    for machine in machines:
        store.last_ticket += 1
        ticket = _ticket(visit, machine, store.last_ticket, changes.get(machine.pk, []))
        ticket.was_offline = machine.pk in away
        if machine.pk not in changes and not ticket.was_offline:
            ticket.status, ticket.auto_completed = states.REVIEW_COMPLETE, True
        tickets.append(ticket)
    store.save(update_fields=["last_ticket"])
    Ticket.objects.bulk_create(tickets)
    TicketStep.objects.bulk_create(
        TicketStep(ticket=ticket, step="open", after={"status": ticket.status})
        for ticket in tickets
    )
    lines_refresh(visit, tickets=tickets)
    for ticket in tickets:
        if not ticket.auto_completed:  # of hundreds of machines most say nothing
            ticket_tell(ticket)
    receipt_follow(visit)
    return tickets


def _ticket(visit: Visit, machine: Machine, number: int, changes: Sequence[WeightChange]) -> Ticket:
    return Ticket(
        store_id=settings.STORE_LOCATION_ID,
        number=number,
        visit=visit,
        user_id=visit.user_id,
        machine=machine,
        start_time=visit.entered_at,
        end_time=cast(datetime, visit.exited_at),
        at_risk=at_risk(changes, visit.pk),
        reasons=reasons_of(changes, visit.pk),
    )


def lines_refresh(visit: Visit, *, tickets: Iterable[Ticket]) -> None:
    """Have these tickets of a visit, those without a reviewer's lines, say what the sensors say."""
    open_ones = {ticket.machine_id: ticket for ticket in tickets if not ticket.by_hand}
    lines = visit_lines(visit)
    names = names_of(line.product_id for line in lines)
    TicketLine.objects.filter(ticket__in=open_ones.values()).delete()
    TicketLine.objects.bulk_create(
        _line(open_ones[line.machine_id], line, names)
        for line in lines
        if line.machine_id in open_ones
    )


def risk_refresh(ticket: Ticket) -> None:
    """Have a locked ticket know what is uncertain on it."""
    changes = changes_of_ticket(ticket)
    ticket.at_risk = at_risk(changes, ticket.visit_id)
    ticket.reasons = reasons_of(changes, ticket.visit_id)
    ticket.save(update_fields=["at_risk", "reasons", "updated_at"])


def late_change_arrives(visit: Visit, *, machine_id: str) -> None:
    """Something was weighed during a visit that is over: it is on the ticket, which a reviewer has
    to look at if it was complete by itself.
    """
    ticket = (
        Ticket.objects.select_for_update(no_key=True)
        .filter(visit=visit, machine=machine_id)
        .first()
    )
    if ticket is None:
        return
    if ticket.auto_completed:
        step_note(ticket, step="late event", by=None, before={"status": ticket.status})
        ticket.status, ticket.auto_completed = states.TO_BE_REVIEWED, False
        ticket.save(update_fields=["status", "auto_completed", "updated_at"])
        receipt_follow(visit)
    if ticket.status != states.REVIEW_COMPLETE:
        lines_refresh(visit, tickets=[ticket])
    risk_refresh(ticket)
    ticket_tell(ticket)


def step_note(
    ticket: Ticket,
    *,
    step: str,
    by: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write a step down; `by` is None for what happens by itself."""
    TicketStep.objects.create(
        ticket=ticket, step=step, user_id=by, before=before or {}, after=after or {}
    )


def _line(ticket: Ticket, line: Line, names: dict[int, str]) -> TicketLine:
    return TicketLine(
        ticket=ticket,
        product_id=line.product_id,
        name=names[line.product_id],
        quantity=line.quantity,
        unit_price=line.unit_price,
    )


def _by_machine(changes: Iterable[WeightChange]) -> dict[str, list[WeightChange]]:
    sorted_out: dict[str, list[WeightChange]] = {}
    for change in changes:
        sorted_out.setdefault(change.machine_id, []).append(change)
    return sorted_out
