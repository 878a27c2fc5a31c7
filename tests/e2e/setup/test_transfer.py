"""All products of a place as a file, in the set-up: downloaded, looked through, taken in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import PHONE_ZOOMED, TABLET_ZOOMED, fits_across, reachable, sampled
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET, Device

IMPORT = re.compile("/products/import/")


def opened(page: Page, cafe: Cafe) -> Page:
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/file")
    expect(page.get_by_role("heading", level=2, name=re.compile("a file|Datei"))).to_be_focused()
    return page


@pytest.fixture
def sheet(open_window: Open, cafe: Cafe) -> Page:
    """The owner at the import and export of the café."""
    return opened(open_window(TABLET, signed_in=cafe.login), cafe)


def choose(page: Page, text: str | bytes, name: str = "menu.csv") -> None:
    content = text.encode() if isinstance(text, str) else text
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("#products-file").set_input_files(files=[file])


def price(cafe: Cafe, name: str) -> str:
    return str(answer(cafe.api.get(f"/products/get/{cafe.menu[name]}/"))["price"])


def dearer(cafe: Cafe, *, more: str = "") -> str:
    """A file in which the espresso costs more."""
    return f"id;name;price\r\n{cafe.menu['Espresso']};Espresso;2,60\r\n{more}"


def take(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("region", name="Messages").get_by_text(words)).to_be_visible()


def figure(page: Page, term: str) -> Locator:
    return page.locator(".figures > div").filter(has_text=term)


def test_out_and_in_again(open_window: Open, cafe: Cafe, tmp_path: Path) -> None:
    page = open_window(PHONE, signed_in=cafe.login)
    page.goto("/locations/setup/")
    page.get_by_role("link", name="Import and export").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download the file").click()
    assert saving.value.suggested_filename == f"products-{cafe.location_id}.csv"
    saving.value.save_as(tmp_path / "menu.csv")
    page.locator("#products-file").set_input_files(tmp_path / "menu.csv")
    expect(page.get_by_text("All products are already as they are in the file.")).to_be_visible()
    expect(figure(page, "Unchanged")).to_contain_text(str(len(cafe.menu)))
    expect(page.get_by_role("button", name=re.compile("^Import "))).to_have_count(0)


def test_what_a_file_would_do_is_seen_first(sheet: Page, cafe: Cafe) -> None:
    choose(sheet, dearer(cafe, more=";Crème brûlée;5,5\r\n").encode("windows-1252"))
    expect(sheet.locator(".movements li").first).to_contain_text(re.compile(r"2\.40\s*→\s*2\.60"))
    expect(sheet.locator(".movements li").last).to_contain_text(
        re.compile("Crème brûlée.*New", re.S)
    )
    assert price(cafe, "Espresso") == "2.40"
    axe(sheet)
    take(sheet, "Import 2 products")
    expect(sheet.get_by_role("link", name="Crème brûlée", exact=True)).to_be_visible()
    told(sheet, "2 products are imported.")
    assert price(cafe, "Espresso") == "2.60"


def test_errors_by_line_change_nothing(sheet: Page, cafe: Cafe) -> None:
    choose(sheet, dearer(cafe, more=";Tea;x\r\n;espresso;1\r\n"))
    expect(sheet.get_by_role("alert").filter(has_text="1 error")).to_be_visible()
    expect(sheet.locator(".movements li")).to_contain_text(re.compile("Price.*Line 3", re.S))
    expect(sheet.get_by_role("button", name=re.compile("^Import "))).to_have_count(0)
    axe(sheet)
    choose(sheet, dearer(cafe, more=";Tea;1\r\n"))
    expect(sheet.get_by_role("button", name="Import 2 products")).to_be_visible()
    assert price(cafe, "Espresso") == "2.40"


def test_what_others_change_meanwhile_is_looked_at(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 409")
    choose(sheet, dearer(cafe))
    expect(sheet.get_by_role("button", name="Import 1 product")).to_be_visible()
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"price": "2.50"})
    take(sheet, "Import 1 product")
    expect(sheet.get_by_role("alert").filter(has_text="meanwhile")).to_be_visible()
    expect(sheet.locator(".movements li")).to_contain_text(re.compile(r"2\.50\s*→\s*2\.60"))
    assert price(cafe, "Espresso") == "2.50"
    take(sheet, "Import 1 product")
    told(sheet, "1 product is imported.")
    assert price(cafe, "Espresso") == "2.60"


def lost(route: Route) -> None:
    """The service does what is asked, and nobody hears of it."""
    route.fetch()
    route.abort()


def test_a_lost_answer_imports_once(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("net::ERR_")
    choose(sheet, dearer(cafe, more=";Tea;1\r\n"))
    expect(sheet.get_by_role("button", name="Import 2 products")).to_be_visible()
    sheet.route(IMPORT, lost)
    take(sheet, "Import 2 products")
    expect(sheet.get_by_role("alert").filter(has_text="The file is kept.")).to_be_visible()
    sheet.unroute_all()
    take(sheet, "Import 2 products")
    told(sheet, "2 products are imported.")
    found = answer(cafe.api.get(f"/products/find/?location_id={cafe.location_id}&name=Tea"))
    assert len(found) == 1


def test_a_file_that_is_too_large(sheet: Page) -> None:
    choose(sheet, "name;price\r\n" + "Tea;1\r\n" * 40_000)
    expect(sheet.get_by_role("alert").filter(has_text="too large")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("device", sampled([PHONE, PHONE_ZOOMED, TABLET_ZOOMED], 1), ids=str)
def test_it_fits(open_window: Open, cafe: Cafe, device: Device, language: str) -> None:
    page = opened(open_window(device, signed_in=cafe.login, language=language), cafe)
    for more in (";Tea;1\r\n", ";Tea;x\r\n"):
        choose(page, dearer(cafe, more=more))
        expect(page.locator(".movements li").first).to_be_visible()
        fits_across(page)
        reachable(page)
        axe(page)
