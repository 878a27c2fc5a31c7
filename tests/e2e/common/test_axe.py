"""axe leaves out what it has passed before, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tools.browser.window import PHONE

PICTURE = """() => {
  const picture = Object.assign(document.createElement("img"), {width: 9, height: 9});
  document.querySelector("main").append(picture);
}"""
PALE = "document.querySelector('h1').style.color = '#eee'"
NAMELESS = """() => document.querySelectorAll("main a, main button").forEach((each) => {
  each.replaceChildren();
  each.removeAttribute("aria-label");
})"""
STRANGE = "document.querySelector('main').setAttribute('role', 'nowhere')"


@pytest.fixture
def page(open_window: Open) -> Page:
    """A page that has passed twice."""
    page = open_window(PHONE)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    axe(page)
    return page


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (PICTURE, "image-alt"),
        (PALE, "color-contrast"),
        (NAMELESS, "link-name"),
        (STRANGE, "aria-roles"),
    ],
)
def test_a_fault_that_comes_later_is_found_each_time(page: Page, change: str, rule: str) -> None:
    page.evaluate(change)
    for _ in range(2):
        with pytest.raises(AssertionError, match=rule):
            axe(page)
