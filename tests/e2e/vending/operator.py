"""What operators do at the machine board, by the words that they read there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import told_within
from tests.e2e.vending.shop import Shop
from tests.integration.machines.vendor import Stand
from tests.support.waiting import wait_for

SIGNED_OUT = {"success": True, "response": {}}
SOON = told_within(2.0)  # seconds in which the board shows what has happened


class Operator:
    """Somebody at the board."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page = page
        self.shop = shop

    def arrive(self, part: str = "machines") -> Operator:
        """Open the board at a part, as "machine/M001/ledger"."""
        self.page.goto(f"/edge/board/#/{part}")
        expect(self.page.locator(".top .status")).to_have_attribute("data-kind", "live")
        return self

    def look(self, stand: Stand, section: str = "") -> Operator:
        """Open the page of a machine."""
        return self.arrive("/".join(filter(None, ["machine", stand.machine_id, section])))

    def stands(self, words: str) -> None:
        """Wait until the board says so of its connection."""
        expect(self.page.locator(".top .status strong")).to_have_text(words)

    def row(self, stand: Stand) -> Locator:
        """A machine among all of them."""
        return self.page.locator("li.machine").filter(has_text=stand.machine_id)

    def card(self, title: str) -> Locator:
        """A card of a machine's page."""
        heading = self.page.get_by_role("heading", name=title, exact=True, level=3)
        return self.page.locator("section.card").filter(has=heading)

    def step(self, title: str) -> Locator:
        """A step of a new machine."""
        return self.page.locator("li.step").filter(has_text=title)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def sees(self, part: Locator, words: str) -> float:
        """Wait until a part says so; after how many seconds it did."""
        return soon(lambda: words in part.inner_text(), f"“{words}” is seen")

    def stays_signed_in(self) -> None:
        """Who signs out here does so in this window alone: others here have the same login."""
        self.page.route("**/verification/logout/", lambda route: route.fulfill(json=SIGNED_OUT))

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast")

    def total(self) -> str:
        """How many are on line, how many need somebody."""
        return re.sub(r"\s+", " ", self.page.locator(".totals p").inner_text())


def soon(condition: Callable[[], object], what: str) -> float:
    """Wait until something holds, which has happened already; fails after SOON."""
    return wait_for(condition, SOON, what)
