"""Somebody of the staff at the desk of the store, by the words that they read there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.logins import signed_in
from tests.e2e.looks import told_within
from tests.integration.store.shop import Shop

WITHIN_MS = told_within(2.0) * 1000  # in which the desk shows what has happened


def operator(shop: Shop) -> dict[str, Any]:
    return signed_in(shop.operator, "operator")


class Desk:
    """What somebody sees and presses."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self, part: str = "now") -> Desk:
        """Open the desk at a part, as "machine/2001"."""
        self.page.goto(f"/store/desk/#/{part}")
        expect(self.page.locator(".top .status")).to_have_attribute("data-kind", "live")
        expect(self.page.locator(".view .waiting")).to_have_count(0)
        return self

    def turn(self, tab: str) -> None:
        parts = self.page.get_by_role("navigation", name="Parts of the desk")
        parts.get_by_role("link", name=tab).click()

    def card(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True, level=3)
        return self.page.locator("section.card").filter(has=heading)

    def shelf(self, scale_id: str) -> Locator:
        """A scale on the page of its machine."""
        number = self.page.locator(".number", has_text=scale_id)
        return self.page.locator(".shelf").filter(has=number)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def agree(self, yes: str) -> None:
        """Press a button of the dialog."""
        self.dialog.get_by_role("button", name=yes, exact=True).click()

    def says(self, words: str) -> None:
        expect(self.page.locator(".toast").last).to_contain_text(words)

    def stands(self, words: str) -> None:
        """Wait until the desk says so of its connection."""
        expect(self.page.locator(".top .status strong")).to_have_text(words)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last
