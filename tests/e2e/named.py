"""What people name, as somebody sees it: words of 100 letters break, and names in another script
turn nothing around them. `Looks` does so in narrow windows, at addresses or wherever they are.
"""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, WORD, isolated
from tests.e2e.looks import fits_across
from tests.e2e.readable import stays_readable
from tools.browser.window import Device

#: Shows what is too wide, while a phone would zoom out of it.
NARROW = Device("narrow window", 360, 740, mobile=False)


class Names:
    """Names that nobody else has, of at most 100 letters as that of a machine may be: of one long
    word, and in Arabic.
    """

    def __init__(self) -> None:
        self.made: list[str] = []

    def long(self) -> str:
        return self._kept(f"{WORD[:92]}{secrets.token_hex(4)}")

    def arabic(self) -> str:
        return self._kept(f"{secrets.randbelow(10**9)} {ARABIC}")

    def turning(self, page: Page) -> list[str]:
        """Those that turn what is around them in this page unless isolated: what is written like
        the page turns nothing.
        """
        to_left = page.locator("html").get_attribute("dir") == "rtl"
        return [each for each in self.made if to_left or ARABIC in each]

    def _kept(self, name: str) -> str:
        self.made.append(name)
        return name


@pytest.fixture
def names() -> Names:
    return Names()


class Looks:
    """What somebody sees, in windows of these languages."""

    def __init__(
        self, open_window: Open, login: dict[str, Any] | None, names: Names, *languages: str
    ) -> None:
        self.names = names
        self.pages = [
            open_window(NARROW, signed_in=login, language=each) for each in languages or ["en"]
        ]
        self.broken: list[str] = []

    def at(self, address: str, sign: str, *clicks: str) -> None:
        """Turn to an address, press what is to be pressed there, and wait for what shows that all
        is there; then look at it.
        """
        for page in self.pages:
            page.goto(address)
            for each in clicks:
                page.locator(each).first.click()
            expect(page.locator(sign).first).to_be_visible()
            self.look(page, f"{address} {' '.join(clicks)}")
            if clicks:
                page.keyboard.press("Escape")

    def look(self, page: Page, about: str) -> None:
        """At what is to be seen just now."""
        turning = self.names.turning(page)
        for test in (fits_across, lambda page: isolated(page, *turning), stays_readable):
            try:
                test(page)
            except AssertionError as problem:
                self.broken.append(f"{about}: {problem}")

    def are_well(self) -> None:
        assert not self.broken, "\n\n".join(self.broken)
