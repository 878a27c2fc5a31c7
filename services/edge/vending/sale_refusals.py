"""What orders, payments, triggers and confirms refuse, in the words of the contract; see
vending.refusals.

Some of them look the same in each envelope: those have a body of their own.
"""

from __future__ import annotations

from kit.errors import ApiError, BadRequest, Conflict, Forbidden, InternalError, NotFound


class PaymentRequired(ApiError):
    """Nothing was paid for this yet."""

    status = 402


# Orders


def amount_required() -> BadRequest:
    return BadRequest("amount_required", title="Amount required")


def metadata_required() -> BadRequest:
    words = "metadata.transaction_id, client_id and machine_id required"
    return BadRequest("metadata_required", title=words)


def machines_differ() -> BadRequest:
    """The two places of a body that name a machine name two."""
    return BadRequest("machines_differ", title="machine_id and metadata.machine_id differ")


def transaction_id_too_long() -> BadRequest:
    """The machine could not take the command that names it."""
    return BadRequest("transaction_id_too_long", title="transaction_id is too long")


def quantity_not_positive() -> BadRequest:
    return BadRequest("quantity_not_positive", title="Quantity must be positive")


def amount_wrong() -> BadRequest:
    return BadRequest("amount_wrong", title="Amount is not price times quantity")


def transaction_processed() -> Conflict:
    """It is paid or further; or it is somebody else's, or another one's."""
    words = "Transaction already processed"
    return Conflict(
        "transaction_processed", title=words, body={"error": words, "status": "duplicate"}
    )


def stock_insufficient() -> Conflict:
    words = "Insufficient stock for requested quantity"
    return Conflict("insufficient_stock", title=words, body={"error": words})


# Payments


def not_configured() -> InternalError:
    return InternalError("payments_not_configured", title="Razorpay not configured")


def verify_not_configured() -> InternalError:
    words = "Razorpay not configured"
    return InternalError("payments_not_configured", title=words, body={"message": words})


def provider_failed() -> InternalError:
    """It is down, slow, refuses or answers nonsense."""
    return InternalError("payment_provider_unavailable", title="Payment provider unavailable")


def verification_failed() -> BadRequest:
    words = "Verification failed"
    body = {"message": words, "error": "The payment could not be verified"}
    return BadRequest("verification_failed", title=words, body=body)


def payment_used() -> Conflict:
    """The provider's payment has paid another order."""
    return Conflict("payment_used", title="Payment already used")


# Triggers and confirms


def trigger_incomplete() -> BadRequest:
    words = "client_id, access_code and transaction_id required"
    return BadRequest("trigger_incomplete", title=words)


def code_mismatch() -> Forbidden:
    return Forbidden("access_code_mismatch", title="Access code mismatch")


def payment_required() -> PaymentRequired:
    return PaymentRequired("payment_required", title="Payment required")


def order_mismatch() -> Conflict:
    return Conflict("order_mismatch", title="Order mismatch")


def confirm_failed() -> BadRequest:
    """No dispense of this machine is known by this transaction."""
    body = {"message": "confirm_failed", "error": "tx_not_found"}
    return BadRequest("transaction_not_found", title="confirm_failed", body=body)


# Receipts


def receipt_incomplete() -> BadRequest:
    return BadRequest("receipt_incomplete", title="client_id and transaction_id required")


def receipt_not_found() -> NotFound:
    return NotFound("receipt_not_found", title="Receipt not found")


# Decisions of operators


def transaction_not_found() -> NotFound:
    return NotFound("transaction_not_found", title="Transaction not found")


def not_in_review() -> Conflict:
    return Conflict("not_in_review", title="Transaction is not in review")
