"""What operators are refused, in the words of the contract."""

from __future__ import annotations

from kit.errors import BadRequest, Conflict, NotFound, Unauthorized


def password_required() -> BadRequest:
    return BadRequest("password_required", title="Password is required")


def invalid_password() -> Unauthorized:
    return Unauthorized("invalid_password", title="Invalid password")


def stock_required() -> BadRequest:
    return BadRequest("stock_required", title="New stock level required")


def stock_negative() -> BadRequest:
    return BadRequest("stock_negative", title="Stock cannot be negative")


def stock_odd(most: int) -> BadRequest:
    return BadRequest("erroneous_value", f"Stock must be a whole number of at most {most}")


def stock_changed(stock: int) -> Conflict:
    """So many are inside, other than the operator has seen."""
    return Conflict("stock_changed", title="Stock has changed", details={"current_stock": stock})


def machine_in_use() -> Conflict:
    """Somebody has locked it, or it is dispensing."""
    return Conflict("machine_in_use", title="Machine is in use")


def machine_offline() -> Conflict:
    return Conflict("machine_offline", title="Machine is off line")


def units_short() -> Conflict:
    """Fewer units are available than are to come out."""
    return Conflict("insufficient_stock", title="Too few units are available")


def refund_not_found() -> NotFound:
    return NotFound("refund_not_found", title="Refund not found")


def key_not_found() -> NotFound:
    return NotFound("key_not_found", title="Key not found")


def feedback_not_found() -> NotFound:
    return NotFound("feedback_not_found", title="Feedback not found")


def mail_not_found() -> NotFound:
    return NotFound("mail_not_found", title="Mail not found")


def webhook_not_found() -> NotFound:
    return NotFound("webhook_not_found", title="Webhook not found")


def already_sent() -> Conflict:
    return Conflict("already_sent", title="Already sent")


def alert_not_allowed() -> Unauthorized:
    return Unauthorized("not_allowed", title="An operator or a machine key is needed")
