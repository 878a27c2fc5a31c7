"""When a reviewer says whose an event is, carts, lines and doubts follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from store import states
from store.actions.carts import cart_refresh
from store.actions.telling import ticket_tell
from store.actions.tickets import lines_refresh, risk_refresh
from store.models import Ticket, TicketLine, Visit
from store.models.tickets import MOST
from store.selectors.carts import visit_lines
from store.selectors.goods import names_of

Units = Counter[tuple[str, int, int]]  # by machine, product and price


@contextmanager
def holding(visit: Visit) -> Iterator[None]:
    """Inside it becomes another question what a locked visit holds. Its cart follows, and the lines
    of its tickets that are not complete: those of the sensors, and those that a reviewer gave, by
    as many units.
    """
    before = _units(visit)
    yield
    cart_refresh(visit)
    open_ones = visit.tickets.exclude(status=states.REVIEW_COMPLETE)
    tickets = list(open_ones.select_for_update(no_key=True).order_by("pk"))
    lines_refresh(visit, tickets=tickets)
    difference = _units(visit)
    difference.subtract(before)
    for ticket in tickets:
        if ticket.by_hand:
            _shift(ticket, difference)


def tickets_follow(visit_ids: Iterable[UUID], *, machine_id: str) -> None:
    """The tickets of these visits for a machine know what is uncertain on them, and listeners too;
    the visits are locked.
    """
    tickets = Ticket.objects.select_for_update(no_key=True).filter(
        visit__in=list(visit_ids), machine=machine_id
    )
    for ticket in tickets.order_by("pk"):
        risk_refresh(ticket)
        ticket_tell(ticket)


def _units(visit: Visit) -> Units:
    units: Units = Counter()
    for line in visit_lines(visit):
        units[line.machine_id, line.product_id, line.unit_price] += line.quantity
    return units


def _shift(ticket: Ticket, difference: Units) -> None:
    """So many units more, or less, on the lines that a reviewer gave."""
    changed = {
        key: units for key, units in difference.items() if units and key[0] == ticket.machine_id
    }
    names = names_of(product_id for _, product_id, _ in changed)
    for (_, product_id, unit_price), units in changed.items():
        line = ticket.lines.filter(product_id=product_id).order_by("pk").first()
        if line is None:
            line = TicketLine(
                ticket=ticket,
                product_id=product_id,
                name=names[product_id],
                quantity=0,
                unit_price=unit_price,
            )
        line.quantity = min(max(0, line.quantity + units), MOST)
        line.save()
