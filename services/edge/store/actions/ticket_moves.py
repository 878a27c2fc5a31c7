"""The moves of tickets. Each is written down: who, when, before, after."""

from __future__ import annotations

from typing import Any

from store.actions.telling import ticket_tell
from store.actions.tickets import step_note
from store.models import Ticket


def ticket_move(
    ticket: Ticket,
    *,
    to: str,
    step: str,
    by: int | None,
    before: dict[str, Any] | None = None,
    reason: str = "",
    **changed: Any,
) -> None:
    """Give a locked ticket its next state, and other values with it."""
    before = before or ticket_shown(ticket)
    for name, value in {"status": to, **changed}.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=["status", *changed, "updated_at"])
    after = ticket_shown(ticket) | ({"reason": reason} if reason else {})
    step_note(ticket, step=step, by=by, before=before, after=after)
    ticket_tell(ticket)


def ticket_shown(ticket: Ticket) -> dict[str, Any]:
    """What the record of a step keeps."""
    lines = ticket.lines.order_by("pk").values("product_id", "quantity", "unit_price")
    return {
        "status": ticket.status,
        "reviewer_id": ticket.reviewer_id,
        "note": ticket.note,
        "by_hand": ticket.by_hand,
        "lines": list(lines),
    }
