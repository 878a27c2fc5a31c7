"""What reviewers do with tickets. Every step is written down: who, when, before, after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from store import refusals, states
from store.actions.carts import cart_refresh
from store.actions.locking import ticket_lock, visit_lock_of_ticket, visits_lock
from store.actions.receipts import receipt_follow
from store.actions.telling import ticket_tell
from store.actions.ticket_moves import ticket_move, ticket_shown
from store.actions.tickets import lines_refresh, risk_refresh, step_note
from store.goods import Given
from store.models import Ticket, TicketLine, WeightChange


@transaction.atomic
def ticket_start(*, ticket_id: UUID, by: int) -> Ticket:
    """Take a ticket to review it. One's own that is under review already stays as it is; raises 409
    `illegal_move` in any other state, and when somebody else has it.
    """
    ticket = ticket_lock(ticket_id)
    if ticket.status == states.UNDER_REVIEW and ticket.reviewer_id == by:
        return ticket
    if not states.may_move(ticket.status, states.UNDER_REVIEW):
        raise refusals.illegal_move()
    ticket_move(ticket, to=states.UNDER_REVIEW, step="start", by=by, reviewer_id=by)
    return ticket


@transaction.atomic
def event_claim(*, ticket_id: UUID, event_id: UUID, by: int) -> Ticket:
    """Say that a contested event is this ticket's visitor's. Of several reviewers the first one
    has it.

    Raises 409 `illegal_move` unless the ticket is under review, 403 `not_your_ticket`, 404
    `event_not_found` for what is no contested event of it, and 409 `event_claimed`.
    """
    rivals = _candidates(event_id)
    visits = visits_lock(rivals)
    ticket = ticket_lock(ticket_id)
    _require_ours(ticket, by)
    change = _contested(ticket, event_id)
    if change.visit_id == ticket.visit_id:
        return ticket
    if change.visit_id is not None:
        raise refusals.event_claimed()
    change.visit_id, change.attribution = ticket.visit_id, states.ATTRIBUTED
    change.save(update_fields=["visit", "attribution"])
    step_note(ticket, step="claim", by=by, after={"event_id": str(change.pk)})
    visit = visits[ticket.visit_id]
    cart_refresh(visit)
    lines_refresh(visit, tickets=visit.tickets.exclude(status=states.REVIEW_COMPLETE))
    of_rivals = Ticket.objects.select_for_update(no_key=True).filter(
        visit__in=rivals, machine=ticket.machine
    )
    for each in of_rivals.order_by("pk"):
        risk_refresh(each)
        ticket_tell(each)
    ticket.refresh_from_db()
    return ticket


# Contested, or claimed by somebody already.
CLAIMABLE = (states.CONTESTED_EVENT, states.ATTRIBUTED)


def _candidates(event_id: UUID) -> list[UUID]:
    """Whose a contested event may be: this never changes."""
    through = WeightChange.candidates.through.objects.filter(weightchange=event_id)
    return list(through.values_list("visit", flat=True))


def _contested(ticket: Ticket, event_id: UUID) -> WeightChange:
    events = WeightChange.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=event_id, machine=ticket.machine_id, candidates=ticket.visit_id
    )
    change = events.filter(attribution__in=CLAIMABLE).first()
    if change is None:
        raise refusals.event_not_found()
    return change


@transaction.atomic
def ticket_complete(
    *, ticket_id: UUID, lines: Sequence[Given] | None, note: str | None, by: int
) -> Ticket:
    """Say what was taken, and be done with a ticket: `lines` take the place of the sensors'; None
    leaves these. A unit costs what it cost when it was picked.

    Raises 409 `illegal_move` unless the ticket is under review, and 403 `not_your_ticket`.
    """
    visit, ticket = visit_lock_of_ticket(ticket_id)
    _require_ours(ticket, by)
    before = ticket_shown(ticket)
    changed: dict[str, Any] = {} if note is None else {"note": note}
    if lines is not None:
        _lines_replace(ticket, lines)
        changed["by_hand"] = True
    ticket_move(ticket, to=states.REVIEW_COMPLETE, step="complete", by=by, before=before, **changed)
    receipt_follow(visit)
    return ticket


def _lines_replace(ticket: Ticket, lines: Sequence[Given]) -> None:
    picked = dict(ticket.lines.order_by("-pk").values_list("product_id", "unit_price"))
    ticket.lines.all().delete()
    TicketLine.objects.bulk_create(
        TicketLine(
            ticket=ticket,
            product_id=line.product_id,
            name=line.name,
            quantity=line.quantity,
            unit_price=picked.get(line.product_id, line.unit_price),
        )
        for line in lines
    )


@transaction.atomic
def ticket_reopen(*, ticket_id: UUID, reason: str, by: int) -> Ticket:
    """Have a complete ticket reviewed once more, by anybody; raises 409 `illegal_move` for any
    other.
    """
    visit, ticket = visit_lock_of_ticket(ticket_id)
    if ticket.status != states.REVIEW_COMPLETE:
        raise refusals.illegal_move()
    changed: dict[str, Any] = {"reviewer_id": None, "auto_completed": False}
    ticket_move(ticket, to=states.TO_BE_REVIEWED, step="reopen", by=by, reason=reason, **changed)
    receipt_follow(visit)
    return ticket


def _require_ours(ticket: Ticket, by: int) -> None:
    if ticket.status != states.UNDER_REVIEW:
        raise refusals.illegal_move()
    if ticket.reviewer_id != by:
        raise refusals.not_your_ticket()
