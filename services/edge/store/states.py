"""The words of the store, and which moves between states there are."""

from __future__ import annotations

from collections.abc import Mapping

from charges.states import UNCREDITED

THE_STORE = "store"  # the name of the one store of an edge

CUSTOMER_MODE, REFILLMENT_MODE, MAINTENANCE_MODE = MODES = (
    "CUSTOMER_MODE",
    "REFILLMENT_MODE",
    "MAINTENANCE_MODE",
)
INITIAL_MODE = MAINTENANCE_MODE  # until somebody has chosen one

CUSTOMER, OPERATIONS, ADMIN = ROLES = ("customer", "operations", "admin")

# Who may come in, by mode.
ADMITTED: Mapping[str, tuple[str, ...]] = {
    CUSTOMER_MODE: ROLES,
    REFILLMENT_MODE: (OPERATIONS, ADMIN),
    MAINTENANCE_MODE: (ADMIN,),
}

ENTRY, EXIT = GATES = ("Entry", "Exit")
CAMERA_TAGS = ("Entry", "Exit", "In-store", "Out-of-store")
SEES_ALL = GATES  # cameras at the gates see every machine
ON_OFF = ("ON", "OFF")

ENTERED, LEFT = SCANS = ("ENTRY_AUTHENTICATED", "EXIT_AUTHENTICATED")

PICKED, PLACED = DIRECTIONS = ("PICKED", "PLACED")

ATTRIBUTED, CONTESTED_EVENT, UNACCOUNTED, STOCK_MOVEMENT = ATTRIBUTIONS = (
    "attributed",  # one person was inside
    "contested",  # several were: a reviewer says whose it is
    "unaccounted",  # nobody was
    "stock_movement",  # not in Customer mode: no sale
)

LATE, GAP, FAULT, NO_FIT, UNMAPPED, CLOCK = FLAGS = (
    "late",  # from a reading that is older than what was known
    "gap",  # after a silence: several changes may be in it
    "fault",  # the scale shows what cannot be
    "no_fit",  # no whole number of units
    "unmapped",  # nobody has said what lies on that scale
    "clock",  # the machine's time was too far ahead
)

TO_BE_REVIEWED, UNDER_REVIEW, REVIEW_COMPLETE, CONTESTED = TICKET_STATES = (
    "TO_BE_REVIEWED",
    "UNDER_REVIEW",
    "REVIEW_COMPLETE",
    "CONTESTED",
)
TICKET_WORDS: Mapping[str, str] = {
    TO_BE_REVIEWED: "To be reviewed",
    UNDER_REVIEW: "review under process",
    REVIEW_COMPLETE: "review complete",
    CONTESTED: "contested",
}
TICKET_MOVES: Mapping[str, frozenset[str]] = {
    TO_BE_REVIEWED: frozenset({UNDER_REVIEW, REVIEW_COMPLETE}),  # the latter by itself, if empty
    CONTESTED: frozenset({UNDER_REVIEW}),
    UNDER_REVIEW: frozenset({REVIEW_COMPLETE, TO_BE_REVIEWED, CONTESTED}),  # the start is undone
    REVIEW_COMPLETE: frozenset({TO_BE_REVIEWED, CONTESTED}),
}

ONLINE, STALE, OFFLINE = MACHINE_STATES = ("ONLINE", "STALE", "OFFLINE")

WHOLE_MACHINE = "*"  # among faulty scales: the machine has said what nobody can read

MACHINE_OFFLINE, UNACCOUNTED_ALERT, HEAD_COUNT, LONG_VISIT = ALERTS = (
    "machine_offline",
    "unaccounted",
    "head_count",
    "long_visit",
)

COMPLETED, RECEIPT_CONTESTED, REVIEWED, DRAFT = RECEIPT_STATES = (
    "completed",
    "contested",  # by the visitor: it is reviewed again
    "reviewed",  # complete again after that
    "draft",  # a reviewer has opened it again
)
FINAL = (COMPLETED, REVIEWED)

OF_RECEIPT, DEPOSIT = PAYMENT_KINDS = ("receipt", "deposit")

# Why money goes back beside what could not be credited: the visitor was right; the deposit was not
# spent; somebody made it in the provider's dashboard. What a reviewer has taken off is a surplus.
BY_CONTEST, UNSPENT, BY_HAND = ("contest", "deposit", "staff")
REFUND_REASONS = (*UNCREDITED, BY_CONTEST, UNSPENT, BY_HAND)

WAITING, UPLOADED, EXPIRED = CLIP_STATES = ("waiting", "uploaded", "expired")


def admits(mode: str, role: str) -> bool:
    """Whether the gate lets this role in."""
    return role in ADMITTED[mode]


def may_move(now: str, to: str) -> bool:
    """Whether a ticket in state `now` may become `to`."""
    return to in TICKET_MOVES[now]
