"""A guest reads the menu in the language that the phone has; the kitchen reads the place's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import fits_across
from tools.browser.window import PHONE, TABLET, Device

WORDS = {
    "de": {"name": "Milchkaffee", "description": "Mit seidiger Milch."},
    "ar": {"name": "قهوة بالحليب", "description": "مع حليب ناعم."},
}
READ = {
    "de": ("Milchkaffee", "Kaffee", "Milch", "Hafermilch", "Enthält: Milch, Koffein"),
    "ar": ("قهوة بالحليب", "القهوة", "الحليب", "حليب شوفان", "الحليب"),
}


@pytest.fixture
def words(cafe: Cafe) -> dict[str, Any]:
    """Flat white, its category and its milks in German and Arabic."""
    oat = {"de": {"name": "Hafermilch"}, "ar": {"name": "حليب شوفان"}}
    options = ({"name": "Cow's milk"}, {"name": "Oat milk", "price": "0.50", "words": oat})
    named = {"words": {"de": {"name": "Milch"}, "ar": {"name": "الحليب"}}}
    group = cafe.choices("Flat white", "Milk", *options, least=1, most=1, **named)
    category = {"name": "Coffee", "words": {"de": "Kaffee", "ar": "القهوة"}}
    product = {
        "words": WORDS,
        "categories": [category],
        "allergens": ["milk"],
        "additives": [{"name": "Koffein"}],
    }
    cafe.staff(f"/products/edit/{cafe.menu['Flat white']}/", product=product)
    return group


def arrived(page: Page, table: str, language: str) -> Page:
    page.goto(f"/t/{table}/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".dish").first).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("device", [PHONE, TABLET])
@pytest.mark.usefixtures("words")
def test_the_menu_is_read_in_the_guests_language(
    open_window: Open, table: str, device: Device, language: str
) -> None:
    page = arrived(open_window(device, language=language), table, language)
    dish, category, milk, oat, contains = READ[language]
    expect(page.get_by_role("heading", level=3, name=category, exact=True)).to_be_visible()
    card = page.locator(".dish").filter(has_text=dish)
    expect(card).to_contain_text(WORDS[language]["description"])
    expect(card).to_contain_text(contains)
    expect(page.locator(".dish").filter(has_text="Espresso")).to_be_visible()
    axe(page)
    fits_across(page)
    card.locator(".dish-add").click()
    sheet = page.get_by_role("dialog", name=dish)
    expect(sheet.get_by_role("group", name=milk)).to_contain_text(oat)
    axe(page)
    if device is PHONE:
        stays_whole(page)


@pytest.mark.usefixtures("words")
def test_what_is_ordered_keeps_the_names_of_the_place(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = arrived(open_window(TABLET, language="de"), table, "de")
    page.locator(".dish").filter(has_text="Milchkaffee").locator(".dish-add").click()
    sheet = page.get_by_role("dialog", name="Milchkaffee")
    sheet.get_by_label("Hafermilch").check()
    sheet.get_by_role("button", name=re.compile("^Hinzufügen")).click()
    line = page.locator("li.line")
    expect(line).to_contain_text("Milchkaffee")
    expect(line).to_contain_text("Hafermilch")
    page.locator(".send").click()
    order = page.locator("li.order")
    expect(order).to_contain_text("Milchkaffee")
    expect(order).to_contain_text("Hafermilch")
    [stored] = cafe.live(table)["orders"]
    assert (stored["name"], stored["options"][0]["name"]) == ("Flat white", "Oat milk")
    english = arrived(open_window(TABLET), table, "en")
    expect(english.locator("li.order")).to_contain_text("Flat white")
    expect(english.locator("li.order")).to_contain_text("Oat milk")


@pytest.mark.usefixtures("words")
def test_a_search_finds_both_words_and_a_change_is_live(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = arrived(open_window(PHONE, language="de"), table, "de")
    for text in ("milchkaf", "flat", "kaffee"):
        page.locator("#search").fill(text)
        expect(page.locator(".dish").filter(has_text="Milchkaffee")).to_be_visible()
    page.locator("#search").fill("")
    words = {"words": {"de": {"name": "Melange"}}}
    cafe.staff(f"/products/edit/{cafe.menu['Flat white']}/", product=words)
    expect(page.locator(".dish").filter(has_text="Melange")).to_be_visible()
