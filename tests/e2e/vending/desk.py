"""An operator at the desk of the machine board, and what waits there."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import told_within
from tests.e2e.vending.shop import Shop
from tests.integration.machines.vendor import Customer, Stand

WITHIN_MS = told_within(2.0) * 1000  # in which an operator sees what has happened
REVIEWED = """
WITH sale AS (
  UPDATE vending_sale SET state = 'review', updated_at = now() WHERE transaction_id = %s
  RETURNING id
)
INSERT INTO vending_salestep (sale_id, step, details)
SELECT id, step, '{}' FROM sale, unnest(ARRAY['dispensing', 'review']) step
"""
GIVEN_BACK = "UPDATE payments SET amount_refunded = amount WHERE order_id = ?"


def reviewed(shop: Shop, stand: Stand, quantity: int = 2) -> Customer:
    """A customer who has paid, and of whom nobody knows what came out: DISPENSE_UNCONFIRMED=review
    leaves it so, which is not how this suite runs.
    """
    customer = stand.customer(quantity).locks().pays()
    shop.stack.sql("edge", REVIEWED, customer.transaction_id)
    shop.lock_is_over(stand)
    return customer


def refused(shop: Shop, stand: Stand) -> Customer:
    """A customer whose money the payment provider refuses to give back, since it has done so by its
    own books.
    """
    customer = stand.customer(2).locks().pays()
    path = shop.stack.home / "sandbox.sqlite"
    with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
        connection.execute(GIVEN_BACK, [customer.order["id"]])
    shop.lock_is_over(stand)
    return customer


class Desk:
    """What an operator sees and presses, by the words on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self, part: str) -> Desk:
        """`part` is "decide", "feedback", "sent" or "usage"."""
        self.page.goto(f"/edge/board/#/{part}")
        expect(self.page.locator(".top .status")).to_have_attribute("data-kind", "live")
        expect(self.page.locator(".view .waiting")).to_have_count(0)
        return self

    def card(self, text: str) -> Locator:
        """What waits, by a text of it."""
        return self.page.locator(".view li.card").filter(has_text=text)

    def count(self, tab: str) -> Locator:
        """The number at a tab."""
        parts = self.page.get_by_role("navigation", name="Parts of the board")
        return parts.get_by_role("link", name=re.compile(f"^{tab}")).locator(".count")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast").last

    def says(self, words: str) -> None:
        expect(self.toast).to_contain_text(words)

    def agree(self, yes: str, why: str, reference: str = "") -> None:
        """Choose a usual reason in the dialog, and decide."""
        self.dialog.get_by_role("button", name=why, exact=True).click()
        expect(self.dialog.get_by_label("Why")).to_have_value(why)
        if reference:
            self.dialog.get_by_label("Where this can be looked up").fill(reference)
        self.dialog.get_by_role("button", name=yes, exact=True).click()
