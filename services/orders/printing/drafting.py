"""What of the events of a place is to be printed at one of its printers.

A draft becomes a ticket. Events that follow each other and are about the same, as those of what was
sent together, make one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kit.alike import folded
from kit.clock import iso
from orders.states import CANCELLED as IS_CANCELLED
from orders.states import SERVED

from printing import states
from printing.content import Content, line_of

# The order is as old as the event that tells of it first: both are of one transaction. What tells
# of it again, at another table, is of a later one.
TOLD_ANEW = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, with the table's name as it is by now. `data` is an order, but for `session.moved`;
    its `session` is a code.
    """

    seq: int
    kind: str
    at: datetime
    session_id: int
    place: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class Known:
    """An order that has a ticket: where it was said to be, and whether that it was cancelled."""

    place: str
    cancelled: bool = False
    changed: bool = True  # since it was read


@dataclass(slots=True)
class Draft:
    """A ticket that is to be; `about` tells it from others."""

    kind: str
    about: tuple[Any, ...]
    seq: int
    content: Content


@dataclass(slots=True)
class Drafting:
    """Goes through events in their order. `known` are the orders of these events that have a
    ticket, by id; `open_of` tells those of a session that are still to be served.
    """

    categories: frozenset[str]
    known: dict[int, Known]
    open_of: Callable[[int], Iterable[Mapping[str, Any]]]
    drafts: list[Draft] = field(default_factory=list)
    _last: Happening | None = None

    def take(self, event: Happening) -> None:
        """Draft what this event asks for."""
        if event.kind == "session.moved":
            for order in self.open_of(event.session_id):
                self._move(event, order)
        elif event.kind == "order.created":
            self._take_created(event)
        elif event.data["state"] == IS_CANCELLED:
            self._cancel(event)
        self._last = event

    def _take_created(self, event: Happening) -> None:
        order = event.data
        if order["id"] in self.known:
            self._move(event, order)
        elif order["state"] == IS_CANCELLED:
            self._take_part(event)
        elif self._shows(order) and not _is_told_anew(event):
            self.known[order["id"]] = Known(event.place)
            self._draft(states.ADDED, event, order, event.session_id, order["batch"])

    def _take_part(self, event: Happening) -> None:
        """So many of an order were cancelled: the event before is about those that are left."""
        last, order = self._last, event.data
        of = None if last is None or last.seq != event.seq - 1 else last.data
        is_part = of is not None and all(
            of.get(name) == order[name] for name in ("session", "batch", "product_id", "timestamp")
        )
        if of is not None and is_part and of["id"] in self.known:
            self.known[order["id"]] = Known(event.place, cancelled=True)
            self._draft(states.CANCELLED, event, order, event.session_id)

    def _cancel(self, event: Happening) -> None:
        known = self.known.get(event.data["id"])
        if known is not None and not known.cancelled:
            known.cancelled = known.changed = True
            self._draft(states.CANCELLED, event, event.data, event.session_id)

    def _move(self, event: Happening, order: Mapping[str, Any]) -> None:
        """An order that has a ticket is at this table now."""
        known = self.known[order["id"]]
        before, known.place = known.place, event.place
        if before == event.place:
            return
        known.changed = True
        if order["state"] not in {SERVED, IS_CANCELLED}:
            self._draft(states.MOVED, event, order, event.session_id, before)

    def _draft(self, kind: str, event: Happening, order: Mapping[str, Any], *about: Any) -> None:
        """A line of an order on the last draft, if that is about the same, or on a new one."""
        if not self.drafts or (self.drafts[-1].kind, self.drafts[-1].about) != (kind, about):
            before = str(about[-1]) if kind == states.MOVED else ""
            self.drafts.append(Draft(kind, about, event.seq, _head(event, order, before)))
        self.drafts[-1].content["lines"].append(line_of(order))

    def _shows(self, order: Mapping[str, Any]) -> bool:
        """Whether it is the station's. An order without a category is of the category ""."""
        own = map(folded, order["categories"] or [""])
        return not self.categories or not self.categories.isdisjoint(own)


def _head(event: Happening, order: Mapping[str, Any], before: str) -> Content:
    return {
        "place": event.place,
        "before": before,
        "batch": order["batch"],
        "sent": iso(event.at),
        "by_staff": order["by_staff"],
        "lines": [],
    }


def _is_told_anew(event: Happening) -> bool:
    return datetime.fromisoformat(event.data["timestamp"]) < event.at - TOLD_ANEW
