"""A worker that is killed while it prints, or does worse."""

import pytest
from kit import steps
from kitchen import PERHAPS, follow, leases_over, note_order, notes, trouble, wait_over, work
from printing.actions import sending
from printing.models import Printer, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]


class Killed(BaseException):
    """What ends a worker in the middle of its round."""


@pytest.mark.parametrize(
    ("place", "marked"), [("leased", False), ("begun", True), ("printed", True)]
)
def test_a_worker_that_is_killed_loses_nothing(device, printer, table, monkeypatch, place, marked):
    note_order(table, "1")
    note_order(table, "2")
    follow()

    def die(name):
        if name == place:
            raise Killed

    monkeypatch.setattr(steps, "hook", die)
    with pytest.raises(Killed):
        sending.tickets_send()
    monkeypatch.setattr(steps, "hook", None)
    before = len(device.tickets)
    work()
    assert len(device.tickets) == before  # somebody seems to be at it
    leases_over()
    work()
    expected = ["1", "1", "2"] if place == "printed" else ["1", "2"]
    assert notes(device) == expected
    assert [PERHAPS in each for each in device.tickets[-2:]] == [marked, False]


def test_who_was_taken_for_dead_writes_down_what_is_on_paper(device, printer, table, monkeypatch):
    note_order(table, "1")
    follow()

    def lose(name):
        if name == "printed":
            Printer.objects.update(lease=99, leased_until=None)

    monkeypatch.setattr(steps, "hook", lose)
    assert sending.tickets_send()
    assert Ticket.objects.get().printed_at is not None
    assert not Printer.objects.filter(lease=100).exists()


def test_a_ticket_that_cannot_be_drawn_is_trouble_and_no_end(device, printer, table, monkeypatch):
    note_order(table, "1")
    monkeypatch.setattr(sending, "_encoded", lambda *_: 1 / 0)
    work()
    assert trouble() == "fault"
    monkeypatch.undo()
    wait_over()
    work()
    assert notes(device) == ["1"]
    assert PERHAPS not in device.tickets[0]
