"""How often people have to tap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

COUNT = """() => {
  window.taps = 0;
  addEventListener("pointerdown", () => void (window.taps += 1), true);
}"""


@contextmanager
def taps(page: Page, count: int) -> Iterator[None]:
    """What is done within takes exactly so many taps, on a page that is not left."""
    page.evaluate(COUNT)
    yield
    assert page.evaluate("window.taps") == count
