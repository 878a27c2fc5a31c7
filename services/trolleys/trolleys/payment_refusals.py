"""What checkout, payments and receipts refuse, in the words of the contract; see
trolleys.refusals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kit.errors import BadRequest, Conflict, NotFound, Unprocessable


def key_reused() -> Unprocessable:
    return Unprocessable("idempotency_key_reused")


def cart_empty() -> BadRequest:
    return BadRequest("cart_empty", "There is nothing to pay.", title="Cart is empty")


class CartIssues(Conflict):
    """Lines that cannot be sold as they are: `issues` as `validate` shows them."""

    def __init__(self, issues: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(
            "cart_has_issues",
            "Some of the goods have changed. Look at them before you pay.",
            title="Cart has validation issues",
            details={"valid": False, "issues": [*issues]},
        )


def cash_not_taken() -> BadRequest:
    return BadRequest("cash_not_taken", title="Cash is not taken here")


def not_cash() -> Conflict:
    return Conflict("not_cash", "This payment is not made in cash.", title="Not a cash payment")


def nothing_to_give_back() -> Conflict:
    return Conflict("no_refund_due", title="No refund is due")


def receipt_not_found() -> NotFound:
    return NotFound("receipt_not_found", title="Receipt not found")


def receipt_checked(seen: Mapping[str, Any]) -> Conflict:
    """`seen` is `{"receipt_id","verified_at","verified_by"}`."""
    return Conflict(
        "receipt_checked",
        "Somebody has passed the exit with this receipt before.",
        title="Receipt was already checked",
        details=seen,
    )


def receipt_refunded(receipt_id: object) -> Conflict:
    return Conflict(
        "receipt_refunded",
        "The money went back: these goods are not paid.",
        title="Receipt was refunded",
        details={"receipt_id": str(receipt_id)},
    )
