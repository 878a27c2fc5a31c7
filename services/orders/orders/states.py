"""What an order may become: a step forward, a step back; cancelling ends it. A place chooses its
steps.
"""

from __future__ import annotations

from collections.abc import Sequence

NEW, ACCEPTED, PREPARING, READY, SERVED, CANCELLED = STATES = (
    "new",
    "accepted",
    "preparing",
    "ready",
    "served",
    "cancelled",
)

STEPS = (ACCEPTED, PREPARING, READY, SERVED)  # after `new`; a place leaves some out
FEWEST_STEPS = 2

WAITER, BILL = CALLS = ("waiter", "bill")  # what a table may call for
PAYS = ("cash", "card")  # how it says that it is going to pay
SPLITS = ("together", "separately")

OPEN, CLOSED = SESSION_STATES = ("OPEN", "CLOSED")  # written as the seed shows them

BY_STAFF, BY_GUEST = OPENERS = ("staff", "guest")  # who opens a table


def may_move(now: str, to: str, steps: Sequence[str] = STEPS) -> bool:
    """Whether an order in state `now` may become `to` at a place with these steps. One whose step
    was taken out of them goes on to the next, or back to the one before, that is left.
    """
    if to == CANCELLED:
        return now not in {SERVED, CANCELLED}
    if now == CANCELLED:
        return False
    order = (NEW, *STEPS)
    here = [each for each in order if each == NEW or each in steps]
    later = [each for each in here if order.index(each) > order.index(now)]
    earlier = [each for each in here if order.index(each) < order.index(now)]
    return to in (later[:1] + earlier[-1:])
