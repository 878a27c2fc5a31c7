"""The order panel: the board, the states, what staff do for guests, what a device shows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import inside_the_window, readable
from tests.e2e.people import Staff
from tests.e2e.watch import Watch
from tools.browser.window import TABLET


@pytest.fixture
def staff(staff: Staff, table: str) -> Staff:
    """At the panel, with Table 2 open."""
    expect(staff.table("Table 2")).to_be_visible()
    return staff


def test_an_order_goes_forward_and_back(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso", note="no sugar")
    card = staff.card("Table 2")
    for name, state in [("Accept", "Accepted"), ("Prepare", "Preparing"), ("Finish", "Ready")]:
        staff.step("Table 2", name)
        expect(card.get_by_role("button", name=re.compile(f"Espresso {state}"))).to_be_visible()
    card.get_by_role("button", name="Back: Espresso to “Preparing”").click()
    expect(card.get_by_role("button", name=re.compile("Espresso Preparing"))).to_be_visible()
    card.get_by_role("button", name=re.compile("Espresso Preparing")).click()  # the line itself
    staff.step("Table 2", "Serve")
    expect(card).to_have_count(0)
    cafe.wait_state(table, order["id"], "served")


def test_what_was_served_by_mistake_is_recalled(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")
    staff.look("Done")
    staff.page.get_by_role("button", name="Back to Ready: Espresso, Table 2").click()
    line = staff.card("Table 2").get_by_role("button", name=re.compile("Espresso Ready"))
    expect(line).to_be_visible()
    cafe.wait_state(table, order["id"], "ready")


def test_cancelling_wants_a_reason(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Cancel order: Espresso").click()
    asked = staff.page.get_by_role("dialog", name="Cancel 1× Espresso?")
    asked.get_by_role("button", name="Cancel the order").click()
    expect(asked).to_be_visible()
    axe(staff.page)
    asked.get_by_role("button", name="Sold out").click()
    asked.get_by_role("button", name="Cancel the order").click()
    modal = staff.page.get_by_role("dialog", name="Table 2")
    expect(modal).to_contain_text("Cancelled: Sold out")
    expect(modal).to_contain_text("€0.00")
    modal.get_by_role("button", name="Close", exact=True).click()
    card = staff.card("Table 2")
    card.get_by_role("button", name="Seen here: Espresso was cancelled").click()
    expect(card).to_have_count(0)
    cafe.wait_state(table, order["id"], "cancelled")


def test_what_is_added_later_is_marked(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso", guest="Mia")
    cafe.order(table, "Carrot cake", guest="Jonas")
    card = staff.card("Table 2")
    rows = card.get_by_role("listitem")
    expect(rows.nth(2)).to_contain_text("Add-on")
    expect(rows).to_contain_text(["Mia", "Espresso", "Add-on", "Jonas", "Carrot cake"])


def test_a_long_note_is_never_cut_off(staff: Staff, cafe: Cafe, table: str) -> None:
    note = "No nuts at all, please: " + "a severe allergy, " * 20
    cafe.order(table, "Avocado toast", note=note.strip())
    card = staff.card("Table 2")
    expect(card).to_contain_text(note.strip())
    readable(card, 14)
    inside_the_window(card)


def test_a_station_shows_its_categories(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso")
    cafe.order(table, "Club sandwich")
    card = staff.card("Table 2")
    expect(card).to_contain_text("Club sandwich")
    staff.page.get_by_role("button", name="Station: All stations").click()
    choice = staff.page.get_by_role("dialog", name="What does this device show?")
    choice.get_by_label("Coffee").check()
    axe(staff.page)
    choice.get_by_role("button", name="Show these").click()
    expect(staff.page.get_by_role("button", name="Station: Coffee")).to_be_visible()
    expect(card).not_to_contain_text("Club sandwich")
    expect(card).to_contain_text("Espresso")
    staff.page.reload()
    expect(card).to_contain_text("Espresso")
    expect(card).not_to_contain_text("Club sandwich")


def test_all_day_totals(staff: Staff, cafe: Cafe, table: str) -> None:
    other = cafe.open("Table 3")
    cafe.order(table, "Espresso", quantity=2)
    cafe.order(other, "Espresso", note="decaf")
    cafe.order(other, "Carrot cake")
    staff.look("All day")
    totals = staff.page.get_by_role("list", name="All-day totals").get_by_role("listitem")
    expect(totals).to_have_text(
        [re.compile("3×.*Espresso.*1 with a note"), re.compile("1×.*Carrot")]
    )
    axe(staff.page)


def test_each_tables_running_total(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso", quantity=2)
    expect(staff.table("Table 2")).to_contain_text("€4.80")
    cafe.order(table, "Carrot cake")
    expect(staff.table("Table 2")).to_contain_text("€9.40")
    expect(staff.table("Table 2")).to_contain_text("2 to do")


def test_ordering_for_a_guest(staff: Staff, cafe: Cafe, table: str) -> None:
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Order for the guest").click()
    form = staff.page.get_by_role("dialog", name="Order for Table 2")
    form.get_by_label("Search the menu").fill("espr")
    form.get_by_role("button", name=re.compile("^Espresso")).click()
    form.get_by_role("button", name="One Espresso more").click()
    form.get_by_label("Note: Espresso").fill("short")
    form.get_by_label("Guest’s name").fill("Ines")
    axe(staff.page)
    form.get_by_role("button", name="Order 2 items").click()
    expect(staff.card("Table 2")).to_contain_text("2× Espresso")
    [order] = cafe.api.session(table)["orders"]
    assert (order["quantity"], order["note"], order["guest"]) == (2, "short", "Ines")
    assert order["by_staff"] is True


def test_a_table_calls_on_one_line_until_somebody_is_on_the_way(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.call(table, "waiter")
    calls = staff.page.get_by_role("list", name="Calls", exact=True).get_by_role("listitem")
    expect(calls).to_contain_text(["Table 2 Waiter"])
    cafe.call(table, "bill")
    expect(calls).to_contain_text(["Table 2 Waiter · Bill"])
    axe(staff.page)
    calls.first.get_by_role("button", name="On my way: Table 2, Waiter · Bill").click()
    expect(calls).to_have_count(0)
    assert cafe.live(table)["calls"] == []
    staff.table("Table 2").click()
    expect(staff.page.get_by_role("dialog", name="Table 2")).to_contain_text("Wants to pay")


def test_a_name_that_is_open_already(staff: Staff, watch: Watch) -> None:
    staff.page.get_by_role("button", name="New table").click()
    form = staff.page.get_by_role("dialog", name="New table")
    expect(form.get_by_label("Name")).to_have_value("Table 1")
    form.get_by_label("Name").fill("Table 2")
    form.get_by_role("button", name="Open table").click()
    expect(form.get_by_role("alert").filter(has_text="is there already")).to_be_visible()


def test_closing_says_what_is_left_and_can_be_stopped(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso")
    expect(staff.card("Table 2")).to_be_visible()
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Close table", exact=True).click()
    asked = staff.page.get_by_role("dialog", name="Close Table 2?")
    expect(asked).to_contain_text("1 order not served")
    axe(staff.page)
    asked.get_by_role("button", name="Keep it open").click()
    assert cafe.api.session(table)["state"] == "OPEN"


def test_a_table_closed_too_early_stays_until_it_is_taken_off(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    order = cafe.order(table, "Espresso")
    cafe.order(table, "Carrot cake")
    cafe.close(table)
    expect(staff.card("Table 2 Closed")).to_contain_text("Table was closed before all was served.")
    staff.page.reload()
    expect(staff.card("Table 2 Closed")).to_contain_text("Table was closed before all was served.")
    expect(staff.table("Table 2")).to_have_count(0)
    staff.card("Table 2 Closed").get_by_role("button", name=re.compile("Espresso New")).click()
    cafe.wait_state(table, order["id"], "accepted")
    staff.card("Table 2 Closed").get_by_role("button", name="Take off this device").click()
    expect(staff.card("Table 2 Closed")).to_have_count(0)
    staff.page.reload()
    expect(staff.page.get_by_text("Nothing to do")).to_be_visible()


# Driving a page can count as a tap, so whether Chromium blocks its sounds at first is a matter of
# luck. An AudioContext that begins suspended is what a blocked page has.
BLOCKED = """
    const Real = window.AudioContext;
    window.AudioContext = class extends Real {
        constructor() { super(); this.suspend(); }
    };
"""


def test_the_sound_is_blocked_until_a_tap_then_can_be_muted(open_window: Open, cafe: Cafe) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.add_init_script(BLOCKED)
    Staff(page).arrive()
    tools = page.locator("header")
    tools.get_by_role("button", name="Sound blocked").click()
    on = tools.get_by_role("button", name="Sound on")
    on.click()
    expect(tools.get_by_role("button", name="Sound off")).to_be_visible()
    page.reload()
    expect(tools.get_by_role("button", name="Sound off")).to_be_visible()


def age(page: Page, minutes: int) -> None:
    """Let time pass on a page."""
    page.clock.fast_forward(minutes * 60_000)


def test_a_card_says_when_it_waits_and_when_it_is_late(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.clock.install()
    staff = Staff(page).arrive()
    cafe.order(table, "Espresso")
    card = staff.card("Table 2")
    expect(card).to_be_visible()
    expect(card).not_to_have_attribute("data-level", re.compile("warn|late"))
    age(page, 6)
    expect(card).to_contain_text(re.compile("waiting", re.I))
    axe(page)
    age(page, 5)
    expect(card).to_contain_text(re.compile("late", re.I))
    axe(page)
