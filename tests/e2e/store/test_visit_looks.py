"""Every state of the visitor's page, by the rules of accessibility: in the dark, from right to
left, at 200 %, on a tablet.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.logins import signed_in
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable, sampled
from tests.e2e.store.visiting import PATIENT_MS, Visitor, complete
from tests.e2e.watch import Watch
from tests.integration.store.shop import Json, Played, Shop
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
WHOLE = {"phone-zoomed-arabic-dark", "phone-light"}  # also looked at with what is enlarged


class Walk:
    """Goes through the page's states, in whatever language it is: found by their elements."""

    def __init__(self, page: Page, visitor: Visitor, rack: Played) -> None:
        self.page, self.visitor, self.rack = page, visitor, rack
        self.shop, self.address = visitor.shop, ""

    def states(self) -> Iterator[str]:
        yield from self._entry()
        yield from self._codes()
        yield from self._inside()
        yield from self._receipt()
        yield from self._paying()
        yield from self._wrong()
        yield from self._past()
        yield from self._work()

    def _entry(self) -> Iterator[str]:
        login = self.page.evaluate("localStorage.getItem('aisle.login')")
        self.page.evaluate("localStorage.removeItem('aisle.login')")
        self.page.reload()
        self._wait(".entry input")
        yield "sign-in"
        self.page.locator(".entry .quiet").last.click()
        self._wait("[name=email]")
        yield "account"
        self._be(login)

    def _codes(self) -> Iterator[str]:
        self._wait(".code img")
        yield "code"
        self.page.locator(".phone summary").click()
        self.page.locator("[name=phone]").fill("call me")
        self.page.locator("[name=phone]").blur()
        self._wait(".problem")
        yield "phone"
        self.page.context.set_offline(True)
        self.page.clock.fast_forward(52_000)
        self._wait(".gate .banner")
        yield "code-offline"
        self.page.clock.fast_forward(12_000)
        self._wait(".code .none")
        yield "no-code"
        self.page.context.set_offline(False)
        self._wait(".code img")
        self._pay(".button.wide")
        self._wait("main > .page > .banner[data-state=good]")
        yield "deposit"

    def _inside(self) -> Iterator[str]:
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
        self.page.goto("/store/#visits")
        self._wait(".bar")
        yield "visits-inside"
        self.page.goto("/store/#")

    def _receipt(self) -> Iterator[str]:
        self.page.locator(".bar .primary").click()
        self._wait(".exit img")
        tickets = self.shop.gates[EXIT].scan(self.visitor.token_shown())["tickets"]
        self._wait(".end .receipt")
        yield "pending"
        self.address = self.page.url
        complete(self.shop, tickets)
        self._wait(".end .primary")
        yield "due"
        self.page.goto("/store/#")
        self._wait(".page > .banner[data-state=warn]")
        yield "owed"
        self.page.goto(self.address)

    def _paying(self) -> Iterator[str]:
        self._pay(".end .primary", "button.danger")
        self._wait(".end .banner[data-state=bad]")
        yield "declined"
        self.page.locator(".end .primary").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.goto(self.address)
        self._wait(".end .quiet")
        yield "open-payment"
        self._pay(".end .primary")
        self._wait(".end[data-state=good]")
        yield "settled"

    def _wrong(self) -> Iterator[str]:
        self.page.locator(".receipt ~ .row .button").first.click()
        self.page.locator("dialog .stepper-button").first.click()
        self.page.locator("dialog .dialog-foot .primary").click()
        self._wait("dialog .banner")
        yield "contest"
        self.page.locator("dialog textarea").fill("One of them I have put back. " * 10)
        self.page.locator("dialog .dialog-foot .primary").click()
        self._wait(".end .note")
        yield "contested"
        product = self.rack.product("001")
        self._complete({product: 1, self.rack.product("003"): 12})
        self._wait(".refunds li:nth-child(1)")
        yield "reviewed"
        ticket = self._ticket()
        reason = {"reason": "A mistake"}
        self.shop.reviews("POST", f"/edge/tickets/{ticket['id']}/reopen/", reason)
        self._wait(".end[data-state=wait]")
        yield "draft"
        self._complete({product: 1})
        self._wait(".end[data-state=good]")

    def _past(self) -> Iterator[str]:
        self.page.goto("/store/#visits")
        self._wait(".visit")
        yield "visits"
        self.page.goto("/store/#visit/none")
        self._wait("main .banner[data-state=bad]")
        yield "unknown"

    def _work(self) -> Iterator[str]:
        self._be(json.dumps(signed_in(self.shop.staff("operator"), "operator")))
        self.page.goto("/store/#")
        self.page.reload()
        self._wait("[type=radio]")
        self._wait(".code img")
        yield "role"
        self.shop.gates[ENTRY].scan(self.visitor.token_shown())
        self._wait(".cart .banner")
        yield "inside-work"
        self.page.locator(".bar .primary").click()
        self._wait(".exit img")
        self.shop.gates[EXIT].scan(self.visitor.token_shown())
        self._wait(".end")
        yield "work"

    def _be(self, login: str) -> None:
        self.page.evaluate("login => localStorage.setItem('aisle.login', login)", login)
        self.page.reload()

    def _pay(self, button: str, how: str = "button.primary") -> None:
        self.page.locator(button).first.click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.page.locator(how).click()

    def _ticket(self) -> Json:
        number = self.rack.rack.machine_id
        return dict(self.shop.listed(f"/edge/tickets/?machine_id={number}")[0])

    def _complete(self, lines: dict[int, int]) -> None:
        complete(self.shop, [self._ticket()], lines)

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
    page.clock.install()
    visitor = Visitor(page, customer).arrive()
    broken = []
    for state in Walk(page, visitor, rack).states():
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
    shop.let_all_out()
    shop.retire(rack)
    assert not broken, "\n\n".join(broken)
