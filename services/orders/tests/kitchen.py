"""A place with printers, and the worker's rounds for them."""

from datetime import timedelta

from django.utils import timezone
from orders.actions import orders
from printing.actions import printers, sending, tickets
from printing.models import Printer, Ticket
from world import LOCATION, line

PERHAPS = "REPRINT? MAY BE A SECOND COPY"
PRINTERS = "/orders/printers/{}/"


def new_printer(port=9100, **changes):
    """A printer of the place at this port of the machine; gives its row."""
    fields = {"name": "Kitchen", "host": "127.0.0.1", "port": port, "categories": []}
    fields |= {"columns": 48, "language": "en", "code_page": "cp858", "is_active": True}
    printers.printer_create(location_id=LOCATION, fields={**fields, **changes})
    return Printer.objects.latest("id")


def follow():
    """Make tickets of all that has happened."""
    while tickets.tickets_make():
        pass


def work():
    """What the worker does until nothing is due."""
    follow()
    while sending.tickets_send():
        pass


def wait_over():
    """Nobody waits for a printer any more, as after a pause between two tries."""
    now = timezone.now()
    Printer.objects.update(due_at=now - timedelta(seconds=1))


def leases_over():
    """As a minute after a worker was killed."""
    Printer.objects.exclude(leased_until=None).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )


def kinds():
    """The kinds of all tickets, the oldest first."""
    return list(Ticket.objects.order_by("id").values_list("kind", flat=True))


def told():
    """What the last ticket is about: its kind, its table, its lines."""
    ticket = Ticket.objects.latest("id")
    lines = [(each["quantity"], each["name"]) for each in ticket.content["lines"]]
    return ticket.kind, ticket.content["place"], lines


def note_order(table, note):
    """Something is ordered with this note, which tells its ticket from others."""
    orders.order_create(code=table, line=line(note=note))


def notes(device):
    """The notes on paper, ticket by ticket: which batch it was."""
    return [
        next(row.strip("| ") for row in each.splitlines() if row.startswith("|"))
        for each in device.tickets
    ]


def trouble():
    """Why the only printer prints nothing; "" while it does."""
    return Printer.objects.values_list("trouble", flat=True).get()
