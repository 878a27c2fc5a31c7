"""The bill of a table at the panel: what staff do on it, and what it comes to by the API."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Staff
from tests.e2e.tables.payers import bill_of

TABLE = "Table 2"


def ordered(cafe: Cafe, code: str) -> None:
    """Mia has €9.40 of it, Jonas €8.90: €18.30 in all."""
    cafe.place(code, ("Espresso", 2, ""), ("Carrot cake", 1, ""), guest="Mia")
    cafe.place(code, ("Avocado toast", 1, ""), guest="Jonas")


def take(cafe: Cafe, code: str, kind: str = "card", **asked: Any) -> dict[str, Any]:
    """Money that somebody takes at another tablet; by default for all that is left."""
    body = {"part": "all", "kind": kind, **asked}
    return dict(cafe.staff(f"/orders/bills/take/{code}/", **body))


def lines_of(cafe: Cafe, code: str) -> dict[str, int]:
    """The ids of what is on the bill, by name."""
    return {line["name"]: line["order_id"] for line in bill_of(cafe, code)["lines"]}


class Bill:
    """The bill of a table, open at the panel."""

    def __init__(self, page: Page, table: str = TABLE) -> None:
        self.page, self.table = page, table

    @classmethod
    def opened(cls, staff: Staff, table: str = TABLE) -> Bill:
        """By way of the table's dialog."""
        staff.table(table).click()
        modal = staff.page.get_by_role("dialog", name=table, exact=True)
        modal.get_by_role("button", name="Bill", exact=True).click()
        bill = cls(staff.page, table)
        expect(bill.head).to_be_visible()
        return bill

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name=f"Bill of {self.table}")

    @property
    def head(self) -> Locator:
        """What is left to pay."""
        return self.dialog.get_by_role("region", name="What is left to pay")

    @property
    def payments(self) -> Locator:
        return (
            self.dialog.locator("section")
            .filter(has=self.page.get_by_text("Payments"))
            .locator("li")
        )

    def owes(self, amount: str) -> None:
        expect(self.head).to_contain_text(f"Left to pay {amount}")

    def is_paid(self) -> None:
        expect(self.head).to_contain_text("All is paid")

    def press(self, name: str) -> None:
        self.dialog.get_by_role("button", name=name).click()

    def sheet(self, title: str) -> Locator:
        """A sheet above the bill."""
        shown = self.page.get_by_role("dialog", name=title)
        expect(shown).to_be_visible()
        return shown

    def take(self) -> Taking:
        """Ask for taking money."""
        self.press("Take money…")
        return Taking(self.sheet(f"Take money: {self.table}"))


class Taking:
    """The sheet of taking money."""

    def __init__(self, sheet: Locator) -> None:
        self.sheet = sheet

    def choose(self, *names: str) -> None:
        """Tap choices of one tap each."""
        for name in names:
            self.sheet.get_by_role("button", name=name, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self.sheet.get_by_label(re.compile(f"^{re.escape(label)}")).fill(text)

    def go(self, name: str) -> None:
        self.sheet.get_by_role("button", name=name, exact=True).click()

    @property
    def change(self) -> Locator:
        return self.sheet.locator(".taking-change strong")

    def taken(self, words: str) -> None:
        expect(self.sheet.locator(".banner[data-state='good']")).to_have_text(words)

    def done(self) -> None:
        self.go("Done")
        expect(self.sheet).to_have_count(0)


def because(sheet: Locator, reason: str, yes: str) -> None:
    """Give a usual reason, and do it."""
    sheet.get_by_role("button", name=reason, exact=True).click()
    sheet.get_by_role("button", name=yes, exact=True).click()
    expect(sheet).to_have_count(0)
