"""Whose an event is: reviewers claim it for a ticket's visitor, split it, or refuse it.

Each step is written down with how the event and the ticket were before and after it, so that it can
be undone (store.actions.undoing). An event belongs to at most one visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from store import refusals, states
from store.actions.alerts import alert_raise
from store.actions.holding import holding, tickets_follow
from store.actions.locking import store_lock, ticket_lock, visits_lock
from store.actions.reviewing import require_ours
from store.actions.ticket_moves import ticket_shown
from store.actions.tickets import step_note
from store.models import Alert, Ticket, Visit, WeightChange

# Contested, or claimed by somebody already.
CLAIMABLE = (states.CONTESTED_EVENT, states.ATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Case:
    """An event of a ticket that is under review. `candidates` are the visits whose it may be;
    everything is locked.
    """

    ticket: Ticket
    change: WeightChange
    visit: Visit
    candidates: list[UUID]

    @property
    def is_own(self) -> bool:
        return self.change.visit_id == self.ticket.visit_id

    @property
    def is_candidate(self) -> bool:
        return self.ticket.visit_id in self.candidates


@transaction.atomic
def event_claim(*, ticket_id: UUID, event_id: UUID, by: int) -> Ticket:
    """Say that a contested event is this ticket's visitor's. Of several reviewers the first one
    has it.

    Raises 409 `illegal_move` unless the ticket is under review, 403 `not_your_ticket`, 404
    `event_not_found` for what is no contested event of it, and 409 `event_claimed`.
    """
    case = _case(ticket_id, event_id, by)
    if not case.is_candidate:
        raise refusals.event_not_found()
    if case.is_own:
        return case.ticket
    before = _before(case)
    with holding(case.visit):
        _own(case)
    return _noted(case, "claim", by, before)


@transaction.atomic
def event_split(*, ticket_id: UUID, event_id: UUID, quantity: int, by: int) -> Ticket:
    """Say that so many units of a contested event are this ticket's visitor's. The others become an
    event of their own that is contested; the grams of both are those of the first.

    Raises as event_claim, and 400 `quantity_impossible` unless some units are left.
    """
    case = _case(ticket_id, event_id, by)
    if not case.is_candidate:
        raise refusals.event_not_found()
    change = case.change
    if change.quantity is None or not 0 < quantity < change.quantity:
        raise refusals.quantity_impossible()
    before = _before(case)
    with holding(case.visit):
        rest = _rest(case, quantity)
        _own(case)
    return _noted(case, "split", by, before, rest=event_state(rest))


@transaction.atomic
def event_refuse(*, ticket_id: UUID, event_id: UUID, by: int) -> Ticket:
    """Say that an event is not this ticket's visitor's. It is contested among its other candidates;
    what nobody is a candidate of any more is unaccounted, with an alert.

    Raises as event_claim; 404 `event_not_found` for what is neither the visitor's nor may be.
    """
    case = _case(ticket_id, event_id, by)
    before = _before(case)
    with holding(case.visit):
        case.change.candidates.remove(case.visit)
        others = set(case.candidates) - {case.ticket.visit_id}
        case.change.visit = None
        case.change.attribution = states.CONTESTED_EVENT if others else states.UNACCOUNTED
        case.change.save(update_fields=["visit", "attribution"])
    return _noted(case, "refuse", by, before, alert=not others and _alerted(case))


def candidates_of(event_id: UUID) -> list[UUID]:
    """Whose a contested event may be."""
    through = WeightChange.candidates.through.objects.filter(weightchange=event_id)
    return list(through.order_by("visit").values_list("visit", flat=True))


def event_lock(event_id: UUID | str) -> WeightChange | None:
    """The event of this id, locked."""
    events = WeightChange.objects.select_for_update(no_key=True, of=("self",))
    return events.filter(pk=event_id).first()


def event_state(change: WeightChange) -> dict[str, Any]:
    """How an event is, as the record of a step keeps it."""
    return {
        "event_id": str(change.pk),
        "visit_id": None if change.visit_id is None else str(change.visit_id),
        "attribution": change.attribution,
        "quantity": change.quantity,
        "weight_change_g": change.weight_change_g,
        "candidates": [str(each) for each in candidates_of(change.pk)],
    }


def _case(ticket_id: UUID, event_id: UUID, by: int) -> Case:
    """Lock the visits of all whom it may concern, then the ticket and the event. Whose the ticket
    is never changes; who is a candidate does so only while the candidate's visit is locked.
    """
    store_lock()
    whose = Ticket.objects.filter(pk=ticket_id).values_list("visit", flat=True)
    visits = visits_lock({*whose, *candidates_of(event_id)})
    ticket = ticket_lock(ticket_id)
    require_ours(ticket, by=by)
    change = event_lock(event_id)
    if change is None or change.machine_id != ticket.machine_id:
        raise refusals.event_not_found()
    case = Case(ticket, change, visits[ticket.visit_id], candidates_of(event_id))
    if change.attribution not in CLAIMABLE or not (case.is_own or case.is_candidate):
        raise refusals.event_not_found()
    if change.visit_id is not None and not case.is_own:
        raise refusals.event_claimed(_claimant(change))
    return case


def _claimant(change: WeightChange) -> Ticket | None:
    """The ticket for which an event was claimed."""
    return Ticket.objects.filter(visit=change.visit_id, machine=change.machine_id).first()


def _own(case: Case) -> None:
    case.change.visit, case.change.attribution = case.visit, states.ATTRIBUTED
    case.change.save(update_fields=["visit", "attribution"])


def _rest(case: Case, quantity: int) -> WeightChange:
    """Leave so many units to the event; the event of the others, contested among the same."""
    change = case.change
    units, grams = change.quantity or 0, change.weight_change_g
    kept = min(max(1, round(grams * quantity / units)), grams - 1)
    rest = WeightChange.objects.get(pk=change.pk)
    rest.pk, rest._state.adding = uuid4(), True
    rest.split_from, rest.visit, rest.attribution = change, None, states.CONTESTED_EVENT
    rest.quantity, rest.weight_change_g = units - quantity, grams - kept
    rest.save(force_insert=True)
    rest.candidates.set(Visit.objects.filter(pk__in=case.candidates))
    change.quantity, change.weight_change_g = quantity, kept
    change.save(update_fields=["quantity", "weight_change_g"])
    return rest


def _alerted(case: Case) -> bool:
    """Have staff look for what nobody can account for; whether there was no such alert yet."""
    known = Alert.objects.filter(
        kind=states.UNACCOUNTED_ALERT, machine=case.change.machine_id, visit=None, closed_at=None
    )
    is_new = not known.exists()
    alert_raise(states.UNACCOUNTED_ALERT, machine=case.change.machine)
    return is_new


def _before(case: Case) -> dict[str, Any]:
    return {**ticket_shown(case.ticket), "event": event_state(case.change)}


def _noted(case: Case, step: str, by: int, before: dict[str, Any], **more: Any) -> Ticket:
    """Write the step down; all tickets on which the event is, or was, know what is uncertain."""
    event = event_state(case.change)
    after = {"event_id": event["event_id"], "event": event, **more}
    step_note(case.ticket, step=step, by=by, before=before, after=after)
    tickets_follow({case.ticket.visit_id, *case.candidates}, machine_id=case.ticket.machine_id)
    case.ticket.refresh_from_db()
    return case.ticket
