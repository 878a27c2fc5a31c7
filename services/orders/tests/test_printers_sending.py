"""Tickets on their way to paper: each once, in their order, whatever the printer does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from kitchen import PERHAPS, new_printer, note_order, notes, trouble, wait_over, work
from orders.models import Event
from printing import clock
from printing.actions import sending, tickets
from printing.models import Printer, Ticket
from testing.races import at_once
from world import LOCATION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]


def test_an_order_is_on_paper(device, printer, table):
    note_order(table, "1")
    work()
    (ticket,) = device.tickets
    assert "*Table 1*" in ticket
    assert "1 x #1" in ticket
    assert ticket.startswith("NEW\n")
    assert device.paper.strange == []
    row = Ticket.objects.get()
    assert (row.attempts, row.printed_at is not None, trouble()) == (1, True, "")
    printer.refresh_from_db()
    assert (printer.answers, printer.leased_until) == (True, None)


def test_nothing_due_asks_nobody(device, printer):
    work()
    asked = device.connections
    assert not sending.tickets_send()
    assert device.connections == asked


def test_a_printer_that_is_off_for_ten_minutes_loses_and_doubles_nothing(device, printer, table):
    device.off()
    until = timezone.now() + timedelta(minutes=10)
    now, batches = timezone.now(), 0
    while now < until:
        if batches < 50:
            batches += 1
            note_order(table, str(batches))
        work()
        now += Printer.objects.get().due_at - timezone.now()
        wait_over()
    for _ in range(batches, 50):
        batches += 1
        note_order(table, str(batches))
    assert (trouble(), device.tickets) == ("unreachable", [])
    device.on()
    work()
    assert notes(device) == [str(number) for number in range(1, 51)]
    assert not any(PERHAPS in each for each in device.tickets)
    assert trouble() == ""


def test_it_is_tried_again_within_seconds_however_long_it_was_off(device, printer, table):
    device.off()
    note_order(table, "1")
    for _ in range(40):
        wait_over()
        work()
    printer.refresh_from_db()
    assert printer.failures > 30
    assert printer.due_at - timezone.now() < timedelta(seconds=13)


@pytest.mark.parametrize("mood", ["paper_out", "cover_open"])
def test_what_it_says_before_is_waited_for(device, printer, table, mood):
    setattr(device.mood, mood, True)
    note_order(table, "1")
    work()
    assert trouble() == {"paper_out": "paper", "cover_open": "offline"}[mood]
    assert Ticket.objects.get().attempts == 0
    setattr(device.mood, mood, False)
    wait_over()
    work()
    (ticket,) = device.tickets
    assert PERHAPS not in ticket


def test_bytes_that_tcp_has_taken_are_not_printed(device, printer, table, monkeypatch):
    monkeypatch.setattr("printing.talking.PATIENCE", 0.2)
    work()  # it has told its status
    held = device._print

    def out_of_paper(text):
        device.mood.paper_out |= bool(text)  # a question is none
        held(text)

    monkeypatch.setattr(device, "_print", out_of_paper)
    note_order(table, "1")
    work()
    assert (trouble(), Ticket.objects.get().printed_at) == ("paper", None)
    assert Ticket.objects.get().attempts == 1
    device.mood.paper_out = False
    monkeypatch.setattr(device, "_print", held)
    wait_over()
    work()
    assert device.wait_for(2)  # it had kept the first, too
    assert notes(device) == ["1", "1"]
    assert [PERHAPS in each for each in device.tickets] == [False, True]


def test_a_connection_that_ends_midway_prints_it_again_and_says_so(device, printer, table):
    device.mood.cut_after = 40
    note_order(table, "1")
    note_order(table, "2")
    work()
    assert trouble() == "interrupted"
    device.mood.cut_after = None
    wait_over()
    work()
    assert PERHAPS in device.tickets[0]
    assert [each[-1] for each in notes(device)] == ["1", "2"]
    assert PERHAPS not in device.tickets[1]


def test_a_printer_that_hangs_is_told_from_one_that_never_tells(
    device, printer, table, monkeypatch
):
    monkeypatch.setattr("printing.talking.PATIENCE", 0.2)
    device.mood.mute = True
    note_order(table, "1")
    work()
    assert device.wait_for(1)  # what is known of it is what TCP knows
    assert (notes(device), trouble()) == (["1"], "")
    device.mood.mute = False
    note_order(table, "2")
    work()
    device.mood.mute = True
    note_order(table, "3")
    work()
    assert (notes(device), trouble()) == (["1", "2"], "silent")


def test_a_printer_that_does_not_know_the_last_question(device, printer, table, monkeypatch):
    monkeypatch.setattr("printing.talking.PATIENCE", 0.2)
    work()
    tell = device._tell
    monkeypatch.setattr(device, "_tell", lambda wire, told: told and tell(wire, told))
    note_order(table, "1")
    work()
    assert (notes(device), trouble()) == (["1"], "")


def test_an_address_that_leads_elsewhere_is_not_talked_to(device, printer, table, settings):
    settings.PRINTER_NETWORKS = ()
    note_order(table, "1")
    work()
    assert (trouble(), device.connections) == ("refused", 0)


def test_a_dead_printer_holds_no_other_up(device, printer, table):
    new_printer(9109 if device.port != 9109 else 9108, name="Bar")
    note_order(table, "1")
    work()
    assert notes(device) == ["1"]
    assert Printer.objects.get(name="Bar").trouble == "unreachable"


def test_the_panel_is_told_when_it_begins_and_ends_and_how_many_wait(device, printer, table):
    def told():
        events = Event.objects.filter(kind="printer.changed", panel_seq__gt=begun)
        return list(events.order_by("panel_seq").values_list("data", flat=True))

    begun = Event.objects.latest("panel_seq").panel_seq
    note_order(table, "1")
    work()
    assert told() == []
    device.off()
    note_order(table, "2")
    work()
    (first,) = told()
    assert '"trouble":"unreachable"' in first
    assert '"waiting":1' in first
    note_order(table, "3")
    work()
    assert '"waiting":2' in told()[1]
    device.on()
    wait_over()
    work()
    assert '"trouble":null' in told()[2]
    assert len(told()) == 3


def test_a_test_and_a_copy_are_printed_at_once_and_marked(device, printer, table):
    note_order(table, "1")
    work()
    tickets.ticket_test(printer_id=printer.pk)
    tickets.ticket_test(printer_id=printer.pk)
    first = Ticket.objects.earliest("id")
    tickets.ticket_again(ticket_id=first.pk)
    tickets.ticket_again(ticket_id=first.pk)
    work()
    assert ["[TEST]" in each for each in device.tickets] == [False, True, False]
    assert ["[REPRINT]" in each for each in device.tickets] == [False, False, True]
    tickets.ticket_again(ticket_id=Ticket.objects.latest("id").pk)  # a copy of the copy
    assert Ticket.objects.latest("id").copy_of_id == first.pk


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_print_each_ticket_once_and_in_order(device, printer, table):
    for number in range(1, 21):
        note_order(table, str(number))
    at_once(lambda _: work(), 4)
    wait_over()
    work()
    assert notes(device) == [str(number) for number in range(1, 21)]
    assert Ticket.objects.filter(attempts=1).count() == 20
    assert Printer.objects.get().location_id == LOCATION


@pytest.mark.parametrize(
    ("settings", "shown"),
    [({}, "09.12. 23:30 UTC"), ({"timezone": "Europe/Berlin"}, "10.12. 00:30")],
    ids=str,
)
def test_times_are_those_of_the_place(monkeypatch, settings, shown):
    monkeypatch.setattr("orders.selectors.place_settings", lambda _: settings)
    assert clock.read_at(LOCATION, datetime(2025, 12, 9, 23, 30, tzinfo=UTC)) == shown
