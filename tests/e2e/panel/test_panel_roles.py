"""What the panel offers in each role: nothing that the server would refuse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.people import Staff
from tests.e2e.tables.seats import Table, paid, seat, tile
from tests.support.api import answer
from tools.browser.window import TABLET


def work(open_window: Open, cafe: Cafe, role: str) -> Staff:
    """Somebody of this role at the panel."""
    user = cafe.hire(role)
    return Staff(open_window(TABLET, signed_in=signed_in(user))).arrive()


def offered(part: Locator) -> list[str]:
    """What its buttons say, without the one that closes it."""
    names = [each.strip() for each in part.get_by_role("button").all_inner_texts()]
    return [name for name in names if name]


@pytest.fixture
def busy(cafe: Cafe, tables: list[Table]) -> str:
    """At Table 1 two dishes were sent together and a waiter was called; its code."""
    code = seat(cafe, tables[0])
    cafe.place(code, ("Espresso", 1, ""), ("Carrot cake", 1, ""))
    cafe.call(code, "waiter")
    return code


def test_the_kitchen_has_no_buttons_in_a_tables_dialog_that_would_be_refused(
    open_window: Open, cafe: Cafe, busy: str
) -> None:
    cook = work(open_window, cafe, "kitchen")
    tile(cook, "Table 1").get_by_role("button").click()
    dialog = cook.page.get_by_role("dialog", name="Table 1")
    expect(dialog).to_contain_text("Carrot cake")
    assert offered(dialog) == ["QR code", "Accept", "Accept"]
    expect(dialog).to_contain_text("Waiter")
    axe(cook.page)
    dialog.get_by_role("button", name="Accept: Espresso").click()
    order = cafe.api.session(busy)["orders"][0]
    cafe.wait_state(busy, order["id"], "accepted")


def test_the_kitchen_opens_closes_and_makes_no_tables(
    open_window: Open, cafe: Cafe, tables: list[Table], busy: str
) -> None:
    paid(cafe, seat(cafe, tables[1]))
    answer(cafe.api.post(f"/orders/tables/call/{tables[2]['code']}/", {}))
    cook = work(open_window, cafe, "kitchen")
    expect(tile(cook, "Table 2")).to_contain_text("To clear")
    expect(tile(cook, "Table 3")).to_contain_text("Please open")
    for name in ("New table", "Set up tables", re.compile("^Turn over"), re.compile("^On my way")):
        expect(cook.page.get_by_role("button", name=name)).to_have_count(0)
    tile(cook, "Table 3").get_by_role("button").click()
    dialog = cook.page.get_by_role("dialog", name="Table 3")
    expect(dialog.get_by_role("button", name="QR code")).to_be_visible()
    assert offered(dialog) == ["QR code"]


def test_a_waiter_names_guests_and_who_manages_names_tables(
    open_window: Open, cafe: Cafe, busy: str
) -> None:
    cafe.open("The Smiths")
    waiter = work(open_window, cafe, "waiter")
    tile(waiter, "Table 1").get_by_role("button").click()
    dialog = waiter.page.get_by_role("dialog", name="Table 1")
    expect(dialog.get_by_role("button", name="Close table")).to_be_visible()
    expect(dialog.get_by_role("button", name="Rename")).to_have_count(0)
    dialog.get_by_role("button", name="Close", exact=True).click()
    tile(waiter, "The Smiths").get_by_role("button").click()
    waiter.page.get_by_role("button", name="Rename").click()
    asked = waiter.page.get_by_role("dialog", name="Rename The Smiths")
    asked.get_by_label("Name").fill("The Millers")
    asked.get_by_role("button", name="Rename").click()
    expect(waiter.page.get_by_role("dialog", name="The Millers")).to_be_visible()


def test_a_closed_table_and_the_new_guests_at_it_are_told_apart(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    gone = seat(cafe, tables[1])
    cafe.order(gone, "Espresso")
    late = cafe.order(gone, "Carrot cake")
    cafe.move(late["id"], "accepted", "preparing", "ready", "served")
    cafe.close(gone)
    cafe.order(seat(cafe, tables[1]), "Club sandwich")
    expect(panel.card("Table 2")).to_contain_text("Club sandwich")
    expect(panel.card("Table 2 Closed")).to_contain_text("Espresso")
    axe(panel.page)
    panel.look("Done")
    expect(panel.page.get_by_role("list", name="Served and cancelled")).to_contain_text(
        "Table 2 (closed)"
    )


def test_what_is_off_one_device_is_on_the_others(
    panel: Staff, open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    gone, here = seat(cafe, tables[0]), seat(cafe, tables[1])
    cafe.order(gone, "Espresso")
    cancelled = cafe.order(here, "Carrot cake")
    other = Staff(open_window(TABLET, signed_in=cafe.login)).arrive()
    expect(other.card("Table 2")).to_be_visible()
    cafe.move(cancelled["id"], "cancelled", reason="Sold out")
    cafe.close(gone)
    expect(panel.card("Table 1 Closed")).to_be_visible()
    panel.page.get_by_role("button", name="Seen here: Carrot cake was cancelled").click()
    expect(panel.card("Table 2")).to_have_count(0)
    panel.page.get_by_role("button", name="Take off this device").click()
    expect(panel.page.get_by_text("Nothing to do")).to_be_visible()
    expect(other.card("Table 1 Closed")).to_be_visible()
    expect(other.card("Table 2")).to_contain_text("Cancelled: Sold out")
