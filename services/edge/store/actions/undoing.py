"""A reviewer takes the last step on a ticket back, unless something was built upon it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from store import refusals, states
from store.actions.alerts import alerts_close
from store.actions.claims import candidates_of, event_lock, event_state
from store.actions.holding import holding, tickets_follow
from store.actions.locking import store_lock, ticket_lock, visits_lock
from store.actions.reviewing import ticket_reopen, ticket_start
from store.actions.telling import ticket_tell
from store.actions.ticket_moves import ticket_shown
from store.actions.tickets import lines_refresh, step_note
from store.models import Ticket, TicketLine, TicketStep, Visit, WeightChange
from store.selectors.goods import names_of

UNDO = "undo"
ON_EVENTS = ("claim", "split", "refuse")
WHY = "Undone at once"


@transaction.atomic
def step_undo(*, ticket_id: UUID, by: int, name: str = "") -> Ticket:
    """Take the reviewer's own last step on a ticket back: a start gives it back to the queue, a
    completion is reopened and started at once, an event is as it was before.

    Raises 404 `ticket_not_found`, 409 `nothing_to_undo`, and 409 `step_built_upon` when somebody
    has gone on from there.
    """
    store_lock()
    visit_id = Ticket.objects.filter(pk=ticket_id).values_list("visit", flat=True).first()
    if visit_id is None:
        raise refusals.ticket_not_found()
    visits = visits_lock({visit_id, *_concerned(ticket_id, by)})
    ticket = ticket_lock(ticket_id)
    step = _last(ticket_id, by)
    if not visits.keys() >= set(_concerned(ticket_id, by)):
        raise refusals.step_built_upon()
    before = ticket_shown(ticket)
    undo = UNDOING.get(step.step, _event_undo)
    undo(ticket, step, visits[visit_id], name)
    ticket.refresh_from_db()
    undone = [step.pk, *_since(ticket, step)]
    step_note(
        ticket, step=UNDO, by=by, before=before, after={"undone": undone, **ticket_shown(ticket)}
    )
    return ticket


def _concerned(ticket_id: UUID, by: int) -> list[UUID]:
    """The visits that an undone step on an event may concern."""
    event = _last(ticket_id, by).before.get("event")
    if event is None:
        return []
    return [*map(UUID, event["candidates"]), *candidates_of(UUID(event["event_id"]))]


def _last(ticket_id: UUID, by: int) -> TicketStep:
    """The reviewer's own last step, which nobody has gone on from."""
    steps = list(TicketStep.objects.filter(ticket=ticket_id).order_by("pk"))
    undone = {each for step in steps if step.step == UNDO for each in step.after["undone"]}
    steps = [step for step in steps if step.step != UNDO and step.pk not in undone]
    own = [step for step in steps if step.user_id == by and _is_undoable(step)]
    if not own:
        raise refusals.nothing_to_undo()
    if own[-1] is not steps[-1]:
        raise refusals.step_built_upon()
    return own[-1]


def _is_undoable(step: TicketStep) -> bool:
    """Those on events are since how the event was is written down."""
    return step.step in UNDOING or (step.step in ON_EVENTS and "event" in step.before)


def _since(ticket: Ticket, step: TicketStep) -> list[int]:
    """The steps of which the undoing itself is made."""
    later = ticket.steps.filter(pk__gt=step.pk).exclude(step=UNDO)
    return list(later.order_by("pk").values_list("pk", flat=True))


def _start_undo(ticket: Ticket, step: TicketStep, visit: Visit, name: str) -> None:
    if ticket.status != states.UNDER_REVIEW or ticket.reviewer_id != step.user_id:
        raise refusals.step_built_upon()
    ticket.status, ticket.reviewer_id = step.before["status"], step.before["reviewer_id"]
    ticket.save(update_fields=["status", "reviewer_id", "updated_at"])
    ticket_tell(ticket)


def _complete_undo(ticket: Ticket, step: TicketStep, visit: Visit, name: str) -> None:
    if ticket.status != states.REVIEW_COMPLETE or step.user_id is None:
        raise refusals.step_built_upon()
    ticket_reopen(ticket_id=ticket.pk, reason=WHY, by=step.user_id)
    taken = ticket_start(ticket_id=ticket.pk, by=step.user_id, name=name)
    taken.note = step.before["note"]
    taken.save(update_fields=["note", "updated_at"])
    _lines_restore(taken, step.before, visit)
    ticket_tell(taken)


def _event_undo(ticket: Ticket, step: TicketStep, visit: Visit, name: str) -> None:
    """The event is as before the step; raises 409 `step_built_upon` unless it is as after it."""
    if ticket.status != states.UNDER_REVIEW or ticket.reviewer_id != step.user_id:
        raise refusals.step_built_upon()
    change = _as_after(step.after["event"])
    rest = _as_after(step.after["rest"]) if "rest" in step.after else None
    with holding(visit):
        if rest is not None:
            rest.candidates.clear()
            rest.delete()
        _event_restore(change, step.before["event"])
    if ticket.by_hand:
        _lines_restore(ticket, step.before, visit)
    if step.after.get("alert"):
        _alert_close(change, step)
    concerned = {ticket.visit_id, *map(UUID, step.before["event"]["candidates"])}
    tickets_follow(concerned, machine_id=ticket.machine_id)


def _as_after(state: Mapping[str, Any]) -> WeightChange:
    """The event, which is still in this state, and of which no other part was taken."""
    change = event_lock(state["event_id"])
    if change is None or event_state(change) != state:
        raise refusals.step_built_upon()
    return change


def _event_restore(change: WeightChange, state: Mapping[str, Any]) -> None:
    change.candidates.set(Visit.objects.filter(pk__in=state["candidates"]))
    change.visit_id = state["visit_id"] and UUID(state["visit_id"])
    for name in ("attribution", "quantity", "weight_change_g"):
        setattr(change, name, state[name])
    change.save(update_fields=["visit", "attribution", "quantity", "weight_change_g"])


def _lines_restore(ticket: Ticket, before: Mapping[str, Any], visit: Visit) -> None:
    """The lines are those of before the step: the sensors' as of now, or a reviewer's."""
    ticket.by_hand = before.get("by_hand", False)
    ticket.save(update_fields=["by_hand", "updated_at"])
    if not ticket.by_hand:
        return lines_refresh(visit, tickets=[ticket])
    names = names_of(line["product_id"] for line in before["lines"])
    kept = dict(ticket.lines.values_list("product_id", "name"))
    ticket.lines.all().delete()
    TicketLine.objects.bulk_create(
        TicketLine(
            ticket=ticket, name=kept.get(line["product_id"], names[line["product_id"]]), **line
        )
        for line in before["lines"]
    )
    return None


def _alert_close(change: WeightChange, step: TicketStep) -> None:
    """Close the alert that the step has raised, unless something else cannot be accounted for."""
    later = WeightChange.objects.filter(
        machine=change.machine_id, attribution=states.UNACCOUNTED, received_at__gte=step.at
    )
    others = TicketStep.objects.filter(
        pk__gt=step.pk,
        step="refuse",
        ticket__machine=change.machine_id,
        after__event__attribution=states.UNACCOUNTED,
    )
    if not later.exists() and not others.exists():
        alerts_close(states.UNACCOUNTED_ALERT, machine=change.machine)


UNDOING: Mapping[str, Callable[[Ticket, TicketStep, Visit, str], None]] = {
    "start": _start_undo,
    "complete": _complete_undo,
}
