"""People at the shopper's page of a trolley, on their phones, and what they see there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import becomes, told_within
from tests.integration.trolleys.market import Json, Market
from tests.integration.trolleys.played import Played
from tests.support.waiting import wait_for

WITHIN = 10.0  # seconds until a cart knows what has become of a product, or of a payment
TOLD_WITHIN = told_within(1.0)  # seconds from what staff do to the phone's screen
SESSION = "localStorage.getItem('session_id')"


@contextmanager
def played(port: int, trolley_id: str, key: str) -> Iterator[Played]:
    """A trolley that has registered, until the end of the block. It is made in a thread of its own,
    since the browser's driver runs a loop in this one.
    """
    address = f"ws://127.0.0.1:{port}/ws/devices/trolleys/{trolley_id}/"
    with ThreadPoolExecutor(1) as pool:
        machine = pool.submit(Played, address, key).result()
    try:
        machine.registered()
        yield machine
    finally:
        machine.end()


class Shopper:
    """Somebody with a trolley."""

    def __init__(self, page: Page, trolley_id: str) -> None:
        self.page, self.trolley_id = page, trolley_id

    # ---- What they do -----------------------------------------------------------------------

    def arrive(self) -> Shopper:
        """Scans the code on the handle with the phone's own camera."""
        self.page.goto(f"/trolley/{self.trolley_id}")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.trolley_id)
        return self

    def start(self) -> Shopper:
        self.button("Start shopping").click()
        expect(self.field).to_be_visible()
        return self

    def type(self, barcode: str) -> None:
        """Types what stands below a barcode."""
        self.field.fill(barcode)
        self.field.press("Enter")

    def add(self, barcode: str, name: str) -> None:
        """Types it, and waits for its line."""
        self.type(barcode)
        expect(self.line(name)).to_be_visible()

    def pay(self, how: str = "Pay") -> None:
        """Goes to the provider's page, and does what its button says."""
        self.button("Pay").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.button(how).click()

    # ---- What they see ----------------------------------------------------------------------

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("searchbox", name="Barcode or name")

    @property
    def lines(self) -> Locator:
        return self.page.get_by_role("list", name="In the cart").get_by_role("listitem")

    def line(self, name: str) -> Locator:
        return self.page.locator(".line", has=self.page.get_by_text(name, exact=True))

    @property
    def told(self) -> Locator:
        """What became of the last thing that was scanned."""
        return self.page.locator(".told")

    @property
    def sum(self) -> Locator:
        return self.page.locator(".bar .sum strong")

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", name=words)

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    # ---- What is kept -----------------------------------------------------------------------

    @property
    def session_id(self) -> str:
        return str(self.page.evaluate(SESSION))

    def session(self, market: Market) -> Json:
        """The session as the service has it; reading it is a sign of life."""
        answer = market.call("GET", f"/api/session/{self.session_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def units(self, market: Market) -> dict[str, int]:
        """How many of what the service has in the cart, by name."""
        answer = market.call("GET", "/api/cart", query={"session_id": self.session_id})
        assert answer.status_code == 200, answer.text
        return {
            each["product"]["name"]: each["quantity"] for each in answer.json()["data"]["items"]
        }

    def wait_units(self, market: Market, wanted: dict[str, int]) -> None:
        """For changes that the page shows before the service knows them."""
        wait_for(lambda: self.units(market) == wanted, WITHIN, f"the cart holds {wanted}")

    def is_focused(self, words: str) -> None:
        """The focus is on the heading with these words."""
        becomes(
            self.page,
            f"document.activeElement.matches('h2') && /{re.escape(words)}/.test("
            "document.activeElement.textContent)",
        )
