"""What an order may become: one tap forward, one back; cancelling ends it."""

from __future__ import annotations

NEW, ACCEPTED, PREPARING, READY, SERVED, CANCELLED = STATES = (
    "new",
    "accepted",
    "preparing",
    "ready",
    "served",
    "cancelled",
)

MOVES: dict[str, frozenset[str]] = {
    NEW: frozenset({ACCEPTED, CANCELLED}),
    ACCEPTED: frozenset({NEW, PREPARING, CANCELLED}),
    PREPARING: frozenset({ACCEPTED, READY, CANCELLED}),
    READY: frozenset({PREPARING, SERVED, CANCELLED}),
    SERVED: frozenset({READY}),
    CANCELLED: frozenset(),
}

WAITER, BILL = CALLS = ("waiter", "bill")  # what a table may call for

OPEN, CLOSED = SESSION_STATES = ("OPEN", "CLOSED")  # written as the seed shows them


def may_move(now: str, to: str) -> bool:
    """Whether an order in state `now` may become `to`."""
    return to in MOVES[now]
