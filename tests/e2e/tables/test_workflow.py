"""The seed's workflow on screens, with two windows at once: the staff's tablet, a guest's phone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Guest, Staff
from tools.browser.window import PHONE, TABLET


def sign_in(page: Page, cafe: Cafe) -> None:
    page.goto("/orders/panel/")
    axe(page)
    page.get_by_label("Username").fill(cafe.owner.username)
    page.get_by_label("Password").fill(cafe.owner.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_table(page: Page, name: str) -> str:
    """Returns the code that the QR code's address holds."""
    page.get_by_role("button", name="New table").click()
    page.get_by_role("dialog", name="New table").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Open table", exact=True).click()
    shown = page.get_by_role("dialog", name=f"{name}: QR code")
    expect(shown.get_by_role("img", name=f"QR code of {name}")).to_be_visible()
    axe(page)
    address = shown.get_by_role("link").get_attribute("href")
    shown.get_by_role("button", name="Close", exact=True).click()
    return urlsplit(address or "").path.removeprefix("/t/").rstrip("/")


def test_the_seeds_workflow(open_window: Open, cafe: Cafe) -> None:
    tablet = open_window(TABLET)
    sign_in(tablet, cafe)  # 1: the representative signs in and sees the order panel
    code = open_table(tablet, "Table 2")  # 2, 3: a session with a name; its QR code in a modal
    staff = Staff(tablet)
    expect(staff.table("Table 2")).to_contain_text("Seated")

    guest = Guest(open_window(PHONE), code).arrive()  # 4: the guest scans it
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Table 2")
    guest.add("Flat white", name="Mia")  # 5: and orders, which the panel shows at once
    guest.add_with_note("Avocado toast", "without lemon")
    guest.send()
    card = staff.card("Table 2")
    expect(card.get_by_role("button", name=re.compile("1× Flat white New"))).to_be_visible()
    expect(card).to_contain_text("without lemon")
    expect(card).to_contain_text("Mia")

    staff.table("Table 2").click()  # 6: all orders of the session in a modal
    modal = tablet.get_by_role("dialog", name="Table 2")
    expect(modal).to_contain_text("1× Flat white")
    expect(modal).to_contain_text("€12.70")
    axe(tablet)

    modal.get_by_role("button", name="Close table").click()  # 7: closing it
    tablet.get_by_role("button", name="Close the table").click()
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_visible()
    expect(staff.table("Table 2")).to_contain_text("Free")
    found = cafe.staff_get(f"/orders/sessions/find/?location_id={cafe.location_id}")
    assert [each["state"] for each in found] == ["CLOSED"]
