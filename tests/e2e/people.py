"""What guests and staff do on their pages, by the words that they read there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

SENDS = re.compile(r"^Send (all: )?\d+ item")


class Guest:
    """Somebody with a phone at a table."""

    def __init__(self, page: Page, code: str) -> None:
        self.page = page
        self.code = code

    def arrive(self) -> Guest:
        """Scan the code, and wait for the menu."""
        self.page.goto(f"/t/{self.code}/")
        expect(self.page.get_by_role("button", name=re.compile("^Add ")).first).to_be_visible()
        return self

    def add(self, dish: str, *, name: str | None = None) -> None:
        """Put a dish into the cart, under a nickname that is told before."""
        if name:
            self.tell_name(name)
        self.page.get_by_role("button", name=f"Add {dish}", exact=True).click()

    def tell_name(self, name: str) -> None:
        """In the cart; a phone turns back to the menu."""
        cart = self.look("Cart")
        cart.get_by_role("button", name=re.compile("^(Choose a name|Your name)")).click()
        asked = self.page.get_by_role("dialog", name="Your name at this table")
        asked.get_by_label("Name").fill(name)
        asked.get_by_role("button", name="Save the name").click()
        expect(asked).to_have_count(0)
        self.look("Menu")

    def open_sheet(self, dish: str) -> Locator:
        """The sheet of a dish, when it is there."""
        self.page.get_by_role("button", name=dish, exact=True).click()
        sheet = self.page.get_by_role("dialog", name=dish)
        expect(sheet).to_be_visible()
        return sheet

    def add_with_note(self, dish: str, note: str, *, name: str | None = None) -> None:
        """Through the sheet of the dish."""
        if name:
            self.tell_name(name)
        sheet = self.open_sheet(dish)
        sheet.get_by_label("Note for the kitchen").fill(note)
        sheet.get_by_role("button", name=re.compile("^Add")).click()

    def look(self, view: str) -> Locator:
        """Turn to "Menu", "Cart", "Orders" or "Service"; a wide window shows all of them."""
        parts = self.page.get_by_role("navigation", name="Parts of this page")
        shown = self.page.get_by_role("region", name=view, exact=True)
        expect(parts.or_(shown).filter(visible=True).first).to_be_visible()  # after a reload
        if parts.is_visible():
            parts.get_by_role("link", name=re.compile(f"^{view}")).click()
        expect(shown).to_be_visible()
        return shown

    @property
    def lines(self) -> Locator:
        """The lines of the shared cart, while it is shown."""
        return self.page.get_by_role("region", name="Cart", exact=True).locator("li.line")

    def look_at_cart(self, *, lines: int) -> None:
        """Turn to the cart, and wait until the server has so many lines of it."""
        self.look("Cart")
        expect(self.lines).to_have_count(lines)
        expect(self.lines.get_by_text("On its way")).to_have_count(0)

    @property
    def orders(self) -> Locator:
        """What was ordered, while it is shown."""
        return self.page.locator("li.order")

    @property
    def toast(self) -> Locator:
        """The short messages at the page's end."""
        return self.page.locator(".toast")

    @property
    def send_button(self) -> Locator:
        return self.page.get_by_role("button", name=SENDS)

    def send(self) -> None:
        """Send the cart; does not wait for the answer."""
        self.look("Cart")
        self.send_button.click()


HEAR = """() => {
  window.heard = false;
  document.addEventListener("click", () => (window.heard = true), { once: true });
}"""
ATTEMPTS, PAUSE = 20, 300  # ms between two


class Staff:
    """Somebody with a tablet at the order panel."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self) -> Staff:
        """Open the panel of the only place where one works."""
        self.page.goto("/orders/panel/")
        expect(self.views).to_be_visible()
        return self

    @property
    def views(self) -> Locator:
        return self.page.get_by_role("navigation", name="Views")

    def look(self, view: str) -> None:
        """Turn the column to "Tables", "All day" or "Done"; on a phone also to "Orders"."""
        self.views.get_by_role("button", name=re.compile(f"^{view}")).click()

    def look_at_board(self) -> None:
        """On a tablet it is always there."""
        board = self.views.get_by_role("button", name="Orders", exact=True)
        if board.is_visible():
            board.click()

    def card(self, table: str) -> Locator:
        """A table's card on the board."""
        return self.page.get_by_role("article", name=table, exact=True)

    def table(self, name: str) -> Locator:
        """A table in the left column."""
        return self.page.get_by_role("list", name="Open tables").get_by_role(
            "button", name=re.compile(f"^{re.escape(name)} ")
        )

    def step(self, table: str, name: str) -> None:
        """Press a card's large button: "Accept", "Prepare", "Finish", "Serve". As people do, again
        when nothing comes of it: a card that has just moved takes no tap.
        """
        for _ in range(ATTEMPTS):
            self.page.evaluate(HEAR)
            self.card(table).get_by_role("button", name=name, exact=True).click()
            if self.page.evaluate("window.heard"):
                return
            self.page.wait_for_timeout(PAUSE)
        raise AssertionError(f"{table} took no tap on {name}")
