"""What a payment is, and which moves there are."""

from __future__ import annotations

from collections.abc import Mapping

# OPENING: the provider is being asked for an order; nobody outside sees such a payment.
# AUTHORISED: promised, and not taken yet.
OPENING, CREATED, AUTHORISED, PAID, FAILED, CANCELLED, LAPSED, REFUND_DUE, REFUNDED = STATES = (
    "opening",
    "created",
    "authorised",
    "paid",
    "failed",
    "cancelled",
    "expired",
    "refund_due",
    "refunded",
)
MOVES: Mapping[str, frozenset[str]] = {
    OPENING: frozenset({CREATED, PAID, FAILED, CANCELLED}),  # PAID: there was nothing to pay
    CREATED: frozenset({AUTHORISED, PAID, FAILED, CANCELLED, LAPSED}),
    AUTHORISED: frozenset({PAID, FAILED, CANCELLED, LAPSED}),
    PAID: frozenset({REFUND_DUE}),
    FAILED: frozenset({REFUND_DUE}),  # money that arrives all the same goes back
    CANCELLED: frozenset({REFUND_DUE}),
    LAPSED: frozenset({REFUND_DUE}),
    REFUND_DUE: frozenset({REFUNDED}),
    REFUNDED: frozenset({REFUND_DUE}),
}
OPEN = (OPENING, CREATED)
CLOSED = (FAILED, CANCELLED, LAPSED)  # nothing was paid

# Why money goes back that could not be credited.
LATE, SURPLUS, WRONG_AMOUNT = UNCREDITED = ("late_payment", "surplus", "wrong_amount")
