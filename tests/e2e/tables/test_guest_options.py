"""Options on a guest's phone: what may be chosen with a dish, at its price, what is sold out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tools.browser.window import PHONE

WHITE = "Flat white"


@pytest.fixture
def milk(cafe: Cafe) -> dict[str, Any]:
    """Flat white comes with one of two milks, perhaps large, and with up to two extras."""
    cow = {"name": "Cow's milk", "additives": [{"name": "lactose"}]}
    oat = {"name": "Oat milk", "price": "0.50"}
    group = cafe.choices(WHITE, "Milk", cow, oat, least=1, most=1)
    cafe.choices(WHITE, "Size", {"name": "Large", "price": "1.20"})
    extras = (
        {"name": "Syrup", "price": "0.30"},
        {"name": "Cinnamon"},
        {"name": "Small", "price": "-0.40"},
    )
    cafe.choices(WHITE, "Extras", *extras, most=2)
    return group


@pytest.fixture
def guest(open_window: Open, milk: dict[str, Any], table: str) -> Guest:
    return Guest(open_window(PHONE), table).arrive()


def sheet_of(guest: Guest) -> Locator:
    """Opened by the button that adds a dish without options."""
    guest.page.get_by_role("button", name=f"Choose {WHITE}", exact=True).click()
    sheet = guest.page.get_by_role("dialog", name=WHITE)
    expect(sheet).to_be_visible()
    return sheet


def add(sheet: Locator) -> None:
    sheet.get_by_role("button", name="Add").click()


def test_who_has_not_chosen_is_led_to_it_and_then_the_price_is_with_it(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    sheet = sheet_of(guest)
    axe(guest.page)
    stays_whole(guest.page)
    add(sheet)
    expect(sheet.get_by_role("alert").filter(has_text="Choose one")).to_be_visible()
    expect(sheet.get_by_label("Cow's milk")).to_be_focused()
    axe(guest.page)
    sheet.get_by_label("Oat milk").check()
    sheet.get_by_label("Large").check()
    sheet.get_by_label("Syrup").check()
    sheet.get_by_label("Small").check()
    expect(sheet.get_by_label("Cinnamon")).to_be_disabled()
    expect(sheet.get_by_role("button", name="Add")).to_contain_text("€5.40")
    sheet.get_by_role("button", name=f"One {WHITE} more").click()
    expect(sheet.get_by_role("button", name="Add")).to_contain_text("€10.80")
    add(sheet)
    guest.look_at_cart(lines=1)
    line = guest.lines.first
    expect(line).to_contain_text("Oat milk, Large, Syrup, Small")
    expect(line).to_contain_text("€10.80")
    axe(guest.page)
    guest.send()
    expect(guest.orders).to_have_count(1)
    expect(guest.orders.first).to_contain_text("Oat milk, Large, Syrup, Small")
    [order] = cafe.live(table)["orders"]
    assert (order["price"], order["quantity"]) == ("5.40", 2)


def test_two_ways_are_two_lines_and_the_same_way_is_one(guest: Guest) -> None:
    for milk in ("Oat milk", "Cow's milk", "Oat milk"):
        sheet = sheet_of(guest)
        sheet.get_by_label(milk).check()
        add(sheet)
    guest.look_at_cart(lines=2)
    expect(guest.lines.first).to_contain_text("Oat milk")
    expect(guest.lines.first).to_contain_text("€8.60")
    expect(guest.lines.last).to_contain_text("Cow's milk")


def test_an_option_that_is_sold_out_is_so_on_all_phones_within_two_seconds(
    guest: Guest, cafe: Cafe, milk: dict[str, Any], watch: Watch
) -> None:
    watch.allow("status of 400")
    sheet = sheet_of(guest)
    sheet.get_by_label("Oat milk").check()
    add(sheet)
    guest.look_at_cart(lines=1)
    oat = milk["options"][1]["id"]
    cafe.staff(f"/products/options/sold_out/{oat}/", sold_out=True)
    expect(guest.lines.first).to_contain_text("Sold out")
    guest.look("Menu")
    sheet = sheet_of(guest)
    expect(sheet.get_by_label("Oat milk")).to_be_disabled()
    expect(sheet).to_contain_text("Sold out")
    axe(guest.page)


def test_a_price_that_rose_meanwhile_is_told_and_taken_by_one_tap(
    guest: Guest, cafe: Cafe, table: str, milk: dict[str, Any], watch: Watch
) -> None:
    watch.allow("status of 409")
    sheet = sheet_of(guest)
    sheet.get_by_label("Oat milk").check()
    add(sheet)
    guest.look_at_cart(lines=1)
    cow, oat = milk["options"]
    dearer = [{"id": cow["id"]}, {"id": oat["id"], "price": "0.80"}]
    cafe.staff(f"/products/options/edit/{milk['id']}/", group={"options": dearer})
    expect(guest.lines.first).to_contain_text("€4.60")
    guest.send()
    expect(guest.orders).to_have_count(1)
    [order] = cafe.live(table)["orders"]
    assert order["price"] == "4.60"
