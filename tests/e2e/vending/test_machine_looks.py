"""All machines, one machine and a new one by the rules of accessibility: on both devices, light and
dark, from right to left, at 200 %, by the keyboard alone; and the weight of the first look.

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
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, focus, press, reachable, sampled
from tests.e2e.vending.operator import Operator
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.machines.vendor import Stand
from tools.browser.window import PHONE, TABLET, Device

MOST_BYTES = 100_000  # of the first look, without images
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-arabic-dark": (PHONE, {"language": "ar", "dark": True}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "phone-german": (PHONE, {"language": "de"}),
    "tablet-dark": (TABLET, {"dark": True}),
}
WHOLE = ("phone-arabic-dark", "phone-german")  # looks that are also looked at enlarged
LONG = "A name that is as long as names are where nobody thinks of who has to read them on a phone"


class Walk:
    """Goes through the board's states, in whatever language it is: found by their elements."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page, self.shop = page, shop
        self.stand = self._sold()

    def _sold(self) -> Stand:
        """A machine that has sold, with somebody at it; one that is off line; an empty one."""
        self.shop.machine(name=LONG, location=LONG, stock=3, is_on=False)
        self.shop.machine(stock=0)
        stand = self.shop.machine(name="Lobby", location="Ground floor")
        stand.customer(1).buys().ends("delivered", dispensed=1, left=9)
        stand.customer(2).locks().pays()
        return stand

    def states(self) -> Iterator[str]:
        yield from self._fleet()
        yield from self._machine()
        yield from self._settings()
        yield from self._new()

    def _fleet(self) -> Iterator[str]:
        self.page.goto("/edge/board/#/machines")
        self._wait("li.machine .machine-sales")
        yield "fleet"

    def _machine(self) -> Iterator[str]:
        self._go(self.stand.machine_id)
        self._wait(".machine-cards .news li")
        yield "now"
        self.page.locator(".machine-cards section").nth(2).get_by_role("button").click()
        self._wait("dialog[open]")
        yield "out-of-service"
        self.page.keyboard.press("Escape")
        self._go(self.stand.machine_id, "ledger")
        self._wait(".ledger > li")
        self.page.locator(".ledger summary").last.click()
        self._wait(".ledger .news li")
        yield "ledger"
        self._go(self.stand.machine_id, "events")
        self._wait("section > .news li")
        yield "events"
        self._go("NOPE")
        self._wait(".card h2")
        yield "unknown"

    def _settings(self) -> Iterator[str]:
        self._go(self.stand.machine_id, "settings")
        self._wait(".code img")
        self.page.locator(".keys .button").last.click()
        self._wait(".keys code")
        self.page.locator("[name=latitude]").fill("north")
        self.page.locator(".form [type=submit]").first.click()
        self._wait(".problem:not([hidden])")
        yield "settings"
        self.page.locator(".keys ul .button").first.click()
        self._wait("dialog[open]")
        yield "remove-key"
        self.page.keyboard.press("Escape")

    def _new(self) -> Iterator[str]:
        self.page.goto("/edge/board/#/new")
        self._wait("[name=machine_id]")
        self.page.locator(".form [type=submit]").click()
        self._wait(".problem:not([hidden])")
        yield "new"
        fresh = self.shop.machine(is_on=False)
        self.page.goto(f"/edge/board/#/new/{fresh.machine_id}")
        self._wait(".step[aria-current] .waiting")
        self.page.locator(".step[aria-current] .button").first.click()
        self._wait(".step code")
        self.page.locator(".step summary").click()
        yield "connect"
        fresh.play()
        self._wait(".step:nth-child(4)[aria-current]")
        self.page.locator(".view > details summary").click()
        yield "try"
        self.page.locator(".step[aria-current] [type=submit]").click()
        self._wait(".step:nth-child(5)[aria-current] img")
        yield "sell"

    def _go(self, machine_id: str, section: str = "") -> None:
        self.page.goto(f"/edge/board/#/machine/{machine_id}/{section}")

    def _wait(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("look", sampled(LOOKS, 1))
def test_every_state(open_window: Open, shop: Shop, watch: Watch, look: str) -> None:
    device, options = LOOKS[look]
    page = open_window(device, signed_in=shop.login, **options)
    broken = []
    for state in Walk(page, shop).states():
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            axe(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.timeout(120)
def test_who_zooms_reaches_everything(open_window: Open, shop: Shop) -> None:
    page = open_window(PHONE_ZOOMED, signed_in=shop.login)
    for _ in Walk(page, shop).states():
        fits_across(page)
        reachable(page)


def test_by_the_keyboard_alone(open_window: Open, shop: Shop) -> None:
    page = open_window(TABLET, signed_in=shop.login)
    operator = Operator(page, shop)
    stand = shop.machine(name="Keys", stock=4)
    operator.arrive()
    press(page, operator.row(stand).get_by_role("link"))
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    press(page, page.get_by_role("button", name="+10"))
    expect(page.get_by_label("Units inside now")).to_be_focused()
    page.keyboard.press("Enter")
    expect(operator.toast).to_contain_text("14 units are inside.")
    out = page.get_by_role("button", name="Take out of service")
    press(page, out)
    page.keyboard.press("Escape")
    expect(out).to_be_focused()
    page.keyboard.press("Enter")
    press(page, operator.dialog.get_by_role("button", name="Take out of service"))
    expect(operator.card("Service")).to_contain_text("Out of service since")
    focus(page, page.get_by_role("button", name="Put back into service"))
    press(page, page.get_by_role("link", name="Machines").first)
    expect(page.get_by_role("heading", level=2)).to_be_focused()


def test_the_first_look_is_light(open_window: Open, shop: Shop) -> None:
    shop.machine(is_on=False)
    page = open_window(PHONE, signed_in=shop.login)
    weight = Weight(page)
    Operator(page, shop).arrive()
    page.wait_for_load_state("networkidle")
    assert 0 < weight.total <= MOST_BYTES, weight.table()
