"""Every state of a machine's page, by the rules of accessibility: in the dark, from right to left,
at 200 %, on a tablet.

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
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable, sampled
from tests.e2e.vending.customer import PATIENT_MS, Customer
from tests.e2e.vending.shop import LEISURELY, MACHINE, Shop
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-zoomed-arabic-dark": (PHONE_ZOOMED, {"language": "ar", "dark": True}),
    "phone-arabic": (PHONE, {"language": "ar"}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "phone-german": (PHONE, {"language": "de"}),
    "tablet-dark": (TABLET, {"dark": True}),
}
WHOLE = ("phone-zoomed-arabic-dark", "phone-german")  # looks that are also looked at enlarged
ENDS = {  # what a sale may have become, and how much of it came out
    "partly_delivered": 1,
    "review": None,
    "refund_due": 0,
    "refunded": 0,
}
LONG = "Hauptbahnhof, Gleis 14, neben der Gepäckaufbewahrung"
BECOMES = f"UPDATE vending_sale SET state = %s, dispensed = %s WHERE machine_id = {MACHINE}"


class Walk:
    """Goes through the page's states, in whatever language it is: found by their elements."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page, self.shop = page, shop
        self.stand = shop.machine(name=LONG, location=LONG, stock=9, timing=LEISURELY)
        self.ann = Customer(page, self.stand)
        shop.machine(name="Lobby", location=LONG, stock=2)  # where one can go instead

    def states(self) -> Iterator[str]:
        yield from self._before()
        yield from self._ordering()
        yield from self._after()

    def _before(self) -> Iterator[str]:
        self.page.goto("/vend/NOPE")
        self._wait(".card .primary")
        yield "unknown"
        self.ann.arrive()
        self._wait("#code")
        yield "code"
        self.page.locator("#code").fill("000000")
        self._wait("#code-problem")
        yield "wrong"
        self._fill(0)
        self._wait(".end")
        yield "empty"
        self._fill(9)
        other = self.stand.customer(1).locks()
        self._wait(".machines")
        yield "busy"
        assert other.try_unlock().status_code == 200
        self._wait("#code")

    def _ordering(self) -> Iterator[str]:
        self.page.locator("#code").fill(self.stand.code_of_now())
        self._wait(".quantity")
        yield "quantity"
        self.stand.leave()
        self._wait("main .banner[data-state=warn]")
        yield "quantity-off-line"
        self.stand.back()
        self.page.locator(".quantity .stepper-button").last.click()
        self.page.locator(".primary:not([aria-disabled=true])").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.locator("button.danger").click()
        self._wait("main .banner[data-state=bad]")
        yield "declined"
        self.page.locator(".primary:not([aria-disabled=true])").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.locator("button.primary").click()
        self._wait(".falling")
        yield "dispensing"

    def _after(self) -> Iterator[str]:
        self._wait(".feedback")
        self._wait(".qr")
        yield "delivered"
        self.page.locator(".star").nth(3).click()
        self.page.locator(".feedback .button").click()
        self._wait("main .banner[data-state=good]")
        for state, dispensed in ENDS.items():
            self.shop.stack.sql("edge", BECOMES, state, dispensed, self.stand.machine_id)
            self.page.reload()
            self._wait(".end h2")
            yield state
        self.shop.stack.sql("edge", BECOMES, "expired", None, self.stand.machine_id)
        self.page.reload()
        self._wait(".card .primary")
        yield "expired"
        self.page.context.set_offline(True)
        self._wait(".cut")
        yield "cut-off"

    def _fill(self, stock: int) -> None:
        self.shop.call("POST", self.stand.path("/update-stock"), {"stock": stock})

    def _wait(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible(timeout=PATIENT_MS)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("look", sampled(LOOKS, 1))
def test_every_state(open_window: Open, shop: Shop, watch: Watch, look: str) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")
    device, options = LOOKS[look]
    page = open_window(device, **options)
    broken = []
    for state in Walk(page, shop).states():
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            reachable(page)
            axe(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)
