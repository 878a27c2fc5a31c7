"""Which states there are, and which moves between them."""

from __future__ import annotations

from collections.abc import Mapping

# A sale: an order, its payment and its dispense, under the transaction id of the customer.
(
    ORDERED,
    LAPSED,
    PAID,
    DISPENSING,
    DELIVERED,
    PARTLY,
    REVIEW,
    REFUND_DUE,
    REFUNDED,
) = SALE_STATES = (
    "ordered",
    "expired",  # the lock ended unpaid
    "paid",
    "dispensing",  # the trigger was accepted: the command is on its way
    "delivered",
    "partly_delivered",  # the rest is refunded
    "review",  # no confirm in time: an operator decides
    "refund_due",  # nothing came out: the money is on its way back
    "refunded",
)
NOTHING_SOLD = (REFUND_DUE, REFUNDED)  # of a test at once the latter: it has no money to wait for
SALE_MOVES: Mapping[str, frozenset[str]] = {
    ORDERED: frozenset({PAID, LAPSED}),
    LAPSED: frozenset({ORDERED, REFUND_DUE}),  # ordered anew; money that comes late goes back
    PAID: frozenset({DISPENSING, REFUND_DUE}),
    DISPENSING: frozenset({DELIVERED, PARTLY, REVIEW, *NOTHING_SOLD}),
    REVIEW: frozenset({DELIVERED, PARTLY, *NOTHING_SOLD}),
    DELIVERED: frozenset(),
    PARTLY: frozenset(),
    REFUND_DUE: frozenset({REFUNDED}),
    REFUNDED: frozenset({REFUND_DUE}),  # more money has come
}
UNPAID = (ORDERED, LAPSED)
BEFORE_DISPENSE = (ORDERED, PAID)  # these end with their lock, and hold units until then
UNCONFIRMED = (DISPENSING, REVIEW)  # these hold units until somebody says what came out
OPEN = (*BEFORE_DISPENSE, *UNCONFIRMED)

# A lock: LOCKED until its customer unlocks or the time is over, CONSUMED by a dispense.
LOCKED, CONSUMED = LOCK_STATES = ("locked", "consumed")

# Why a lock has ended.
BY_CLIENT, BY_EXPIRY, BY_CONFIRM, GIVEN_UP = LOCK_ENDS = (
    "unlocked",
    "expired",
    "confirmed",
    "given_up",
)

# What the original calls the status of a machine, most important first.
OFFLINE, UNAVAILABLE, DISPATCHED, IS_LOCKED, ACTIVE, IDLE = MACHINE_WORDS = (
    "offline",
    "Unavailable",
    "dispatch_sent",
    "locked",
    "active",
    "idle",
)

(
    LATE,
    SURPLUS,
    WRONG_AMOUNT,
    LOCK_ENDED,
    NOT_DISPENSED,
    PARTLY_DISPENSED,
    UNCONFIRMED_REFUND,
    BY_HAND,
) = REFUND_REASONS = (
    "late_payment",
    "surplus",
    "wrong_amount",
    "lock_ended",
    "not_dispensed",
    "partly_dispensed",
    "unconfirmed",
    "staff",
)
UNCREDITED = (LATE, SURPLUS, WRONG_AMOUNT)  # of money that paid for nothing

# Flags: what operators should look at.
(
    FLAG_AMOUNT,
    FLAG_LATE,
    FLAG_MORE,
    FLAG_STOCK,
) = FLAGS = (
    "wrong_amount",  # money of another amount or currency than was ordered
    "late_confirm",  # after the dispense was given up
    "more_than_ordered",  # the machine says that more came out
    "stock_short",  # more came out than was inside
)

NEW, IN_REVIEW, CLOSED = FEEDBACK_STATES = ("new", "in_review", "closed")


def may_move(now: str, to: str) -> bool:
    """Whether a sale in state `now` may become `to`."""
    return to in SALE_MOVES[now]
