"""Tickets: of what happens at a place, and copies of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from kit.alike import folded
from kit.clock import Clock
from kit.errors import NotFound
from kit.polled import polled
from kit.pruning import rows_remove
from orders.models import Event, Order, Panel
from orders.states import CANCELLED, SERVED

from printing import states
from printing.actions.printers import printer_lock, printer_tell
from printing.drafting import Drafting, Happening, Known
from printing.models import PrintedOrder, Printer, Ticket

FOLLOWED = ("order.created", "order.changed", "session.moved")
EVENTS = 500  # of one round, unless a single transaction has more
KEPT = timedelta(days=7)  # printed tickets, and what closed sessions had printed
BATCH = 1000


@polled
def _behind() -> QuerySet[Printer]:
    """Printers at whose place something has happened since their tickets were made."""
    ahead = Panel.objects.filter(location_id=OuterRef("location_id"), seq__gt=OuterRef("seen"))
    return Printer.objects.filter(Exists(ahead), is_active=True)


def tickets_make() -> bool:
    """Make tickets of what has happened at the place of one printer; whether there was one.

    Tickets and the number up to which they are made are one transaction, behind the lock of the
    printer: whatever happens, each event is taken once.
    """
    if not _behind.any():
        return False
    with transaction.atomic():
        behind = _behind().order_by("id")
        printer = behind.select_for_update(skip_locked=True, no_key=True).first()
        if printer is not None:
            _follow(printer)
    return printer is not None


def _follow(printer: Printer) -> None:
    head = Panel.objects.values_list("seq", flat=True).get(pk=printer.location_id)
    events, seen = _events(printer, head)
    ids = {each.data["id"] for each in events if each.kind != "session.moved"}
    drafting = Drafting(
        categories=frozenset(map(folded, printer.categories)),
        known=_known(printer, ids),
        open_of=lambda session_id: _open_of(printer, session_id, drafting.known),
    )
    for event in events:
        drafting.take(event)
    _keep(printer, drafting.known)
    tickets = [
        Ticket(printer=printer, kind=each.kind, seq=each.seq, content=each.content)
        for each in drafting.drafts
    ]
    Ticket.objects.bulk_create(tickets)
    printer.seen = seen
    printer.save(update_fields=["seen"])
    if tickets:
        _waiting_more(printer)


def _events(printer: Printer, head: int) -> tuple[list[Happening], int]:
    """The events that come next, and the number up to which they go. Those of one transaction stay
    together. Events that were pruned are of sessions that nobody cooks for any more.
    """
    rows = Event.objects.filter(
        location_id=printer.location_id, panel_seq__gt=printer.seen, panel_seq__lte=head
    )
    found = list(rows.select_related("session").order_by("panel_seq")[: EVENTS + 1])
    if len(found) > EVENTS:
        found, head = _whole(rows, found)
    return [_happening(each) for each in found if each.kind in FOLLOWED], head


def _whole(rows: QuerySet[Event], found: list[Event]) -> tuple[list[Event], int]:
    """These without the transaction that was cut off; all of it where it is the only one."""
    cut = found[-1].created_at
    before = [each for each in found if each.created_at != cut]
    if not before:
        before = list(rows.select_related("session").filter(created_at=cut).order_by("panel_seq"))
    return before, before[-1].panel_seq


def _happening(event: Event) -> Happening:
    session = event.session
    return Happening(
        seq=event.panel_seq,
        kind=event.kind,
        at=event.created_at,
        session_id=session.pk if session else 0,
        place=session.name if session else "",
        data=orjson.loads(event.data),
    )


def _known(printer: Printer, ids: Iterable[int]) -> dict[int, Known]:
    rows = PrintedOrder.objects.filter(printer=printer, order_id__in=list(ids))
    return {each.order_id: Known(each.place, each.cancelled, changed=False) for each in rows}


def _open_of(
    printer: Printer, session_id: int, known: dict[int, Known]
) -> Sequence[Mapping[str, Any]]:
    """The orders of a session that have a ticket here and are still to be served, as events tell
    orders; they are known from now on.
    """
    orders = Order.objects.filter(session=session_id).exclude(state__in=[SERVED, CANCELLED])
    rows = list(orders.order_by("id"))
    stored = _known(printer, [each.pk for each in rows])
    for order_id, one in stored.items():
        known.setdefault(order_id, one)
    return [_told(each) for each in rows if each.pk in known]


def _told(order: Order) -> dict[str, Any]:
    columns = ("id", "product_id", "name", "options", "quantity", "note", "guest", "batch")
    told = {name: getattr(order, name) for name in (*columns, "state", "reason")}
    return {**told, "by_staff": order.staff_id is not None}


def _keep(printer: Printer, known: Mapping[int, Known]) -> None:
    """Remember what these orders have a ticket of."""
    rows = [
        PrintedOrder(printer=printer, order_id=id, place=each.place, cancelled=each.cancelled)
        for id, each in known.items()
        if each.changed
    ]
    PrintedOrder.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["printer", "order"],
        update_fields=["place", "cancelled"],
    )


def _waiting_more(printer: Printer) -> None:
    """There is something to print: at once, unless it waits for a printer that prints nothing; then
    the panel is told how many there are.
    """
    if printer.trouble:
        printer_tell(printer)
    else:
        Printer.objects.filter(pk=printer.pk, due_at__gt=Clock()).update(due_at=Clock())


def ticket_test(*, printer_id: int) -> None:
    """Have a printer show that it prints; one that waits already is enough. Raises 404
    `printer_not_found`.
    """
    with transaction.atomic():
        printer = printer_lock(printer_id)
        if not printer.tickets.filter(kind=states.TEST, printed_at=None).exists():
            content = {"place": printer.name, "sent": timezone.now().isoformat(), "lines": []}
            _add_now(printer, Ticket(printer=printer, kind=states.TEST, content=content))


def ticket_again(*, ticket_id: int) -> None:
    """Print a ticket again, marked as a copy; one that waits already is enough. Raises 404
    `ticket_not_found`.
    """
    with transaction.atomic():
        found = Ticket.objects.filter(pk=ticket_id).first()
        if found is None:
            raise NotFound("ticket_not_found")
        printer = printer_lock(found.printer_id)
        copied = found.copy_of_id or found.pk
        if not Ticket.objects.filter(copy_of=copied, printed_at=None).exists():
            copy = Ticket(printer=printer, kind=found.kind, content=found.content)
            copy.copy_of_id = copied
            _add_now(printer, copy)


def _add_now(printer: Printer, ticket: Ticket) -> None:
    """A ticket that somebody waits for: also a printer that printed nothing is tried at once."""
    ticket.save(force_insert=True)
    Printer.objects.filter(pk=printer.pk).update(due_at=Clock())
    if printer.trouble:
        printer_tell(printer)


def tickets_prune() -> bool:
    """Forget tickets that were printed a week ago, and what closed sessions had printed; whether
    there may be more.
    """
    before = timezone.now() - KEPT
    copy = Ticket.objects.filter(copy_of=OuterRef("pk"), printed_at=None)
    printed = Ticket.objects.filter(~Exists(copy), printed_at__lt=before).order_by("id")
    orders = PrintedOrder.objects.filter(order__session__closed_at__lt=before).order_by("id")
    removed = (rows_remove(printed, BATCH), rows_remove(orders, BATCH))
    return max(removed) >= BATCH
