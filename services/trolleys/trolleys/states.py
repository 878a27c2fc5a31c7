"""Which states there are, and which moves between them."""

from __future__ import annotations

from collections.abc import Mapping

from charges.states import OPEN, PAID, UNCREDITED

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

PAYMENT_FREEZES = (*OPEN, PAID)  # the cart, until it is settled

STOCK_GONE = "stock_gone"
BY_HAND = "staff"  # given back in the provider's dashboard
REFUND_REASONS = (STOCK_GONE, *UNCREDITED, BY_HAND)

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
