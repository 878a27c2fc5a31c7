"""Messages never cover what can be pressed: the page goes on above them, a dialog makes room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from suite import registry
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import (
    PHONE_ZOOMED,
    becomes,
    fits_across,
    inside_the_window,
    reachable,
    sampled,
)
from tests.e2e.people import Guest, Staff
from tests.e2e.toasts import clear_of_toasts, tell
from tools.browser.window import PHONE, TABLET, Device

PAGES = [screen.path for screen in registry.screens() if screen.path != registry.DOCUMENTATION.path]
WIDE = Device("wall", 1920, 1080, mobile=False)
LONG = (
    "Storniert: 2 × Frühstück für zwei mit Rührei, Räucherlachs und Vollkornbrot (ausverkauft)."
    " Bitte beim Servicepersonal Bescheid geben, wenn etwas anderes gewünscht wird."
)
LOOKS = [(PHONE, "de-DE"), (TABLET, "de-DE"), (PHONE, "ar"), (PHONE_ZOOMED, "de-DE"), (WIDE, "en")]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("device", "language"), sampled(LOOKS, 1), ids=str)
def test_no_message_covers_a_control(
    open_window: Open, path: str, device: Device, language: str
) -> None:
    page = open_window(device, language=language)
    page.goto(path)
    expect(page.locator("main :is(a:not(.brand), button, input, select)").first).to_be_visible()
    tell(page, LONG, LONG, "Ready")
    told(page, 3)


def told(page: Page, count: int) -> None:
    """So many messages are whole in the window, and nothing is under them for good."""
    expect(page.locator(".toast")).to_have_count(count)
    becomes(page, "document.documentElement.style.getPropertyValue('--toasts') > '0px'")
    inside_the_window(page.locator(".toast").last)
    fits_across(page)
    clear_of_toasts(page)
    reachable(page)


@pytest.mark.parametrize("device", sampled([TABLET, PHONE, WIDE], 2), ids=str)
def test_the_panels_calls_stay_free_of_messages(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    for number in range(1, 7):
        code = cafe.open(f"Table {number}")
        cafe.place(code, ("Club sandwich", 1, "no onions"))
    staff = Staff(open_window(device, signed_in=cafe.login)).arrive()
    tell(staff.page, "Table 3 is closed", LONG)
    told(staff.page, 2)


def test_a_guests_cart_stays_free_of_messages(guest: Guest) -> None:
    guest.add("Flat white", name="Ines")
    tell(guest.page, LONG, "Ready")
    for view in ("Menu", "Cart", "Service"):
        guest.look(view)
        clear_of_toasts(guest.page)  # its bar moves with the page, and the messages follow it


@pytest.mark.parametrize("device", [PHONE, PHONE_ZOOMED], ids=str)
def test_a_dialog_makes_room_for_messages(open_window: Open, device: Device) -> None:
    page = open_window(device)
    page.goto("/locations/setup/")
    page.evaluate(
        """async () => {
          const { ask } = await import("/locations/static/pages/dialog.js");
          void ask({title: "Rename the table", label: "Name", value: "Table 1", yes: "Save"});
        }"""
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tell(page, LONG, "Ready")
    expect(dialog.locator(".toast")).to_have_count(2)
    clear_of_toasts(page)
    for button in dialog.locator(".dialog-foot button").all():
        inside_the_window(button)


def test_more_messages_than_fit_take_the_place_of_the_oldest(open_window: Open) -> None:
    page = open_window(PHONE)
    page.goto("/locations/setup/")
    tell(page, *(f"Message {number}" for number in range(1, 6)))
    expect(page.locator(".toast")).to_have_count(3)
    assert "Message 5" in page.locator(".toast").last.inner_text()


def test_the_room_is_given_back(open_window: Open) -> None:
    page = open_window(PHONE)
    page.goto("/locations/setup/")
    tell(page, "Ready")
    becomes(page, "parseFloat(getComputedStyle(document.body).paddingBlockEnd) > 40")
    page.get_by_role("button", name="Close this message").click()
    becomes(page, "parseFloat(getComputedStyle(document.body).paddingBlockEnd) === 0")
