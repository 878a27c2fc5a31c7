"""Why a bill is not paid or changed, each with what the caller needs to know."""

from __future__ import annotations

from kit.errors import BadRequest, Conflict, NotFound, Unprocessable
from orders.amounts import text


def nothing_to_pay() -> Conflict:
    """Nothing of what was asked for is left to be paid."""
    return Conflict("nothing_to_pay")


def bill_changed(amount: int, left: int) -> Conflict:
    """It comes to another amount than the payer saw."""
    return Conflict("bill_changed", details={"amount": text(amount), "left": text(left)})


def too_much(left: int) -> Conflict:
    """More than is left to be paid."""
    return Conflict("too_much", details={"left": text(left)})


def too_little_given(due: int) -> BadRequest:
    return BadRequest("too_little_given", details={"due": text(due)})


def order_not_found() -> NotFound:
    """An order that is not on this bill."""
    return NotFound("order_not_found")


def order_cancelled() -> Conflict:
    return Conflict("order_cancelled")


def already_paid(order_ids: list[int]) -> Conflict:
    """Somebody has paid these items, or is paying them."""
    return Conflict("already_paid", details=[{"order_id": each} for each in order_ids])


def not_taken_online() -> Conflict:
    """The place does not take money on phones."""
    return Conflict("not_taken_online")


def not_paid() -> Conflict:
    """A payment that was not credited, or has gone back, gives nothing back."""
    return Conflict("payment_not_paid")


def adjustment_not_found() -> NotFound:
    return NotFound("adjustment_not_found")


def adjustment_reverted() -> Conflict:
    return Conflict("adjustment_reverted")


def key_reused() -> Unprocessable:
    return Unprocessable("idempotency_key_reused")


def receipt_not_found() -> NotFound:
    return NotFound("receipt_not_found")
