"""Every state of the shopper's page, by the rules of accessibility: in the dark, from right to
left, at 200 %, on a tablet, by the keyboard alone.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, press, reachable, sampled
from tests.e2e.trolleys.shopping import Shopper
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.trolleys.market import TEA, Market
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, Device

MOST_BYTES = 100_000  # of the first load, without images
NUMBERS = itertools.count(1)
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-arabic-dark": (PHONE, {"language": "ar", "dark": True}),
    "tablet-light": (TABLET, {}),
    "phone-light": (PHONE, {}),
    "phone-german": (PHONE, {"language": "de"}),
    "phone-zoomed": (PHONE_ZOOMED, {}),
    "tablet-dark": (TABLET, {"dark": True}),
}
WHOLE = ("phone-arabic-dark", "phone-german")  # looks that are also looked at enlarged
RUN_OUT = (
    "UPDATE trolleys_session SET alive_until = now() - interval '1 second' WHERE session_id = %s"
)


class Walk:
    """Goes through the page's states, in whatever language it is: found by their elements."""

    def __init__(self, page: Page, market: Market, stack: Stack) -> None:
        self.page, self.market, self.stack = page, market, stack
        self.ann = Shopper(page, market.trolley())

    def states(self) -> Iterator[str]:
        yield from self._before()
        yield from self._shopping()
        yield from self._paying()
        yield from self._ends()

    def _before(self) -> Iterator[str]:
        self.page.goto("/trolley/")
        self._wait("#trolley")
        yield "entry"
        self.page.goto("/trolley/NOPE")
        self._wait("main .banner[data-state=bad]")
        yield "unknown"
        self.page.goto(f"/trolley/{self.ann.trolley_id}")
        self._wait(".card .primary")
        yield "free"
        self.page.locator("main .row .quiet").click()
        self._wait("#sign-in")
        yield "sign-in"

    def _shopping(self) -> Iterator[str]:
        number = next(NUMBERS)
        wine, rice = f"28{number:011d}", f"27{number:011d}"
        self.market.place.sell(f"Wine {number}", "6.00", barcode=wine, stock=9, min_age=18)
        product = self.market.place.sell(f"Rice {number}", "2.00", barcode=rice, stock=3)
        self.page.locator(".card .primary").first.click()
        self._wait("#adding")
        yield "empty"
        for barcode in (TEA, rice, wine):
            self._scan(barcode)
            self._wait(".told[data-state=good]")
        yield "taken"
        self._scan("4000000000006")
        self._wait(".told[data-state=bad]")
        yield "refused"
        self.page.locator("#adding").fill("Rice")
        self._wait(".found li")
        yield "search"
        self.page.locator("#adding").fill("")
        yield from self._changed(product)

    def _changed(self, product: int) -> Iterator[str]:
        """What is in the cart has become dearer, and wine waits for approval."""
        self.market.edit(product, price="2.75")
        self._wait(".line del")
        self.page.locator(".bar .primary").click()
        self._wait(".notice .primary")
        yield "issues"
        self.page.locator(".notice .primary").click()
        self._wait(".line del", 0)
        self.page.locator(".line", has_text="Wine").locator(".quiet").first.click()
        self._wait(".later .line")
        self.page.locator(".top button").first.click()
        self._wait(".banner[role=status]")
        yield "help-and-later"
        self.page.locator(".page > p .quiet").last.click()
        self._wait("dialog[open]")
        yield "give-back"
        self.page.keyboard.press("Escape")
        self.page.context.set_offline(True)
        self._scan(TEA)
        self._wait(".line.coming")
        self._wait("main .banner[data-state=warn]")
        yield "offline"
        self.page.context.set_offline(False)
        self._wait(".line.coming", 0)

    def _paying(self) -> Iterator[str]:
        self.page.locator(".bar .primary:not([aria-disabled=true])").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.goto(f"/trolley/{self.ann.trolley_id}")
        self._wait("a.primary")
        yield "paying"
        self.page.locator("a.primary").click()
        self.page.locator("button.danger").click()
        self._wait("#adding")
        self._wait("main .banner[data-state=bad]")
        yield "declined"
        self.page.locator(".bar .primary").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.locator("button.primary").click()
        self._wait(".qr img")
        yield "receipt"

    def _ends(self) -> Iterator[str]:
        self.page.locator(".receipt .button").last.click()
        self.page.locator(".card .primary").click()
        self._wait("#adding")
        self._scan(TEA)
        self._wait(".told[data-state=good]")
        other = Shopper(self.page, self.market.trolley())
        self.page.goto(f"/trolley/{other.trolley_id}")
        self._wait("a.primary")
        yield "another-trolley"
        self.page.goto(f"/trolley/{self.ann.trolley_id}")
        self._wait("#adding")
        self.stack.sql("trolleys", RUN_OUT, self.ann.session_id)
        self._wait("#adding", 0)
        yield "paused"
        self.page.locator(".card .primary").click()
        self._wait("#adding")
        path = f"/api/trolleys/{self.ann.trolley_id}/force-unassign"
        assert self.market.post(path, {}, user=self.market.operator).status_code == 200
        self._wait("#adding", 0)
        yield "ended"

    def _scan(self, barcode: str) -> None:
        self.page.locator("#adding").fill(barcode)
        self.page.locator("#adding").press("Enter")

    def _wait(self, selector: str, count: int | None = None) -> None:
        found = self.page.locator(selector)
        if count is None:
            expect(found.first).to_be_visible()
        else:
            expect(found).to_have_count(count)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("look", sampled(LOOKS, 1))
