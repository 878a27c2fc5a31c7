"""Browsers that keep nothing for a site: pages work on, and say once that a reload forgets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.common.test_kit import bare, run
from tests.e2e.conftest import Open
from tools.browser.window import PHONE, TABLET

#: What Chromium does where site data is blocked.
BLOCKED = """
for (const area of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, area, { get() { throw new DOMException("", "SecurityError"); } });
}
Object.defineProperty(document, "cookie", { get: () => "", set() {} });
navigator.locks.request = async () => { throw new DOMException("", "SecurityError"); };
"""
FORGETS = "This browser keeps no data for this page."


@pytest.fixture
def page(open_window: Open) -> Page:
    page = open_window(PHONE)
    page.add_init_script(BLOCKED)
    return page


def test_what_cannot_be_kept_is_held_in_memory_and_said_once(page: Page) -> None:
    bare(page)
    code = """const found = [kit.recall("a")];
    kit.remember("a", "1");
    kit.remember("a", "2", "sessionStorage");
    found.push(kit.recall("a"), kit.recall("a", "sessionStorage"));
    kit.remember("a", null);
    return [...found, kit.recall("a"), kit.canStore()];"""
    assert run(page, "storage", code) == [None, "1", "2", None, False]
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text(FORGETS)


def test_what_can_be_kept_is_kept_in_silence(open_window: Open) -> None:
    page = bare(open_window(PHONE))
    code = "kit.remember('a', '1'); return [kit.recall('a'), localStorage.a, kit.canStore()];"
    assert run(page, "storage", code) == ["1", "1", True]
    assert page.locator(".toast").count() == 0


def test_a_full_place_is_no_end(page: Page, open_window: Open) -> None:
    page = bare(open_window(PHONE))
    page.evaluate("localStorage.filler = 'x'.repeat(5 * 1024 * 1024 - 20)")
    long = "y" * 100
    assert (
        run(page, "storage", "kit.remember('a', argument); return kit.recall('a');", long) == long
    )
    expect(page.locator(".toast")).to_contain_text(FORGETS)


def test_a_language_that_cannot_be_chosen_is_said(page: Page) -> None:
    page.goto("/t/")
    page.get_by_label("Language").select_option("de")
    expect(page.locator(".toast")).to_contain_text("cannot change the language")


@pytest.mark.parametrize(
    ("path", "shows"), [("/locations/setup/", "Menu"), ("/orders/panel/", "New table")]
)
def test_staff_sign_in_for_as_long_as_the_page_is_there(
    open_window: Open, cafe: Cafe, path: str, shows: str
) -> None:
    page = open_window(TABLET)
    page.add_init_script(BLOCKED)
    page.goto(path)
    page.get_by_label("Username").fill(cafe.owner.username)
    page.get_by_label("Password", exact=True).fill(cafe.owner.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(shows, exact=True).first).to_be_visible()
    expect(page.locator(".toast").filter(has_text=FORGETS)).to_have_count(1)
