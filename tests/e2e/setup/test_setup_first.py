"""The first minutes of an owner: few taps, a first screen with a dish, warnings before paper."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across, inside_the_window, reachable
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

MOST_TAPS = 9
CAPITALS = "Caps Lock is on."
ZOOMED = Device("phone of 360 px at 200 %", 180, 370, mobile=True)
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll(".tabs a")].map((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return range.getBoundingClientRect();
  });
  return boxes.some((one, at) => boxes.slice(at + 1).some((other) => one.right > other.left + 0.5
    && other.right > one.left + 0.5 && one.bottom > other.top + 0.5 && other.bottom > one.top));
}"""


class Thumb:
    """Taps what is to be tapped, and counts; types only into what has the focus already, and goes
    on to the next field by the key that keyboards of phones have for it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, part: Locator) -> None:
        part.tap()
        self.taps += 1

    def write(self, label: str, *texts: str) -> None:
        """Into the field with this label, and those after it."""
        expect(self.page.get_by_label(label, exact=True)).to_be_focused()
        for at, text in enumerate(texts):
            if at:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(text)


def test_from_the_start_page_to_the_first_printed_sticker_are_nine_taps_at_most(
    open_window: Open,
) -> None:
    page = open_window(PHONE)
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(page.locator('main a[href="/locations/setup/"]').first)
    thumb.tap(page.get_by_role("button", name="I run a place and have no account yet"))
    name = f"ada-{secrets.token_hex(4)}"
    thumb.write("First name", "Ada", "Example", "ada@example.org", name, secrets.token_hex(8))
    thumb.tap(page.get_by_role("button", name="Create the account"))
    thumb.write("Name", f"Kiosk {name}")
    thumb.tap(page.get_by_role("button", name="Create the place"))
    thumb.write("Name", "Lemonade", "4,40")
    thumb.tap(page.get_by_role("button", name="Save", exact=True))
    thumb.tap(page.get_by_role("link", name="Open the panel and create a table"))
    thumb.tap(page.get_by_role("button", name="Open table", exact=True))
    thumb.tap(page.get_by_role("dialog").get_by_role("button", name="Print", exact=True))
    becomes(page, "window.printed === true")
    expect(page.locator(".print-ticket img")).to_have_count(1)
    assert thumb.taps <= MOST_TAPS
    expect(page.get_by_text("no phone can open them")).to_be_visible()  # localhost is said


def test_the_first_screen_of_a_phone_shows_a_dish(open_window: Open, cafe: Cafe) -> None:
    for language in ("en-GB", "de-DE"):
        page = open_window(PHONE, signed_in=cafe.login, language=language)
        page.goto("/locations/setup/")
        inside_the_window(page.get_by_role("link", name="Espresso"))
        inside_the_window(page.get_by_role("link", name="Flat white"))


def test_a_hand_over_warns_when_no_phone_can_open_its_address(
    open_window: Open, cafe: Cafe
) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/staff")
    form = page.get_by_role("region", name="Somebody new")
    for label, text in (
        ("First name", "Willa"),
        ("Last name", "Example"),
        ("E-mail", "willa@example.org"),
        ("Username", f"willa-{secrets.token_hex(4)}"),
    ):
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name="Create the account").click()
    expect(form.get_by_text("opens on this computer only")).to_be_visible()
    axe(page)


def test_sold_out_by_a_manager_is_said_and_not_edited(open_window: Open, cafe: Cafe) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto("/locations/setup/")
    switch = page.get_by_role("switch", name="On sale: Espresso")
    for soldout in (True, False):
        with page.expect_request(re.compile(r"/products/(edit|sold_out)/")) as asked:
            switch.click()
        assert f"/products/sold_out/{cafe.menu['Espresso']}/" in asked.value.url
        assert asked.value.post_data_json == {"sold_out": soldout}
        expect(switch).not_to_have_attribute("aria-busy", "true")


def test_caps_lock_is_told_at_fields_of_passwords(
    open_window: Open, cafe: Cafe, watch: Watch
) -> None:
    page = open_window(TABLET)
    for path in ("/locations/setup/", "/orders/panel/"):
        page.goto(path)
        password = page.get_by_label("Password")
        password.dispatch_event("keydown", {"key": "A", "modifierCapsLock": True})
        expect(page.get_by_text(CAPITALS)).to_be_visible()
        axe(page)
        password.dispatch_event("keyup", {"key": "CapsLock", "modifierCapsLock": False})
        expect(page.get_by_text(CAPITALS)).to_have_count(0)
    inside = open_window(TABLET, signed_in=cafe.login)
    inside.goto("/locations/setup/")
    inside.get_by_role("button", name="Change the password").click()
    inside.get_by_label("New password").dispatch_event("keydown", {"modifierCapsLock": True})
    expect(inside.get_by_text(CAPITALS)).to_be_visible()


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_the_set_up_at_200_percent(open_window: Open, big_cafe: Cafe, language: str) -> None:
    page = open_window(ZOOMED, signed_in=big_cafe.login, language=language)
    base = f"/locations/setup/#/{big_cafe.location_id}"
    product = big_cafe.menu["Avocado toast"]
    for view in ("menu", "staff", "place", "menu/order", "menu/preview", f"menu/{product}"):
        page.goto("about:blank")
        page.goto(f"{base}/{view}")
        expect(page.locator("[aria-current=page]")).to_be_visible()
        expect(page.locator(".view .waiting")).to_have_count(0)
        fits_across(page)
        assert not page.evaluate(OVERLAPPING), view
        reachable(page)
