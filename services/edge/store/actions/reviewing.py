"""What reviewers do with tickets. Every step is written down: who, when, before, after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from store import refusals, states
from store.actions.locking import visit_lock_of_ticket
from store.actions.receipts import receipt_follow
from store.actions.ticket_moves import ticket_move, ticket_shown
from store.goods import Given
from store.models import Ticket, TicketLine

NAME = 150  # characters of a reviewer's name


@transaction.atomic
def ticket_start(*, ticket_id: UUID, by: int, name: str = "") -> Ticket:
    """Take a ticket to review it, as the reviewer of this name. One's own that is under review
    already stays as it is; raises 409 `illegal_move` in any other state, and when somebody else
    has it.
    """
    _, ticket = visit_lock_of_ticket(ticket_id)
    if ticket.status == states.UNDER_REVIEW and ticket.reviewer_id == by:
        return ticket
    if not states.may_move(ticket.status, states.UNDER_REVIEW):
        raise refusals.illegal_move(ticket)
    reviewer: dict[str, Any] = {"reviewer_id": by, "reviewer_name": name[:NAME]}
    ticket_move(ticket, to=states.UNDER_REVIEW, step="start", by=by, **reviewer)
    return ticket


@transaction.atomic
def ticket_complete(
    *, ticket_id: UUID, lines: Sequence[Given] | None, note: str | None, by: int
) -> Ticket:
    """Say what was taken, and be done with a ticket: `lines` take the place of the sensors'; None
    leaves these. A unit costs what it cost when it was picked.

    Raises 409 `illegal_move` unless the ticket is under review, and 403 `not_your_ticket`.
    """
    visit, ticket = visit_lock_of_ticket(ticket_id)
    require_ours(ticket, by=by)
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


def require_ours(ticket: Ticket, *, by: int) -> None:
    """Raise 409 `illegal_move` unless the ticket is under review, and 403 `not_your_ticket` unless
    it is this reviewer's.
    """
    if ticket.status != states.UNDER_REVIEW:
        raise refusals.illegal_move()
    if ticket.reviewer_id != by:
        raise refusals.not_your_ticket(ticket)
