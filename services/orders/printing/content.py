"""What a ticket says, as it is kept: of the moment at which it was made, whatever happens later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class Line(TypedDict):
    """An order on a ticket."""

    quantity: int
    name: str
    options: list[str]
    note: str
    guest: str
    reason: str


class Content(TypedDict):
    """`place` is the name of the table, `before` the one from which it moved or "", `sent` an ISO
    time. `batch` is 1 for the first order of a sitting.
    """

    place: str
    before: str
    batch: int
    sent: str
    by_staff: bool
    lines: list[Line]


def line_of(order: Mapping[str, Any]) -> Line:
    """A line of an order as an event tells it."""
    return {
        "quantity": order["quantity"],
        "name": order["name"] or f"#{order['product_id']}",
        "options": [each["name"] for each in order["options"]],
        "note": order["note"],
        "guest": order["guest"],
        "reason": order["reason"],
    }
