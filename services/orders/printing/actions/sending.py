"""Sending tickets to printers: each printer has one worker at a time, and its tickets their order.

A worker leases printers, knocks at all of them beside each other, writes down that a ticket is
about to be sent, sends it, and writes down what became of it. No transaction is open meanwhile. Who
is killed between the two leaves a ticket that may be on paper: it is printed again, and says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kit.clock import Clock
from kit.polled import polled
from kit.steps import step
from kit.worker import back_off

from printing import clock, raw, states
from printing.actions.printers import printer_tell
from printing.face import Paper, face
from printing.models import Printer, Ticket
from printing.talking import Door, Talk, Trouble

log = logging.getLogger("printing")

LEASE = timedelta(
    seconds=60
)  # longer than any visit; a worker that was killed is waited for so long
AT_ONCE = 8  # printers that a worker visits beside each other
ASKED = timedelta(seconds=60)  # a printer without work is asked how it is
PAUSE = 10.0  # seconds between two tries, at most


@dataclass(frozen=True, slots=True)
class Visit:
    """What a worker does at a printer that it has leased. `ticket_id` is what it prints; None where
    nothing waits. `trouble` is why it could not; "" where it could.
    """

    printer_id: int
    lease: int
    door: Door
    talk: Talk | None = None
    ticket_id: int | None = None
    ticket: bytes = b""
    again: bool = False  # its first byte was about to be sent before
    trouble: str = ""


@polled
def _due() -> QuerySet[Printer]:
    """Printers that are to be talked to, and that no other worker talks to."""
    free = Q(leased_until=None) | Q(leased_until__lt=Clock())
    return Printer.objects.filter(free, is_active=True, due_at__lte=Clock())


def tickets_send() -> bool:
    """Print the first ticket that waits for each of some printers, and see how those are for which
    nothing waits; whether there was one.
    """
    visits = _lease() if _due.any() else []
    if not visits:
        return False
    step("leased")
    with ExitStack() as ending, ThreadPoolExecutor(len(visits), "printer") as threads:
        knocked = list(threads.map(_knock, visits))
        for talk in filter(None, (visit.talk for visit in knocked)):
            ending.callback(talk.close)
        begun = [_begin(visit) for visit in knocked]
        step("begun")
        printed = list(threads.map(_print, begun))
    step("printed")
    for visit in printed:
        _finish(visit)
    return True


@transaction.atomic
def _lease() -> list[Visit]:
    due = _due().order_by("due_at").select_for_update(skip_locked=True, no_key=True)
    printers = list(due[:AT_ONCE])
    ids = [each.pk for each in printers]
    Printer.objects.filter(pk__in=ids).update(lease=F("lease") + 1, leased_until=Clock() + LEASE)
    return [
        Visit(each.pk, each.lease + 1, Door(each.host, each.port, each.answers))
        for each in printers
    ]


def _knock(visit: Visit) -> Visit:
    """Connect, and ask whether it can print."""
    return _tried(visit, partial(_ready, visit.door))


def _ready(door: Door) -> Talk:
    talk = Talk.connect(door)
    try:
        talk.require_ready()
    except Trouble:
        talk.close()
        raise
    return talk


def _tried(visit: Visit, talk: Callable[[], Talk | None]) -> Visit:
    """The visit after this part of it."""
    try:
        return replace(visit, talk=talk())
    except Trouble as trouble:
        return replace(visit, trouble=trouble.reason)
    except Exception:
        log.exception("a printer cannot be talked to", extra={"printer": visit.printer_id})
        return replace(visit, trouble=states.FAULT)


def _begin(visit: Visit) -> Visit:
    """Write down that the first ticket that waits is about to be sent."""
    if visit.talk is None:
        return visit
    with transaction.atomic():
        leased = Printer.objects.filter(pk=visit.printer_id, lease=visit.lease)
        printer = leased.select_for_update(no_key=True).first()
        waiting = Ticket.objects.filter(printer=visit.printer_id, printed_at=None)
        ticket = waiting.order_by("id").first() if printer else None
        if printer is None or ticket is None:
            return visit
        ready = _tried_encoding(visit, printer, ticket)
        if not ready.trouble:
            Ticket.objects.filter(pk=ticket.pk).update(attempts=F("attempts") + 1)
    return ready


def _tried_encoding(visit: Visit, printer: Printer, ticket: Ticket) -> Visit:
    try:
        drawn, again = _encoded(printer, ticket), ticket.attempts > 0
        return replace(visit, ticket_id=ticket.pk, ticket=drawn, again=again)
    except Exception:
        log.exception("a ticket cannot be drawn", extra={"ticket": ticket.pk})
        return replace(visit, trouble=states.FAULT)


def _encoded(printer: Printer, ticket: Ticket) -> bytes:
    zone = partial(clock.read_at, printer.location_id)
    paper = Paper(printer.columns, printer.language, printer.code_page, zone)
    rows = face(
        ticket.kind,
        ticket.content,
        paper,
        is_copy=ticket.copy_of_id is not None,
        perhaps_twice=ticket.attempts > 0,
    )
    return raw.encoded(rows, printer.code_page)


def _print(visit: Visit) -> Visit:
    """Print the ticket, if there is one, and end the connection."""
    talk = visit.talk
    if talk is None:
        return visit
    with closing(talk):
        if visit.ticket_id is not None:
            return _tried(visit, partial(_printed, talk, visit))
        return visit


def _printed(talk: Talk, visit: Visit) -> Talk:
    if visit.again:
        talk.settle()
    return talk.print(visit.ticket)


@transaction.atomic
def _finish(visit: Visit) -> None:
    """Write down what became of it. What is on paper is printed, whoever has the printer now."""
    leased = Printer.objects.filter(pk=visit.printer_id, lease=visit.lease)
    printer = leased.select_for_update(no_key=True).first()
    if visit.ticket_id is not None and not visit.trouble:
        Ticket.objects.filter(pk=visit.ticket_id, printed_at=None).update(printed_at=Clock())
    if printer is not None:
        before = printer.trouble
        _note(printer, visit)
        if printer.trouble != before:
            printer_tell(printer)
            words = {"printer": printer.pk, "trouble": printer.trouble}
            log.warning(
                "printer %s", "prints nothing" if printer.trouble else "prints", extra=words
            )


def _note(printer: Printer, visit: Visit) -> None:
    """How the printer is, and when it is talked to next."""
    printer.leased_until = None
    printer.trouble = visit.trouble
    if visit.talk is not None:
        printer.answers = visit.talk.answers
    if visit.trouble:
        printer.failures += 1
        printer.troubled_at = printer.troubled_at or timezone.now()
        pause = timedelta(seconds=back_off(printer.failures, at_most=PAUSE))
    else:
        printer.failures, printer.troubled_at = 0, None
        waits = printer.tickets.filter(printed_at=None).exists()
        pause = timedelta() if waits else ASKED
    printer.save(update_fields=_NOTED)
    Printer.objects.filter(pk=printer.pk).update(due_at=Clock() + pause)


_NOTED: Iterable[str] = ("leased_until", "trouble", "answers", "failures", "troubled_at")
