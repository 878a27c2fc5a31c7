"""Somebody at a machine with a phone, and what they see there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import becomes
from tests.integration.machines.vendor import Json, Stand

PATIENT_MS = 20_000  # for what a machine does, on a computer that is busy


class Customer:
    """Has come to a machine, and may look at its display."""

    def __init__(self, page: Page, stand: Stand) -> None:
        self.page, self.stand = page, stand

    # ---- What they do -----------------------------------------------------------------------

    def arrive(self) -> Customer:
        """Scans the QR code on the machine."""
        self.page.goto(f"/vend/{self.stand.machine_id}")
        expect(self.page.locator("main h2").first).to_be_visible()
        return self

    def again(self) -> Customer:
        """The tab was closed; the same browser comes to the machine again."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        return self.arrive()

    def lock(self) -> Customer:
        """Types what the display shows."""
        self.field.fill(self.stand.code_of_now())
        self.sees("How many?")
        return self

    def go_to_pay(self, more: int = 0) -> Customer:
        """So many more than one."""
        for _ in range(more):
            self.button("One more").click()
        self.button("Pay").click()
        self.page.wait_for_url("**/sandbox/pay/**")
        return self

    def pay(self, how: str = "Pay", more: int = 0) -> Customer:
        """Does what a button of the payment page says."""
        self.go_to_pay(more).button(how).click()
        return self

    # ---- What they see ----------------------------------------------------------------------

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Code")

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=2, name=words)

    def sees(self, words: str) -> None:
        """A view of this heading."""
        expect(self.heading(words)).to_be_visible(timeout=PATIENT_MS)

    def reads(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(words, timeout=PATIENT_MS)

    def is_focused(self, words: str) -> None:
        """The focus is on the heading with these words."""
        becomes(
            self.page,
            "document.activeElement.matches('h2') && "
            f"/{re.escape(words)}/.test(document.activeElement.textContent)",
        )

    # ---- What is kept -----------------------------------------------------------------------

    @property
    def client_id(self) -> str:
        return str(self.page.evaluate("localStorage.getItem('sv_client_id')"))

    def sale(self) -> Json:
        """The transaction as the service shows it to this browser."""
        return dict(self.stand.shown(self.client_id)["transaction"])
