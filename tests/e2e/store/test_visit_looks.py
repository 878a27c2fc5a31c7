"""Every state of the visitor's page, by the rules of accessibility: in the dark, from right to
left, at 200 %, on a tablet.

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
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable, sampled
from tests.e2e.store.visiting import PATIENT_MS, Visitor, signed_in
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tools.browser.window import PHONE, TABLET, Device
from tools.devices.store.gates import ENTRY, EXIT

LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-zoomed-arabic-dark": (PHONE_ZOOMED, {"language": "ar", "dark": True}),
    "phone-light": (PHONE, {}),
    "tablet-light": (TABLET, {}),
    "phone-arabic": (PHONE, {"language": "ar"}),
    "phone-german-dark": (PHONE, {"language": "de", "dark": True}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
}


class Walk:
    """Goes through the page's states, in whatever language it is: found by their elements."""

    def __init__(self, page: Page, visitor: Visitor, rack: Played) -> None:
        self.page, self.visitor, self.rack = page, visitor, rack
        self.shop = visitor.shop

    def states(self) -> Iterator[str]:
        yield from self._entry()
        yield from self._inside()
        yield from self._after()
        yield from self._past()

    def _entry(self) -> Iterator[str]:
        login = self.page.evaluate("localStorage.getItem('aisle.login')")
        self.page.evaluate("localStorage.removeItem('aisle.login')")
        self.page.reload()
        self._wait(".entry input")
        yield "sign-in"
        self.page.locator(".entry .quiet").click()
        self._wait("[name=email]")
        yield "account"
        self.page.evaluate("login => localStorage.setItem('aisle.login', login)", login)
        self.page.reload()
        self._wait(".code img")
        yield "code"
        self.page.locator(".phone summary").click()
        self.page.locator("[name=phone]").fill("call me")
        self.page.locator("[name=phone]").blur()
        self._wait(".problem")
        yield "phone"

    def _inside(self) -> Iterator[str]:
        self.page.reload()
        self._wait(".code img")
        self.shop.gates[ENTRY].scan(self.visitor.token_shown())
        self._wait(".cart .nothing")
        yield "inside-empty"
        for scale_id, units in (("001", 2), ("002", 1), ("003", 12)):
            self.rack.rack.take(scale_id, units)
        self.rack.tells()
        self._wait(".line .badge")
        self.rack.rack.put_back("002")
        self.rack.tells()
        self._wait(".line[data-mark=gone]")
        yield "inside"
        self.page.locator(".bar .primary").click()
        self._wait(".exit img")
        yield "leaving"
        self.page.context.set_offline(True)
        self._wait(".status[data-kind=offline]")
        yield "leaving-offline"
        self.page.context.set_offline(False)
        self._wait(".status[data-kind=live]")

    def _after(self) -> Iterator[str]:
        self.shop.gates[EXIT].scan(self.visitor.token_shown())
        self._wait(".end .receipt")
        yield "pending"

    def _past(self) -> Iterator[str]:
        self.page.goto("/store/#visits")
        self._wait(".visit")
        yield "visits"
        self.page.goto("/store/#visit/none")
        self._wait("main .banner[data-state=bad]")
        yield "unknown"

    def _wait(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible(timeout=PATIENT_MS)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_state(open_window: Open, shop: Shop, watch: Watch, look: str) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")
    shop.opens()
    shop.let_all_out()
    rack = shop.rack(3)
    device, options = LOOKS[look]
    customer = shop.customer()
    page = open_window(device, signed_in=signed_in(customer.user), **options)
    visitor = Visitor(page, customer).arrive()
    broken = []
    for state in Walk(page, visitor, rack).states():
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{look}-{state}.png"), full_page=True)
        try:
            fits_across(page)
            reachable(page)
            axe(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    shop.let_all_out()
    shop.retire(rack)
    assert not broken, "\n\n".join(broken)
