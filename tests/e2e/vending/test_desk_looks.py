"""Every state of the desk and of the demo's page, by the rules of accessibility: in the dark, from
right to left, at 200 %, on a tablet, by the keyboard alone.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, press, reachable, sampled
from tests.e2e.vending.desk import Desk, refused, reviewed
from tests.e2e.vending.shop import Shop
from tests.e2e.vending.test_displays import Show, seen, show
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tools.browser.window import PHONE, TABLET, Device

__all__ = ["show"]

MOST_BYTES = 100_000  # of the first load, without images
LONG = "Eingangshalle-Nordwestgebäude-Untergeschoss"
WORDS = "It swallowed my money, whirred for a while, and nothing fell. " * 5
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-arabic-dark": (PHONE, {"language": "ar", "dark": True}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "phone-zoomed": (PHONE_ZOOMED, {}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
}
WHOLE = ("phone-arabic-dark", "phone-light")  # looks that are also looked at enlarged


class World:
    """Something of each kind waits at one machine, which shows itself to the demo's page."""

    def __init__(self, shop: Shop, show: Show) -> None:
        self.stand = show(shop.machine(name=LONG, location="Gate B, beside the lift", stock=6))
        customer = reviewed(shop, self.stand)
        said = {"client_id": customer.client_id, "transaction_id": customer.transaction_id}
        for rating, comment in ((1, WORDS), (5, None)):
            opinion = {**said, "rating": rating, "comment": comment}
            shop.api.post(self.stand.path("/feedback"), opinion)
        refused(shop, self.stand)
        shop.call("POST", "/low-stock-alert", {"machineID": self.stand.machine_id, "Remaining": 4})

    def states(self, page: Page) -> Iterator[str]:
        """Goes through the states, in whatever language they are: found by their elements."""
        desk = Desk(page).arrive("decide")
        expect(page.locator(".case .banner[data-state=bad]").first).to_be_visible()
        yield "decide"
        page.locator(".case .acts button").last.click()
        expect(desk.dialog.locator("#reference")).to_be_visible()
        yield "by-hand"
        page.keyboard.press("Escape")
        for part, sign in (("feedback", ".comment"), ("sent", ".sent"), ("usage", ".figures")):
            page.locator(f".tabs a[href$='/{part}']").click()
            expect(page.locator(sign).first).to_be_visible()
            yield part
        page.goto("/edge/demo/")
        machine = seen(page, self.stand)
        expect(machine.locator(".code")).to_be_visible()
        yield "displays"
        machine.locator(".acts button").click()
        expect(page.locator("dialog img")).to_be_visible()
        yield "qr"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("look", sampled(LOOKS, 1))
def test_every_state(open_window: Open, shop: Shop, show: Show, watch: Watch, look: str) -> None:
    device, options = LOOKS[look]
    page = open_window(device, signed_in=shop.login, **options)
    broken = []
    for state in World(shop, show).states(page):
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            axe(page)
            if device is PHONE_ZOOMED:
                reachable(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


def test_the_first_look_at_the_demo_is_light(open_window: Open, shop: Shop, show: Show) -> None:
    stand = show(shop.machine())
    page = open_window(PHONE)
    weight = Weight(page)
    page.goto("/edge/demo/")
    expect(seen(page, stand)).to_be_visible()
    assert weight.total <= MOST_BYTES, weight.table()


def test_by_the_keyboard_alone(open_window: Open, shop: Shop) -> None:
    stand = shop.machine()
    customer = reviewed(shop, stand)
    desk = Desk(open_window(TABLET, signed_in=shop.login)).arrive("decide")
    press(desk.page, desk.card(stand.machine_id).get_by_role("button", name="It came out"))
    press(desk.page, desk.dialog.get_by_role("button", name="Somebody saw it"))
    press(desk.page, desk.dialog.get_by_role("button", name="It came out"))
    desk.says("Decided: it came out.")
    assert customer.row()["state"] == "delivered"
