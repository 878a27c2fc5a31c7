"""What staff do to a table, on its guests' phones: called to it, split off, opened again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest
from tests.e2e.tables.seats import Table, seat
from tests.e2e.watch import Watch
from tools.browser.window import PHONE

CALL = "Call the staff to open the table"
SEEN = re.compile(r"Seen at \d\d:\d\d, somebody is coming\.")
OPENED_AGAIN = "The staff have opened your table again."


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    watch.allow("status of 40", "WebSocket connection to")


def scan(page: Page, table: Table) -> Page:
    page.goto(f"/t/{table['code']}/")
    return page


def test_a_call_from_a_free_table_is_seen_when_staff_have_seen_it(
    open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    caller, beside = (scan(open_window(PHONE), tables[0]) for _ in range(2))
    caller.get_by_role("button", name=CALL).click()
    for page in (caller, beside):
        expect(page.get_by_text("not yet seen")).to_be_visible()
        expect(page.get_by_role("button", name=CALL)).to_have_count(0)
    cafe.staff(f"/orders/tables/answer/{tables[0]['id']}/")
    for page in (caller, beside):
        expect(page.get_by_text(SEEN)).to_be_visible()
        expect(page.get_by_text("not yet seen")).to_have_count(0)
    caller.reload()
    expect(caller.get_by_text(SEEN)).to_be_visible()
    axe(caller)
    fits_across(caller)
    later = scan(open_window(PHONE), tables[0])
    expect(later.get_by_role("button", name=CALL)).to_be_visible()
    expect(later.get_by_text(SEEN)).to_have_count(0)
    caller.get_by_role("button", name="Call again").click()
    for page in (caller, beside, later):
        expect(page.get_by_text("not yet seen")).to_be_visible()


def test_phones_of_a_split_table_see_the_right_one(
    open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    stays, goes = tables[:2]
    code = seat(cafe, stays)
    ann, ben = (Guest(scan(open_window(PHONE), stays), stays["code"]) for _ in range(2))
    cafe.order(code, "Espresso", guest="Ann")
    taken = cafe.order(code, "Carrot cake", guest="Ben")
    for guest in (ann, ben):
        guest.look("Orders")
        expect(guest.orders).to_have_count(2)
    body = {"orders": [taken["id"]], "table_id": goes["id"]}
    split = cafe.staff(f"/orders/sessions/split/{code}/", **body)["code"]
    told = "The staff have put on another bill: Carrot cake."
    for guest in (ann, ben):
        expect(guest.toast).to_contain_text(told)
        expect(guest.orders).to_have_count(1)
        expect(guest.page.locator(".tab .sum")).to_contain_text("€2.40")
    ann.page.reload()
    expect(ann.page.get_by_role("heading", level=1)).to_have_text("Table 1")
    expect(ann.orders).to_have_count(1)
    expect(ann.orders).to_contain_text("Espresso")
    scan(ben.page, goes)
    expect(ben.page.get_by_role("heading", level=1)).to_have_text("Table 2")
    ben.look("Orders")
    expect(ben.orders).to_have_count(1)
    expect(ben.orders).to_contain_text("Carrot cake")
    ben.look("Menu")
    ben.add("Flat white")
    ben.look_at_cart(lines=1)
    assert [line["name"] for line in cafe.live(split)["cart"]] == ["Flat white"]
    assert cafe.live(code)["cart"] == []
    ann.look("Cart")
    expect(ann.lines).to_have_count(0)


def test_a_table_that_is_opened_again_goes_on_where_it_was(
    open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    code = seat(cafe, tables[0])
    guest = Guest(scan(open_window(PHONE), tables[0]), tables[0]["code"])
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    guest.send()
    expect(guest.orders).to_have_count(1)
    cafe.close(code)
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_visible()
    cafe.staff(f"/orders/sessions/reopen/{code}/")
    expect(guest.toast).to_contain_text(OPENED_AGAIN)
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_have_count(0)
    axe(guest.page)
    guest.look("Menu")
    guest.add("Carrot cake")
    guest.send()
    expect(guest.orders).to_have_count(2)
    beside = Guest(scan(open_window(PHONE), tables[0]), tables[0]["code"])
    beside.look("Orders")
    expect(beside.orders).to_have_count(2)
    assert len(cafe.api.session(code)["orders"]) == 2
