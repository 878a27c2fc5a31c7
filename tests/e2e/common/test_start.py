"""The start page, the API documents and the seed's debug page in a browser."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from suite.registry import SERVICES
from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, sampled
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

EVERYTHING = {"en-GB": "Everything is running.", "de-DE": "Alles läuft.", "ar": "كل شيء يعمل."}


@pytest.mark.parametrize("dark", sampled([False, True], 1), ids=["light", "dark"].__getitem__)
@pytest.mark.parametrize("device", sampled([PHONE, TABLET], 1), ids=str)
@pytest.mark.parametrize("path", ["/", "/docs/"])
def test_pages_of_the_gateway(open_window: Open, device: Device, dark: bool, path: str) -> None:
    page = open_window(device, dark=dark)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fits_across(page)
    axe(page)


def test_the_start_page_tells_that_all_services_run(open_window: Open) -> None:
    page = open_window(TABLET)
    page.goto("/")
    for service in SERVICES:
        heading = page.get_by_role("heading", name=service.name, exact=True)
        card = page.get_by_role("listitem").filter(has=heading)
        expect(card).to_contain_text("Running")


@pytest.mark.parametrize(
    ("language", "readers"),
    [
        ("en-GB", ["You are a guest or a customer", "You run a place, or work in one"]),
        ("de-DE", ["Sie sind Gast oder Kunde", "Sie führen ein Lokal oder arbeiten in einem"]),
        ("ar", ["أنت ضيف أو زبون", "تدير مكانًا أو تعمل فيه"]),
    ],
)
def test_the_start_page_speaks_to_guests_first_in_their_language(
    open_window: Open, language: str, readers: list[str]
) -> None:
    page = open_window(PHONE, language=language)
    page.goto("/")
    assert page.locator("section > h2").all_inner_texts()[:2] == readers
    first = page.locator("section").first
    for path in ("/t/", "/trolley/", "/vend/"):
        expect(first.locator(f'a[href="{path}"]')).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(EVERYTHING[language])
    axe(page)


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("Order panel", "/orders/panel/"),
        ("Takings", "/orders/takings/"),
        ("Order at a table", "/t/"),
        ("Set", "/locations/setup/"),
        ("vending", "/vend/"),
        ("Machine board", "/edge/board/"),
        ("without a till", "/store/"),
        ("Review visits", "/store/review/"),
        ("Store desk", "/store/desk/"),
    ],
)
def test_one_click_leads_to_each_role(
    open_window: Open, watch: Watch, link: str, path: str
) -> None:
    watch.allow("status of 403")  # whom the demo signs in is not here
    page = open_window(TABLET)
    page.goto("/")
    page.get_by_role("link", name=re.compile(link)).first.click()
    page.wait_for_url(lambda url: urlsplit(url).path.startswith(path))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_pages_say_that_they_need_javascript(open_window: Open) -> None:
    page = open_window(PHONE, scripts=False)
    for path in ("/t/", "/orders/panel/", "/locations/setup/", "/vend/M001/"):
        page.goto(path)
        expect(page.locator("noscript p")).to_contain_text("This page needs JavaScript.")
        expect(page.locator("noscript p")).to_be_visible()


def test_the_debug_page_shows_each_frame(open_window: Open, cafe: Cafe, table: str) -> None:
    page = open_window(PHONE)
    page.goto(f"/orders/sessions/debug/{table}/")
    frames = page.get_by_role("listitem")
    expect(frames).to_have_count(1)
    cafe.order(table, "Espresso")
    expect(frames.first).to_contain_text('"name":"Espresso"')
    fits_across(page)
    axe(page)
