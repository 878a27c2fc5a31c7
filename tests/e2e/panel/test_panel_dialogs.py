"""What staff do with the lines of a table: sold out, some of several, sums, ordering on a phone."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, inside_the_window
from tests.e2e.people import Staff
from tests.e2e.taps import taps
from tests.support.api import answer
from tools.browser.window import PHONE


def test_sums_of_each_guest_and_a_total_above_the_fold(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.place(table, ("Espresso", 4, ""), ("Carrot cake", 1, ""), guest="Mia")
    cafe.place(table, ("Flat white", 2, ""), guest="Jonas")
    expect(staff.card("Table 2")).to_contain_text("Jonas")
    staff.table("Table 2").click()
    sums = staff.page.get_by_role("list", name="Sums by guest").get_by_role("listitem")
    expect(sums).to_have_text([re.compile("Mia €14.20"), re.compile("Jonas €7.60")])
    inside_the_window(staff.page.get_by_text("€21.80", exact=True).last)
    axe(staff.page)


def test_two_of_four_are_cancelled(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso", quantity=4)
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Cancel order: Espresso").click()
    asked = staff.page.get_by_role("dialog", name="Cancel 4× Espresso?")
    for _ in range(2):
        asked.get_by_role("button", name="One Espresso less").click()
    axe(staff.page)
    asked.get_by_role("button", name="Guest changed their mind").click()
    asked.get_by_role("button", name="Cancel the order").click()
    modal = staff.page.get_by_role("dialog", name="Table 2")
    expect(modal.locator("li.order")).to_have_count(2)
    expect(modal).to_contain_text("€4.80")
    found = {each["state"]: each for each in cafe.api.session(table)["orders"]}
    assert (found["new"]["id"], found["new"]["quantity"]) == (order["id"], 2)
    assert found["cancelled"]["quantity"] == 2


def test_what_is_sold_out_goes_with_two_taps_and_comes_back(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    order = cafe.order(table, "Espresso", quantity=2)
    card = staff.card("Table 2")
    menu = staff.page.get_by_role("dialog", name="2× Espresso")
    with taps(staff.page, 2):
        card.get_by_role("button", name="More: Espresso").click()
        axe(staff.page)
        menu.get_by_role("button", name="Sold out").click()
        expect(menu).to_contain_text("Espresso is sold out")
    expect(menu).to_contain_text("Espresso is sold out: nobody can order it any more.")
    axe(staff.page)
    assert _product(cafe)["is_active"] is False
    menu.get_by_role("button", name="Cancel this 2× Espresso too").click()
    cafe.wait_state(table, order["id"], "cancelled")
    staff.page.get_by_role("button", name="Undo").click()
    expect(staff.page.get_by_text("Espresso is on sale again.").first).to_be_visible()
    assert _product(cafe)["is_active"] is True


def _product(cafe: Cafe) -> dict[str, Any]:
    return dict(answer(cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/")))


def test_ordering_on_a_phone_shows_what_is_chosen(open_window: Open, api: Any) -> None:
    cafe = Cafe.opened(api, api.register(), whole=True)
    code = cafe.open("Table 2")
    page: Page = open_window(PHONE, signed_in=cafe.login)
    staff = Staff(page).arrive()
    staff.look("Tables")
    staff.table("Table 2").click()
    page.get_by_role("button", name="Order for the guest").click()
    form = page.get_by_role("dialog", name="Order for Table 2")
    for _ in range(2):
        form.get_by_role("button", name=re.compile("^Espresso")).first.click()
    expect(form.get_by_role("button", name=re.compile("^Espresso 2 chosen"))).to_be_visible()
    jump = form.get_by_role("list", name="Categories").get_by_role("button")
    jump.last.click()
    head = form.locator(".products-head").last
    expect(head).to_be_in_viewport()
    form.locator(".product:not([aria-disabled=true])").last.click()
    send = form.get_by_role("button", name=re.compile("^Order 3 items"))
    inside_the_window(send)
    inside_the_window(form.get_by_role("button", name="Show what is chosen"))
    expect(form.get_by_role("button", name="Show what is chosen")).to_contain_text(
        "2× Espresso, 1×"
    )
    hovering = form.locator(".product").first.evaluate(
        "() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])"
        ".filter((rule) => rule.selectorText?.includes('.product:hover')).length"
    )
    assert hovering == 0  # only inside of @media (hover: hover)
    axe(page)
    form.get_by_label("Search the menu").fill("CREME brulee")
    fits_across(page)
    send.click()
    expect(form).to_have_count(0)
    assert len(cafe.api.session(code)["orders"]) == 2
