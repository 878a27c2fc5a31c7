"""What guests do to pay, by the words that they read."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.cafe import TOLD_WITHIN, Cafe
from tests.e2e.people import Guest
from tests.support.waiting import wait_for

PAYS = re.compile(r"^Pay [^ ]*\d")


class Payer:
    """A guest with the sheet in which one pays."""

    espresso = cake = 0  # ids of the orders, where they matter

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.page = guest.page

    @property
    def sheet(self) -> Locator:
        return self.page.get_by_role("dialog", name="Pay", exact=True)

    def open(self) -> Payer:
        """From what was ordered."""
        orders = self.guest.look("Orders")
        orders.get_by_role("button", name="Pay on this phone").click()
        expect(self.sheet.get_by_text("Left to pay")).to_be_visible()
        return self

    def part(self, name: str) -> Locator:
        """Choose what is paid; its row, which says what it comes to."""
        row = self.sheet.locator(".pay-part", has=self.page.get_by_role("radio", name=name))
        row.get_by_role("radio", name=name).check()
        return row

    def item(self, name: str) -> Locator:
        """The box of an item that may be chosen."""
        return self.sheet.get_by_role("checkbox", name=re.compile(name))

    @property
    def button(self) -> Locator:
        return self.sheet.get_by_role("button", name=PAYS)

    def to_provider(self) -> None:
        """To the page where it is paid."""
        self.button.click()
        self.page.wait_for_url("**/sandbox/pay/**")

    def settle(self, how: str = "Pay") -> None:
        """What the provider's page offers: "Pay", "Decline"; then back at the table."""
        self.page.get_by_role("button", name=how, exact=True).click()
        self.page.wait_for_url(re.compile(r"/t/"))

    def pays(self, amount: str) -> None:
        """What the button says, until it has arrived."""
        expect(self.button).to_have_text(re.compile(f"^Pay {re.escape(amount)}"))
        self.to_provider()
        self.settle()
        self.has_paid()

    def has_paid(self) -> None:
        expect(self.sheet.get_by_text(re.compile("^You have paid"))).to_be_visible()


def bill_of(cafe: Cafe, table: str) -> dict[str, Any]:
    """As staff see it."""
    return dict(cafe.staff_get(f"/orders/bills/get/{table}/"))


def wait_paid(cafe: Cafe, table: str, amount: str) -> None:
    wait_for(lambda: bill_of(cafe, table)["paid"] == amount, TOLD_WITHIN, f"{amount} are paid")
