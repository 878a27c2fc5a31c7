"""What the store refuses, by the codes of its contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kit.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    Unauthorized,
    Unavailable,
    Unprocessable,
)

from store import states

if TYPE_CHECKING:
    from store.models import Ticket

BY_MODE: Mapping[str, str] = {
    states.REFILLMENT_MODE: "Access Denied!!! System under Refillment Mode",
    states.MAINTENANCE_MODE: "Access Denied!!! System under Maintenance Mode",
}


def token_invalid() -> Unauthorized:
    return Unauthorized("token_invalid", title="This code is not valid here")


def token_expired() -> Unauthorized:
    return Unauthorized("token_expired", title="This code has expired")


def token_used() -> Unauthorized:
    return Unauthorized("token_used", title="This code has been used")


def wrong_gate() -> Forbidden:
    return Forbidden("wrong_gate", title="This scanner stands at the other gate")


def refused_by_mode(mode: str) -> Forbidden:
    """In the words of the original."""
    return Forbidden("refused_by_mode", BY_MODE[mode])


def already_inside() -> Conflict:
    return Conflict("already_inside", title="You are inside already")


def not_inside() -> Conflict:
    return Conflict("not_inside", title="You are not inside")


def machine_id_impossible() -> BadRequest:
    return BadRequest("erroneous_value", "A number is 1 to 50 of A-Z a-z 0-9 _ -")


def machine_exists() -> Conflict:
    return Conflict("machine_exists", title="There is a machine of this number")


def name_taken() -> Conflict:
    return Conflict("name_taken", title="There is one of this name")


def machine_not_found() -> NotFound:
    return NotFound("machine_not_found")


def camera_not_found() -> NotFound:
    return NotFound("camera_not_found")


def scanner_missing() -> BadRequest:
    return BadRequest("scanner_missing", "scanner_id: which scanner is this?")


def scanner_not_found() -> NotFound:
    return NotFound("scanner_not_found")


def video_not_found() -> NotFound:
    return NotFound("video_not_found")


def archive_unavailable() -> Unavailable:
    return Unavailable("archive_unavailable", title="The archive of clips does not answer")


def clip_exists() -> Conflict:
    return Conflict("clip_exists", title="There is another clip of this path")


def camera_unknown() -> BadRequest:
    return BadRequest("camera_unknown", "There is no such camera")


def link_over() -> Forbidden:
    return Forbidden("link_over", title="This link is over, or none of ours")


def visit_not_found() -> NotFound:
    return NotFound("visit_not_found")


def ticket_not_found() -> NotFound:
    return NotFound("ticket_not_found")


def event_not_found() -> NotFound:
    return NotFound("event_not_found", title="No contested event of this ticket")


def event_claimed(by: Ticket | None) -> Conflict:
    """`by` is the ticket for which it was claimed."""
    title = "Somebody else has claimed this event"
    return Conflict("event_claimed", _named(by), title=title, details=_reviewer(by))


def quantity_impossible() -> BadRequest:
    return BadRequest("quantity_impossible", "quantity: some units of the event, and not all")


def nothing_to_undo() -> Conflict:
    return Conflict("nothing_to_undo", title="You have done nothing here that could be undone")


def step_built_upon() -> Conflict:
    return Conflict("step_built_upon", title="Something has happened since that builds on this")


def illegal_move(ticket: Ticket | None = None) -> Conflict:
    """With the ticket it says who has that, if somebody does."""
    taken = ticket if ticket and ticket.status == states.UNDER_REVIEW else None
    title = "The ticket is in another state"
    return Conflict("illegal_move", _named(taken), title=title, details=_reviewer(taken))


def not_your_ticket(ticket: Ticket) -> Forbidden:
    title = "Another reviewer has this ticket"
    return Forbidden("not_your_ticket", _named(ticket), title=title, details=_reviewer(ticket))


def _named(ticket: Ticket | None) -> str:
    """Whose a ticket is, in words; "" for nobody's."""
    if ticket is None or ticket.reviewer_id is None:
        return ""
    return f"Reviewer {ticket.reviewer_name or ticket.reviewer_id} has it"


def _reviewer(ticket: Ticket | None) -> dict[str, Any] | None:
    if ticket is None or ticket.reviewer_id is None:
        return None
    return {"reviewer_id": ticket.reviewer_id, "reviewer_name": ticket.reviewer_name}


def alert_not_found() -> NotFound:
    return NotFound("alert_not_found")


def alert_persists() -> Conflict:
    return Conflict("alert_persists", title="It closes when what it is about is over")


def scale_not_found() -> NotFound:
    return NotFound("scale_not_found")


def product_unknown(product_id: int) -> BadRequest:
    return BadRequest("product_unknown", f"There is no product {product_id}")


def machines_unknown(numbers: list[str]) -> BadRequest:
    return BadRequest("machine_unknown", f"There is no machine {', '.join(numbers)}")


def odd_heartbeat(why: str) -> BadRequest:
    return BadRequest("odd_heartbeat", why)


def receipt_not_found() -> NotFound:
    return NotFound("receipt_not_found")


def receipt_not_final() -> Conflict:
    return Conflict("receipt_not_final", title="This receipt is being reviewed")


def receipt_changed() -> Conflict:
    """While the provider was asked."""
    return Conflict("receipt_changed", title="What is to be paid has changed")


def nothing_to_pay() -> Conflict:
    return Conflict("nothing_to_pay", title="There is nothing to pay")


def nothing_to_contest() -> Conflict:
    return Conflict("nothing_to_contest", title="There is nothing to contest now")


def key_reused() -> Unprocessable:
    return Unprocessable("idempotency_key_reused")


def deposits_off() -> Conflict:
    return Conflict("deposits_off", title="This store asks for no deposit")


def deposit_required() -> Forbidden:
    return Forbidden("deposit_required", title="A deposit is needed to come in")


def deposit_in_use() -> Conflict:
    return Conflict("deposit_in_use", title="This deposit is in use")
