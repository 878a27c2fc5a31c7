"""Windows of many sizes, other directions, other hands: what is to be read and reached stays so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import (
    PHONE_ZOOMED,
    TABLET_ZOOMED,
    fits_across,
    inside_the_window,
    press,
    reachable,
    readable,
    sampled,
)
from tests.e2e.people import Guest, Staff
from tests.e2e.tables import scenes
from tests.e2e.weight import Weight
from tools.browser.window import PHONE, TABLET, Device

MOST = 100_000  # bytes that the first look at the menu may cost, without images
ARABIC: dict[str, Any] = {"language": "ar"}


def test_ten_cards_are_readable_on_one_screen(staff: Staff, cafe: Cafe) -> None:
    for number in range(1, 11):
        code = cafe.open(f"Table {number}")
        note = "no onions, please" if number % 3 == 0 else ""
        cafe.place(code, ("Club sandwich", 1, note), ("Flat white", 2, ""), guest="Mia")
    cards = staff.page.get_by_role("article")
    expect(cards).to_have_count(10)
    expect(cards.nth(0)).to_have_accessible_name("Table 1")
    for card in cards.all():
        inside_the_window(card)
        readable(card, 14)


def test_the_first_look_at_the_menu_is_light(open_window: Open, big_cafe: Cafe) -> None:
    page = open_window(PHONE)
    weight = Weight(page)
    Guest(page, big_cafe.open()).arrive()
    page.wait_for_load_state("networkidle")
    assert 0 < weight.total <= MOST, weight.table()


@pytest.mark.parametrize("device", sampled([PHONE_ZOOMED, TABLET_ZOOMED], 1), ids=str)
def test_a_guest_who_zooms_reaches_everything(
    open_window: Open, big_cafe: Cafe, device: Device
) -> None:
    guest = Guest(open_window(device), big_cafe.open()).arrive()
    fits_across(guest.page)
    reachable(guest.page)
    sheet = guest.open_sheet("Breakfast for two")
    fits_across(guest.page)
    reachable(guest.page)
    guest.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    guest.add_with_note("Cheesecake", "cream aside", name="Mia")
    for view in ("Cart", "Service"):
        guest.look(view)
        fits_across(guest.page)
        reachable(guest.page)
    guest.send()
    expect(guest.orders).to_have_count(1)
    fits_across(guest.page)


@pytest.mark.parametrize("device", sampled([PHONE_ZOOMED, TABLET_ZOOMED], 1), ids=str)
def test_staff_who_zoom_reach_everything(open_window: Open, api: Any, device: Device) -> None:
    cafe = Cafe.opened(api, api.register(), whole=True)
    staff = Staff(open_window(device, signed_in=cafe.login)).arrive()
    scenes.busy(cafe)
    expect(staff.page.get_by_role("article")).to_have_count(4)
    reachable(staff.page)
    for view in ("All day", "Done", "Tables"):
        staff.look(view)
        fits_across(staff.page)
        reachable(staff.page)
    staff.table("Table 2").click()
    fits_across(staff.page)
    reachable(staff.page)
    staff.page.goto("/locations/setup/")
    expect(staff.page.get_by_role("link", name="Espresso", exact=True)).to_be_visible()
    fits_across(staff.page)
    reachable(staff.page)
    staff.page.get_by_role("link", name="Avocado toast").click()
    fits_across(staff.page)
    reachable(staff.page)


def test_right_to_left(open_window: Open, api: Any) -> None:
    cafe = Cafe.opened(api, api.register(), whole=True)
    code = scenes.busy(cafe)[1]
    page = open_window(PHONE, **ARABIC)
    page.goto(f"/t/{code}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("Table 2")
    expect(page.locator("li.dish").first).to_be_visible()
    mirrored(page, page.locator("li.dish .dish-open").first)
    staff = open_window(TABLET, signed_in=cafe.login, **ARABIC)
    for path, first in (("/orders/panel/", "article"), ("/locations/setup/", "li.dish")):
        staff.goto(path)  # has no Arabic, and is in English from left to right
        expect(staff.locator(first).first).to_be_visible()
        expect(staff.locator("html")).to_have_attribute("dir", "ltr")
        expect(staff.locator("html")).to_have_attribute("lang", "en")
        fits_across(staff)


def mirrored(page: Page, start: Locator | None = None) -> None:
    """Everything fits, and what begins a line stands on the right."""
    fits_across(page)
    axe(page)
    if start is not None:
        assert page.viewport_size is not None
        box = start.locator("xpath=ancestor::li").bounding_box()
        own = start.bounding_box()
        assert box is not None
        assert own is not None
        assert box["x"] + box["width"] - own["x"] - own["width"] < own["x"] - box["x"]


def test_a_guest_with_a_keyboard_only(guest: Guest, cafe: Cafe, table: str) -> None:
    page = guest.page
    press(page, page.get_by_role("button", name="Add Flat white"))
    press(page, page.get_by_role("button", name="Avocado toast", exact=True))
    press(page, page.get_by_label("Note for the kitchen"))
    page.keyboard.type("no lemon")
    press(page, page.get_by_role("dialog").get_by_role("button", name=re.compile("^Add")))
    parts = page.get_by_role("navigation", name="Parts of this page")
    press(page, parts.get_by_role("link", name=re.compile("^Cart")))
    press(page, guest.send_button)
    expect(guest.orders).to_have_count(2)
    press(page, parts.get_by_role("link", name=re.compile("^Service")))
    press(page, page.get_by_role("button", name="Ask for the bill"), "Space")
    press(page, page.get_by_role("button", name="By card: Together"))
    expect(page.get_by_text("not yet seen").first).to_be_visible()
    assert [order["note"] for order in cafe.api.session(table)["orders"]][1] != ""


def test_staff_with_a_keyboard_only(staff: Staff, cafe: Cafe) -> None:
    page = staff.page
    press(page, page.get_by_role("button", name="New table"))
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Table 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="QR code of Table 2")).to_be_visible()
    page.keyboard.press("Escape")
    [session] = cafe.staff_get(f"/orders/sessions/find/?location_id={cafe.location_id}")
    cafe.order(session["code"], "Espresso")
    card = staff.card("Table 2")
    press(page, card.get_by_role("button", name="Accept", exact=True))
    expect(card.get_by_role("button", name="Prepare", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name=re.compile("Espresso Preparing"))).to_be_visible()
    press(page, staff.table("Table 2"))
    press(page, page.get_by_role("button", name="Close table"))
    press(page, page.get_by_role("button", name="Close the table"))
    expect(staff.table("Table 2")).to_contain_text("Free")
    assert cafe.api.session(session["code"])["state"] == "CLOSED"
