"""A day of a café with what was ordered, paid, taken off and sent back; and who looks at it."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.tables.bills import take

RATES = {"vat_rates": ["19", "7"], "tips": [5, 10], "day_begins": 4}


def day_of(cafe: Cafe) -> None:
    """€20.70 are ordered at two tables, of which €0.50 are taken off. Of the rest €13.70 are paid
    in cash, with a tip of €1.50, and €5.00 by card, of which €1.00 goes back: €2.50 are left.
    """
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", **RATES)
    first, second = cafe.open("Table 1"), cafe.open("Table 2")
    cafe.order(first, "Espresso", quantity=2)
    cafe.order(first, "Avocado toast")
    late = cafe.order(second, "Carrot cake")
    cafe.order(second, "Espresso")
    spilled = cafe.order(second, "Flat white")
    cafe.move(spilled["id"], "cancelled", reason="spilled")
    take(cafe, first, "cash", tip="1.50", given="20")
    discount = {"amount": "0.50", "reason": "late", "orders": [late["id"]]}
    cafe.staff(f"/orders/bills/discount/{second}/", **discount)
    card = take(cafe, second, "card", part="amount", amount="5.00")
    back = {"amount": "1.00", "reason": "cold"}
    cafe.staff(f"/orders/payments/refund/{card['payment_id']}/", **back)


class Takings:
    """Somebody at the page."""

    def __init__(self, page: Page, cafe: Cafe) -> None:
        self.page, self.cafe = page, cafe

    def open(self, view: str = "") -> Takings:
        self.page.goto(f"/orders/takings/#/{self.cafe.location_id}{view}")
        expect(self.page.locator(".view")).to_be_visible()
        return self

    def figure(self, name: str) -> Locator:
        """A sum at the head of the page."""
        return (
            self.page.locator(".figures > div")
            .filter(has=self.page.locator("dt", has_text=name))
            .locator("dd")
        )

    def table(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def rows(self, name: str) -> list[list[str]]:
        """The cells of a table, as they are read."""
        self.table(name).wait_for()
        rows = self.table(name).locator("tbody tr")
        return [each.locator("th, td").all_inner_texts() for each in rows.all()]

    def saved(self, button: str, place: Path) -> list[dict[str, str]]:
        """The lines of a file that a button saves; it begins with the mark of UTF-8."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=button, exact=True).click()
        path = place / "saved.csv"
        download.value.save_as(path)
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
