"""Tables as things at the panel: how they stand, moving, merging, splitting, turning over."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, reachable
from tests.e2e.people import Staff
from tests.e2e.tables.bills import Bill
from tests.e2e.tables.seats import Table, paid, seat, served, standing, tile
from tests.e2e.taps import taps
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET


def test_each_table_says_how_it_stands(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    standing(panel, "Table 1", "Free")
    answer(cafe.api.post(f"/orders/tables/call/{tables[0]['code']}/", {}))
    standing(panel, "Table 1", "Please open")
    code = seat(cafe, tables[0])
    standing(panel, "Table 1", "Seated")
    cafe.line(code, "Espresso")
    expect(tile(panel, "Table 1")).to_contain_text("1 not sent")
    order = cafe.order(code, "Espresso")
    standing(panel, "Table 1", "Waiting")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")
    standing(panel, "Table 1", "Seated")
    other = seat(cafe, tables[1])
    served(cafe, other)
    call = cafe.call(other, "bill")
    standing(panel, "Table 2", "Wants to pay")
    axe(panel.page)
    cafe.staff(f"/orders/calls/answer/{call['id']}/")
    standing(panel, "Table 2", "To clear")
    expect(tile(panel, "Table 2")).to_contain_text("Wants to pay")
    expect(tile(panel, "Table 2")).to_contain_text("€2.40")
    axe(panel.page)
    panel.page.get_by_role("button", name="Bill: Table 2").click()
    bill = Bill(panel.page)
    bill.owes("€2.40")
    bill.press("Cash, exact: €2.40")
    bill.is_paid()
    panel.page.keyboard.press("Escape")
    expect(tile(panel, "Table 2").locator(".table-paid svg")).to_be_visible()
    expect(tile(panel, "Table 2")).not_to_contain_text("Wants to pay")


def test_a_table_is_turned_over_with_one_tap_and_back(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    code = seat(cafe, tables[2])
    paid(cafe, code)
    with taps(panel.page, 1):
        panel.page.get_by_role("button", name="Turn over: Table 3").click()
        standing(panel, "Table 3", "Free")
    assert cafe.api.session(code)["state"] == "CLOSED"
    panel.page.get_by_role("button", name="Undo").click()
    standing(panel, "Table 3", "To clear")
    assert cafe.api.session(code)["state"] == "OPEN"
    expect(tile(panel, "Table 3")).to_contain_text("Paid")


def test_guests_who_call_from_a_free_table_are_let_in(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    answer(cafe.api.post(f"/orders/tables/call/{tables[1]['code']}/", {}))
    calls = panel.page.get_by_role("list", name="Calls", exact=True)
    expect(calls).to_contain_text("Table 2 Please open")
    calls.get_by_role("button", name=re.compile("^Table 2|Table 2")).first.click()
    panel.page.get_by_role("button", name="Open the table").click()
    expect(panel.page.get_by_role("dialog", name="Table 2")).to_contain_text("Nothing ordered yet")
    expect(calls).to_be_hidden()


def choose(panel: Staff, action: str, title: str, name: str) -> None:
    panel.page.get_by_role("button", name=action, exact=True).click()
    asked = panel.page.get_by_role("dialog", name=title)
    axe(panel.page)
    asked.get_by_role("button", name=name, exact=True).click()
    expect(asked).to_have_count(0)


def test_guests_move_to_another_table(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    code = seat(cafe, tables[0])
    cafe.order(code, "Espresso")
    tile(panel, "Table 1").get_by_role("button").click()
    choose(panel, "Move", "Move Table 1 to", "Table 4")
    expect(panel.card("Table 4")).to_contain_text("Espresso")
    standing(panel, "Table 1", "Free")
    standing(panel, "Table 4", "Waiting")
    assert cafe.api.session(code)["name"] == "Table 4"


def test_two_tables_are_merged(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    one, two = seat(cafe, tables[0]), seat(cafe, tables[1])
    cafe.order(one, "Espresso")
    cafe.order(two, "Carrot cake")
    tile(panel, "Table 1").get_by_role("button").click()
    choose(panel, "Merge", "Put Table 1 together with", "Table 2")
    expect(panel.card("Table 2")).to_contain_text("Espresso")
    expect(panel.card("Table 1")).to_have_count(0)
    expect(tile(panel, "Table 2")).to_contain_text("€7.00")
    standing(panel, "Table 1", "Free")


def test_orders_are_split_off(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    code = seat(cafe, tables[0])
    cafe.place(code, ("Espresso", 1, ""), ("Carrot cake", 1, ""))
    expect(panel.card("Table 1")).to_contain_text("Carrot cake")
    tile(panel, "Table 1").get_by_role("button").click()
    panel.page.get_by_role("button", name="Split off").click()
    asked = panel.page.get_by_role("dialog", name="Split off from Table 1")
    asked.get_by_role("button", name="Table 3").click()
    expect(asked.get_by_role("alert").first).to_contain_text("Choose at least one order.")
    asked.get_by_label("Carrot cake").check()
    axe(panel.page)
    asked.get_by_role("button", name="Table 3").click()
    expect(panel.card("Table 3")).to_contain_text("Carrot cake")
    expect(panel.card("Table 1")).not_to_contain_text("Carrot cake")
    expect(tile(panel, "Table 3")).to_contain_text("€4.60")


def test_a_table_is_renamed(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    seat(cafe, tables[0])
    expect(tile(panel, "Table 1")).to_contain_text("Seated")
    tile(panel, "Table 1").get_by_role("button").click()
    panel.page.get_by_role("button", name="Rename").click()
    asked = panel.page.get_by_role("dialog", name="Rename Table 1")
    asked.get_by_label("Name").fill("Window")
    asked.get_by_role("button", name="Rename").click()
    expect(panel.page.get_by_role("dialog", name="Window")).to_be_visible()
    expect(
        panel.page.get_by_role("dialog").get_by_role("img", name=re.compile("^QR"))
    ).to_be_visible()


def test_the_grid_of_tables_in_the_dark_and_enlarged(
    open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    paid(cafe, seat(cafe, tables[0]))
    cafe.order(seat(cafe, tables[1]), "Espresso")
    for device, dark in ((PHONE, True), (TABLET, False)):
        page = open_window(device, signed_in=cafe.login, dark=dark)
        page.emulate_media(forced_colors="active" if not dark else "none")
        staff = Staff(page).arrive()
        staff.look("Tables")
        standing(staff, "Table 1", "To clear")
        fits_across(page)
        reachable(page)
        axe(page)
