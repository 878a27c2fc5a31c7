"""Every state of the bill at the panel, by the rules of accessibility: on a phone and a tablet, in
the dark, in forced colours, in German, at 200 %, with long names.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, stays_whole
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable, sampled
from tests.e2e.tables.bills import lines_of, take
from tools.browser.window import PHONE, TABLET, Device

LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-light": (PHONE, {}),
    "phone-zoomed-dark": (PHONE_ZOOMED, {"dark": True}),
    "tablet-light": (TABLET, {}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
    "tablet-forced": (TABLET, {}),
}


def evening(cafe: Cafe, code: str, *, long: bool = False) -> None:
    """A bill with everything on it: discounts, what was taken off, payments, money back."""
    mia, jonas = (WORD[:40], ARABIC) if long else ("Mia", "Jonas")
    cafe.menu["Breakfast"] = cafe.offer(
        "Coffee", {"name": WORD if long else "Breakfast", "price": "18.40"}
    )
    cafe.place(code, ("Espresso", 2, ""), ("Carrot cake", 1, ""), ("Breakfast", 1, ""), guest=mia)
    cafe.place(code, ("Avocado toast", 1, ""), ("Club sandwich", 2, ""), guest=jonas)
    ids = lines_of(cafe, code)
    off = {"percent": 10, "orders": [ids["Avocado toast"]], "reason": WORD if long else "Long wait"}
    cafe.staff(f"/orders/bills/discount/{code}/", **off)
    void = {"order_id": ids["Carrot cake"], "reason": "Never came"}
    cafe.staff(f"/orders/bills/void/{code}/", **void)
    paid = take(cafe, code, part="items", orders=[ids["Espresso"]], tip="0.70")
    back = {"amount": "1.00", "reason": "Something was not right"}
    cafe.staff(f"/orders/payments/refund/{paid['payment_id']}/", **back)
    asked = {"part": "amount", "amount": "5.00", "guest": jonas}
    cafe.api.post(f"/orders/bills/pay/{code}/", asked)


class Walk:
    """Goes through the states in whatever language: what is pressed is found by its place."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def top(self) -> Locator:
        return self.page.locator("dialog[open]").last

    def states(self) -> Iterator[str]:
        yield "tile"
        self.page.locator("li.tile .table-item").click()
        yield "table"
        self.page.locator(".session-actions .button").nth(1).click()
        expect(self.top.locator(".bill-left")).to_be_visible()
        yield "bill"
        self.top.locator(".bill-actions .button").nth(2).click()
        for at, name in enumerate(("all", "items", "share", "amount")):
            self.top.locator(".taking > .row .chip").nth(at).click()
            yield f"take-{name}"
        self.top.locator(".taking > .row .chip").nth(0).click()
        self.top.locator(".taking > .row").last.locator(".chip").nth(3).click()
        expect(self.top.locator(".taking-change")).to_be_visible()
        yield "take-change"
        self.top.locator(".taking-go").click()
        expect(self.top.locator(".taking[data-done]")).to_be_visible()
        yield "taken"
        self.page.keyboard.press("Escape")
        expect(self.top.locator(".bill-left[data-state]")).to_be_visible()
        yield "bill-paid"
        yield from self._changes()

    def _changes(self) -> Iterator[str]:
        self.top.locator(".bill-actions .button").last.click()
        yield "discount"
        self.page.keyboard.press("Escape")
        self.top.locator(".bill-line .button").first.click()
        yield "void"
        self.page.keyboard.press("Escape")
        self.top.locator(".bill-rows .row button").first.click()
        self.top.locator(".chip").nth(1).click()
        yield "refund"
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")
        yield "tile-paid"
        self.page.locator(".side-more .button").last.click()
        expect(self.top.locator(".bill-rows a").first).to_be_visible()
        yield "receipts"


def opened(page: Page) -> Walk:
    page.goto("/orders/panel/")
    tables = page.locator(".view[data-key=tables]")
    expect(tables).to_be_visible()
    tables.click()
    expect(page.locator("li.tile")).to_be_visible()
    return Walk(page)


@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_state(open_window: Open, cafe: Cafe, table: str, look: str) -> None:
    device, options = LOOKS[look]
    evening(cafe, table)
    page = open_window(device, signed_in=cafe.login, **options)
    if "forced" in look:
        page.emulate_media(forced_colors="active")
    for state in opened(page).states():
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/bill-{look}-{state}.png")
        axe(page)
        fits_across(page)
        reachable(page)


def test_long_names_at_200_percent(open_window: Open, cafe: Cafe, table: str) -> None:
    evening(cafe, table, long=True)
    page = open_window(NARROW, signed_in=cafe.login)
    for state in opened(page).states():
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/bill-long-{state}.png")
        if state not in {"tile", "table", "tile-paid"}:  # other tests look at these
            stays_whole(page)