def test_every_state(
    open_window: Open, market: Market, stack: Stack, watch: Watch, look: str
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")
    device, options = LOOKS[look]
    page = open_window(device, **options)
    broken = []
    for state in Walk(page, market, stack).states():
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"))
        try:
            fits_across(page)
            axe(page)
            if look in WHOLE:
                stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


def test_by_the_keyboard_alone(open_window: Open, market: Market) -> None:
    ann = Shopper(open_window(TABLET), market.trolley()).arrive()
    press(ann.page, ann.button("Start shopping"))
    ann.is_focused("In the cart")
    ann.page.keyboard.press("Tab")
    expect(ann.field).to_be_focused()
    ann.page.keyboard.type(TEA)
    ann.page.keyboard.press("Enter")
    press(ann.page, ann.button("One Tea more"))
    expect(ann.sum).to_have_text("€9.00")
    press(ann.page, ann.button("Keep Tea for later"))
    ann.is_focused("In the cart")
    press(ann.page, ann.button("Put Tea back into the cart"))
    expect(ann.sum).to_have_text("€4.50")
    ann.wait_units(market, {"Tea": 1})
    press(ann.page, ann.button("Pay"))
    ann.page.wait_for_url("**/sandbox/pay/**")
    press(ann.page, ann.button("Pay"))
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


def test_names_do_not_mix_with_arabic(open_window: Open, market: Market) -> None:
    ann = Shopper(open_window(PHONE, language="ar"), market.trolley()).arrive()
    ann.page.locator(".card .primary").click()
    ann.page.locator("#adding").fill(TEA)
    ann.page.locator("#adding").press("Enter")
    expect(ann.told).to_have_text("\u2068Tea\u2069 في السلة")
    assert ann.told.locator("span").evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_all_can_be_reached_at_200_percent(open_window: Open, market: Market) -> None:
    ann = Shopper(open_window(PHONE_ZOOMED), market.trolley()).arrive().start()
    ann.add(TEA, "Tea")
    reachable(ann.page)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_first_load_is_light(open_window: Open, market: Market, language: str) -> None:
    page = open_window(PHONE, language=language)
    weight = Weight(page)
    Shopper(page, market.trolley()).arrive()
    page.wait_for_load_state("networkidle")
    assert weight.total <= MOST_BYTES, weight.table()
