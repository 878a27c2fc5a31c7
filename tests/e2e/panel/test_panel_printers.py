"""Kitchen printers at the panel: setting one up, one that does not answer, printing again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import fits_across
from tests.e2e.people import Staff
from tests.e2e.watch import Watch
from tests.support.api import answer
from tests.support.waiting import wait_for
from tools.browser.window import PHONE
from tools.devices.printer.device import Printer

PRINTED_WITHIN = 10.0  # seconds
TRIED_AGAIN = 20_000  # milliseconds: a printer that was away is tried each ten seconds


@pytest.fixture
def device() -> Iterator[Printer]:
    """A printer that is on."""
    with Printer() as printer:
        yield printer


def add(cafe: Cafe, port: int, name: str = "Kitchen") -> int:
    made = cafe.staff(
        "/orders/printers/create/",
        location_id=cafe.location_id,
        name=name,
        host="127.0.0.1",
        port=port,
    )
    return int(made["id"])


def on_paper(cafe: Cafe, printer: int, tickets: int) -> None:
    """Wait until the place knows that so many are printed."""

    def known() -> bool:
        found = cafe.staff_get(f"/orders/printers/tickets/{printer}/")
        return sum(each["printed"] is not None for each in found) == tickets

    wait_for(known, PRINTED_WITHIN, f"{tickets} printed tickets")


def troubles(page: Page) -> Locator:
    """The lines about printers that print nothing."""
    return page.locator(".printer-troubles .banner")


def printers(page: Page) -> Locator:
    """The printers of the place, by way of the settings."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Show the printers").click()
    shown = page.get_by_role("dialog", name="Kitchen printers")
    expect(shown).to_be_visible()
    return shown


def test_a_printer_is_set_up_tested_and_prints_its_station(
    staff: Staff, cafe: Cafe, table: str, device: Printer, watch: Watch
) -> None:
    watch.allow("status of 400")
    page = staff.page
    shown = printers(page)
    axe(page)
    shown.get_by_role("button", name="Add a printer").click()
    form = page.get_by_role("dialog", name="Add a printer")
    form.get_by_role("textbox", name="Name").fill("Bar")
    form.get_by_label("Address").fill("8.8.8.8")
    form.get_by_label("Port").fill(str(device.port))
    form.get_by_role("checkbox", name="Coffee").check()
    form.get_by_label("Paper").select_option("32")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".problem")).to_contain_text("No printer may be at this address.")
    axe(page)
    form.get_by_label("Address").fill("127.0.0.1")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(shown.get_by_role("listitem")).to_contain_text("prints")
    shown.get_by_role("button", name="Change Bar").click()
    page.get_by_role("button", name="Print a test").click()
    assert device.wait_for(1)
    cafe.place(table, ("Espresso", 2, "no sugar"), ("Carrot cake", 1, ""), guest="Mia")
    assert device.wait_for(2)
    assert "This printer works." in device.tickets[0]
    assert "2 x Espresso" in device.tickets[1]
    assert "| no sugar                     |" in device.tickets[1]
    assert "Carrot cake" not in device.tickets[1]


def test_one_that_does_not_answer_is_seen_and_loses_nothing(
    staff: Staff, cafe: Cafe, table: str, device: Printer
) -> None:
    add(cafe, device.port)
    cafe.order(table, "Espresso")
    assert device.wait_for(1)
    expect(troubles(staff.page)).to_have_count(0)
    device.off()
    cafe.order(table, "Flat white")
    line = troubles(staff.page)
    expect(line).to_contain_text("Kitchen does not answer.")
    expect(line).to_contain_text("1 ticket waits for it.")
    cafe.order(table, "Carrot cake")
    expect(line).to_contain_text("2 tickets wait for it.")
    axe(staff.page)
    staff.page.reload()
    expect(line).to_contain_text("2 tickets wait for it.")
    device.on()
    expect(line).to_have_count(0, timeout=TRIED_AGAIN)
    assert device.wait_for(3)
    assert ["Flat white" in each for each in device.tickets] == [False, True, False]
    assert not any("REPRINT" in each for each in device.tickets)


def test_a_ticket_is_printed_again_from_the_line_that_tells_of_trouble(
    staff: Staff, cafe: Cafe, table: str, device: Printer
) -> None:
    printer = add(cafe, device.port)
    cafe.order(table, "Espresso")
    on_paper(cafe, printer, 1)
    device.mood.paper_out = True
    cafe.order(table, "Flat white")
    line = troubles(staff.page)
    expect(line).to_contain_text("Kitchen has no paper.")
    device.mood.paper_out = False
    expect(line).to_have_count(0, timeout=TRIED_AGAIN)
    on_paper(cafe, printer, 2)
    printers(staff.page).get_by_role("button", name="Last tickets of Kitchen").click()
    shown = staff.page.get_by_role("dialog", name="Last tickets of Kitchen")
    expect(shown.get_by_role("listitem")).to_have_count(2)
    axe(staff.page)
    shown.get_by_role("button", name="Print again").last.press("Enter")
    assert device.wait_for(3)
    assert "[REPRINT]" in device.tickets[2]
    assert "1 x Espresso" in device.tickets[2]
    expect(shown.get_by_role("listitem").first).to_contain_text("Reprint")


def test_the_kitchen_sees_printers_and_sets_none_up(
    open_window: Open, cafe: Cafe, device: Printer
) -> None:
    add(cafe, device.port)
    add(cafe, 9109 if device.port != 9109 else 9108, "A printer with a very long name in the bar")
    cook = cafe.hire("kitchen")
    page = open_window(PHONE, signed_in=signed_in(cook))
    Staff(page).arrive()
    expect(troubles(page)).to_contain_text("A printer with a very long name in the bar does not")
    fits_across(page)
    troubles(page).get_by_role("button", name="Printers").click()
    shown = page.get_by_role("dialog", name="Kitchen printers")
    expect(shown.get_by_role("listitem")).to_have_count(2)
    expect(shown.get_by_role("button", name="Add a printer")).to_have_count(0)
    expect(shown.get_by_role("button", name="Change Kitchen")).to_have_count(0)
    axe(page)
    fits_across(page)
    found = f"/orders/printers/find/?location_id={cafe.location_id}"
    assert len(answer(cafe.api.get(found, headers=cook.bearer))) == 2
