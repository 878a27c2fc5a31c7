"""Addresses that lead nowhere, in a browser: a page in its language, with a way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, sampled
from tests.e2e.watch import Watch
from tests.support.api import Api
from tools.browser.window import PHONE, TABLET, Device

WORDS = {
    "en-GB": ("There is no such page", "To the start page"),
    "de-AT": ("Diese Seite gibt es nicht", "Zur Startseite"),
    "ar-EG": ("لا توجد صفحة كهذه", "إلى صفحة البداية"),
    "fr-FR": ("There is no such page", "To the start page"),
}
PATHS = (
    "/nonsense",
    "/orders/nonsense/",
    "/store/desk/nonsense",
    "/locations/setup/x/",
    "/-/page/",
)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("path", sampled(PATHS, 2))
def test_nonsense_in_a_browser_is_a_page_with_a_way_back(
    open_window: Open, watch: Watch, path: str, language: str
) -> None:
    watch.allow("status of 404")
    title, back = WORDS[language]
    page = open_window(PHONE, language=language)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    fits_across(page)
    page.get_by_role("link", name=back).click()
    page.wait_for_url(lambda url: url.endswith(("/", "/#")))
    expect(page.locator("main section")).to_have_count(4)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"].__getitem__)
@pytest.mark.parametrize("device", sampled([PHONE, TABLET], 1), ids=str)
def test_axe_finds_nothing_on_a_page_of_an_error(
    open_window: Open, watch: Watch, device: Device, dark: bool
) -> None:
    watch.allow("status of 404")
    page = open_window(device, dark=dark, language="ar")
    page.goto("/nonsense")
    axe(page)


def test_what_a_page_asks_for_keeps_its_envelope(open_window: Open, watch: Watch, api: Api) -> None:
    watch.allow("status of 404")
    page = open_window(PHONE)
    page.goto("/")
    for path in ("/nonsense", "/orders/nonsense/"):
        told = page.evaluate("path => fetch(path).then((answer) => answer.json())", path)
        assert told == {"success": False, "reason": "not_found"}
        html = {"Accept": "text/html"}
        asked = "([path, headers]) => fetch(path, {headers}).then((answer) => answer.json())"
        assert page.evaluate(asked, [path, html])["reason"] == "not_found"
        assert api.get(path).json()["reason"] == "not_found"


def test_the_language_is_chosen_on_the_start_page(open_window: Open, watch: Watch) -> None:
    watch.allow("status of 404")
    page = open_window(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Willkommen")
    expect(page.get_by_role("button", name="Deutsch")).to_have_attribute("aria-pressed", "true")
    page.goto("/nonsense")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS["de-AT"][0])
    page.goto("/locations/setup/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
