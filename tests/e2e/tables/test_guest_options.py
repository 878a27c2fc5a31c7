"""Options on a guest's phone: what may be chosen with a dish, at its price, what is sold out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import TOLD_WITHIN, Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET, Device

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


def chosen(guest: Guest, milk: str) -> Locator:
    """The sheet of the line that a guest has put into the cart with this milk."""
    sheet = sheet_of(guest)
    sheet.get_by_label(milk).check()
    add(sheet)
    guest.look_at_cart(lines=1)
    return line_of(guest)


def line_of(guest: Guest) -> Locator:
    guest.lines.first.get_by_role("button", name=f"Change {WHITE}").click()
    sheet = guest.page.get_by_role("dialog", name=WHITE)
    expect(sheet).to_be_visible()
    return sheet


def save(sheet: Locator) -> None:
    sheet.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("device", [PHONE, TABLET])
def test_what_was_chosen_is_changed_in_the_cart(
    open_window: Open, milk: dict[str, Any], cafe: Cafe, table: str, device: Device
) -> None:
    guest = Guest(open_window(device), table).arrive()
    sheet = chosen(guest, "Cow's milk")
    expect(sheet.get_by_label("Cow's milk")).to_be_checked()
    sheet.get_by_label("Oat milk").check()
    sheet.get_by_label("Large").check()
    expect(sheet.get_by_text("€5.50 each")).to_be_visible()
    sheet.get_by_label("Note for the kitchen").fill("hot")
    axe(guest.page)
    if device is PHONE:
        stays_whole(guest.page)
    save(sheet)
    line = guest.lines.first
    expect(line).to_contain_text("Oat milk, Large")
    expect(line).to_contain_text("€5.50")
    expect(line).to_contain_text("hot")
    guest.look_at_cart(lines=1)
    expect(line).not_to_contain_text("It costs")
    [stored] = cafe.live(table)["cart"]
    assert (stored["price"], stored["note"]) == ("5.50", "hot")
    assert [each["name"] for each in stored["options"]] == ["Oat milk", "Large"]
    guest.send()
    expect(guest.orders.first).to_contain_text("Oat milk, Large")


def test_others_see_another_choice_and_do_not_make_it(
    open_window: Open, guest: Guest, cafe: Cafe, table: str
) -> None:
    other = Guest(open_window(PHONE), table).arrive()
    sheet = chosen(guest, "Cow's milk")
    other.look_at_cart(lines=1)
    expect(other.lines.first.get_by_role("button", name=f"Change {WHITE}")).to_have_count(0)
    sheet.get_by_label("Oat milk").check()
    save(sheet)
    expect(other.lines.first).to_contain_text("Oat milk")
    expect(other.lines.first).to_contain_text("€4.30")
    expect(other.lines.first).not_to_contain_text("It costs")


def test_what_somebody_else_has_removed_is_put_back_as_it_was_chosen(
    open_window: Open, guest: Guest, cafe: Cafe, table: str
) -> None:
    other = Guest(open_window(PHONE), table).arrive()
    chosen(guest, "Oat milk").get_by_role("button", name="Close").click()
    other.look_at_cart(lines=1)
    other.lines.first.get_by_role("button", name=f"Remove {WHITE}").click()
    guest.toast.get_by_role("button", name="Put it back").click()
    expect(guest.lines.first).to_contain_text("Oat milk")
    guest.look_at_cart(lines=1)
    [line] = cafe.live(table)["cart"]
    assert (line["price"], [each["name"] for each in line["options"]]) == ("4.30", ["Oat milk"])


def test_what_is_sold_out_with_a_line_is_chosen_anew(
    guest: Guest, cafe: Cafe, milk: dict[str, Any], table: str
) -> None:
    guest_sheet = chosen(guest, "Oat milk")
    cafe.staff(f"/products/options/sold_out/{milk['options'][1]['id']}/", sold_out=True)
    expect(guest_sheet.get_by_text("Sold out")).to_be_visible()
    guest_sheet.get_by_label("Cow's milk").check()
    save(guest_sheet)
    expect(guest.lines.first).to_contain_text("Cow's milk")
    guest.send()
    expect(guest.orders.first).to_contain_text("Cow's milk")


def test_a_choice_that_is_refused_is_told_and_leads_back_to_the_line(
    guest: Guest, cafe: Cafe, milk: dict[str, Any], watch: Watch
) -> None:
    watch.allow("status of 409")
    sheet = chosen(guest, "Cow's milk")
    sheet.get_by_label("Oat milk").check()
    cow, oat = milk["options"]
    dearer = [{"id": cow["id"]}, {"id": oat["id"], "price": "0.80"}]
    elsewhere = cafe.open()
    seen = {"options": [oat["id"]], "price": "4.30", "name": WHITE}

    def is_dearer() -> bool:
        return cafe.api.order(elsewhere, cafe.menu[WHITE], **seen).status_code == 409

    def later(route: Route) -> None:
        cafe.staff(f"/products/options/edit/{milk['id']}/", group={"options": dearer})
        wait_for(is_dearer, TOLD_WITHIN, "it is dearer")
        route.continue_()

    guest.page.route(re.compile("/cart/change/"), later)
    save(sheet)
    told = guest.toast.filter(has_text=f"{WHITE} was not changed.")
    expect(told).to_contain_text("It costs €4.60 now, not €4.30.")
    expect(guest.lines.first).to_contain_text("Cow's milk")
    told.get_by_role("button", name="Look at it").click()
    expect(guest.page.get_by_role("dialog", name=WHITE)).to_be_visible()
