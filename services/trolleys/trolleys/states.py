"""Which states there are, and which moves between them."""

from __future__ import annotations

from collections.abc import Mapping

ACTIVE, ENDED, EXPIRED = SESSION_STATES = ("active", "ended", "expired")
SESSION_MOVES: Mapping[str, frozenset[str]] = {
    ACTIVE: frozenset({ENDED, EXPIRED}),
    EXPIRED: frozenset({ACTIVE, ENDED}),  # restored; settled late
    ENDED: frozenset(),
}
BY_PAYMENT, BY_USER, BY_STAFF, BY_EXPIRY = ENDERS = ("payment", "user", "staff", "expiry")

NOT_NEEDED, WAITING, APPROVED, DENIED = APPROVALS = (
    "not_needed",
    "waiting",
    "approved",
    "denied",
)

# A spot check: NONE until one is drawn, MISSED while the whole cart is scanned again.
NO_CHECK, CHECK_WAITING, CHECK_MISSED, CHECK_PASSED = CHECKS = (
    "none",
    "waiting",
    "missed",
    "passed",
)

# OPENING: the provider is being asked for an order; nobody outside sees such a payment.
OPENING, CREATED, PAID, FAILED, CANCELLED, LAPSED, REFUND_DUE, REFUNDED = PAYMENT_STATES = (
    "opening",
    "created",
    "paid",
    "failed",
    "cancelled",
    "expired",
    "refund_due",
    "refunded",
)
PAYMENT_MOVES: Mapping[str, frozenset[str]] = {
    OPENING: frozenset({CREATED, PAID, FAILED, CANCELLED}),  # PAID: there was nothing to pay
    CREATED: frozenset({PAID, FAILED, CANCELLED, LAPSED}),
    PAID: frozenset({REFUND_DUE}),
    FAILED: frozenset({REFUND_DUE}),  # money that arrives all the same goes back
    CANCELLED: frozenset({REFUND_DUE}),
    LAPSED: frozenset({REFUND_DUE}),
    REFUND_DUE: frozenset({REFUNDED}),
    REFUNDED: frozenset({REFUND_DUE}),
}
PAYMENT_OPEN = (OPENING, CREATED)  # one of a cart at a time
PAYMENT_FREEZES = (OPENING, CREATED, PAID)  # the cart, until it is settled
PAYMENT_CLOSED = (FAILED, CANCELLED, LAPSED)  # nothing was paid

STOCK_GONE, LATE, SURPLUS, WRONG_AMOUNT, BY_HAND = REFUND_REASONS = (
    "stock_gone",
    "late_payment",
    "surplus",
    "wrong_amount",
    "staff",  # given back in the provider's dashboard
)

RAZORPAY, CASH = PROVIDERS = ("razorpay", "cash")

ADD, UPDATE, REMOVE, CLEAR = AUDITED = ("ADD", "UPDATE", "REMOVE", "CLEAR")
SHOWN_AS: Mapping[str, str] = {
    ADD: "Item Added",
    UPDATE: "Item Updated",
    REMOVE: "Item Removed",
    CLEAR: "Cart Cleared",
}

IN_STOCK, LOW_STOCK, INSUFFICIENT, UNAVAILABLE, UNKNOWN = STOCK_STATES = (
    "in_stock",
    "low_stock",
    "insufficient_stock",
    "unavailable",
    "unknown",  # products is down
)


def may_move(moves: Mapping[str, frozenset[str]], now: str, to: str) -> bool:
    """Whether something in state `now` may become `to`."""
    return to in moves[now]
