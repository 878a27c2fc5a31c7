"""What payers are refused, in the words of the contract."""

from __future__ import annotations

from kit.errors import BadRequest, Conflict, NotFound, Unavailable


def not_configured() -> Unavailable:
    return Unavailable("payments_not_configured", title="Payments are not configured")


def provider_down() -> Unavailable:
    return Unavailable("payment_provider_unavailable", title="Payment provider unavailable")


def checkout_running() -> Conflict:
    """The first call with this key has not been answered yet."""
    return Conflict(
        "checkout_in_progress",
        "This checkout is still being worked on. Ask again in a second.",
        title="Checkout in progress",
        retry_after=1,
    )


def payment_in_progress(payment_id: object) -> Conflict:
    return Conflict(
        "payment_in_progress",
        "A payment of this is open. Pay it or cancel it first.",
        title="Payment in progress",
        details={"payment_id": str(payment_id)},
    )


def payment_not_found() -> NotFound:
    return NotFound("payment_not_found", title="Payment not found")


def payment_paid() -> Conflict:
    return Conflict("payment_paid", title="Payment is already paid")


def payment_used() -> Conflict:
    """The provider's payment has paid another order."""
    return Conflict("payment_used", title="Payment already used")


def verification_failed() -> BadRequest:
    return BadRequest("verification_failed", title="Verification failed")


def invalid_signature() -> BadRequest:
    return BadRequest("invalid_signature", title="Invalid signature")
