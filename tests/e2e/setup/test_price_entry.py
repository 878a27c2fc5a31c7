"""Prices as people type them: what is sure is taken, of all else the readings are offered."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.common.test_kit import bare
from tests.e2e.conftest import Open
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET

READ = """async ([typed, currency, decimals, point]) => {
  const { readPrice } = await import("/locations/static/pages/price.js");
  const { amount, offers } = readPrice(typed, { currency, decimals, point });
  return amount ?? offers;
}"""
DECIMALS = {"JPY": 0, "KWD": 3, "BHD": 3}

SURE = [  # what is typed, where, what is taken
    *(("3.60", "EUR", "3.60"), ("3,60", "EUR", "3.60"), ("3.6", "EUR", "3.60")),
    *(("360", "EUR", "360.00"), ("0", "EUR", "0.00"), ("0,-", "EUR", "0.00")),
    *(("€ 3.60", "EUR", "3.60"), ("3.60€", "EUR", "3.60"), ("4 eur", "EUR", "4.00")),
    *(("1.234,50", "EUR", "1234.50"), ("1,234.50", "EUR", "1234.50")),
    *(("1.234.567", "EUR", "1234567.00"), ("1.234.567,8", "EUR", "1234567.80")),
    *(("1 250", "EUR", "1250.00"), ("1\u202f250,50", "EUR", "1250.50")),
    *(("1'234.50", "CHF", "1234.50"), ("1’234", "CHF", "1234.00")),
    *(("Fr. 5.50", "CHF", "5.50"), ("5.–", "CHF", "5.00"), ("CHF 5.--", "CHF", "5.00")),
    *(("45 kr", "SEK", "45.00"), ("355,-", "NOK", "355.00"), ("kr 355,-", "DKK", "355.00")),
    *(("12 zł", "PLN", "12.00"), ("R$ 12,90", "BRL", "12.90"), ("Rs. 250", "INR", "250.00")),
    *(("1,00,000", "INR", "100000.00"), ("₹1,00,000.50", "INR", "100000.50")),
    *(("$5", "USD", "5.00"), ("$5", "AUD", "5.00"), ("1 000 000 LBP", "LBP", "1000000.00")),
    *(("١٢٫٥٠", "EUR", "12.50"), ("۱۲٫۵۰", "EUR", "12.50"), ("١٬٢٣٤٫٥٠", "EUR", "1234.50")),
    *(("\u200f12.50\u200e", "EUR", "12.50"), ("3.60", "EUR", "3.60")),
    *(("450", "JPY", "450"), ("¥450", "JPY", "450"), ("450円", "JPY", "450")),
    *(("1,200", "JPY", "1200"), ("1.200", "JPY", "1200"), ("1 200", "JPY", "1200")),
    *(("0.750", "KWD", "0.750"), ("0,750", "KWD", "0.750"), ("0.75", "KWD", "0.750")),
    *(("1.375", "KWD", "1.375"), ("12", "BHD", "12.000"), ("1,234.500", "KWD", "1234.500")),
    *(("د.ك 1.250", "KWD", "1.250"), ("1,234,500", "KWD", "1234500.000")),
    *(("99999999", "EUR", "99999999.00"), ("99,999,999.00", "EUR", "99999999.00")),
]
UNSURE: list[tuple[str, str, list[str]]] = [  # what is typed, where, what is offered
    *(("12 50", "EUR", ["12.50", "1250.00"]), ("3 60", "EUR", ["3.60", "360.00"])),
    *(("1 3", "EUR", ["1.30", "13.00"]), ("1 30,00", "EUR", ["130.00"])),
    *(("0 50", "EUR", ["0.50", "50.00"]), ("12'50", "EUR", ["12.50", "1250.00"])),
    *(("1.250", "EUR", ["1.25", "1250.00"]), ("25.000", "EUR", ["25.00", "25000.00"])),
    *(("1,200", "EUR", ["1.20", "1200.00"]), ("₹1,250", "INR", ["1.25", "1250.00"])),
    *(("IDR 500,000", "IDR", ["500.00", "500000.00"]), ("3.605", "EUR", ["3605.00"])),
    *(("0.600", "EUR", ["0.60"]), ("3.6000", "EUR", ["3.60"]), ("0.605", "EUR", [])),
    *((".50", "EUR", ["0.50"]), ("05", "EUR", ["5.00"]), ("00", "EUR", ["0.00"])),
    *(("12. 50", "EUR", ["12.50"]), ("12:50", "EUR", ["12.50"]), ("3..60", "EUR", ["3.60"])),
    *(("45 kr", "EUR", ["45.00"]), ("$5", "EUR", ["5.00"]), ("5 USD", "EUR", ["5.00"])),
    *(("450.00", "JPY", ["450"]), ("450.50", "JPY", []), ("12 50", "JPY", ["1250"])),
    *(("1,375", "KWD", ["1.375", "1375.000"]), ("1 250", "KWD", ["1.250", "1250.000"])),
    *(("1.3755", "KWD", []), ("1.3750", "KWD", ["1.375"])),
    *(("a lot", "EUR", []), ("-5", "EUR", []), ("+5", "EUR", []), ("1e3", "EUR", [])),
    *(("1.2.3", "EUR", []), ("3,60,00", "EUR", []), ("1,234,56", "EUR", [])),
    *(("1.5k", "EUR", []), ("12-50", "EUR", []), ("½", "EUR", []), ("3²", "EUR", [])),
    *(("100000000", "EUR", []), ("99999999.01", "EUR", [])),
]


def read(page: Page, typed: str, currency: str, point: str = ".") -> object:
    """The price that is taken, or the list of those that are offered."""
    return page.evaluate(READ, [typed, currency, DECIMALS.get(currency, 2), point])


def wrongly_read(page: Page, cases: Iterable[tuple[str, str, object]]) -> list[object]:
    found = [(typed, currency, read(page, typed, currency)) for typed, currency, _ in cases]
    return [pair for pair in zip(found, cases, strict=True) if pair[0] != pair[1]]


def test_prices_that_are_sure(open_window: Open) -> None:
    assert not wrongly_read(bare(open_window(PHONE)), SURE)


def test_prices_that_are_not_sure(open_window: Open) -> None:
    assert not wrongly_read(bare(open_window(PHONE)), UNSURE)


def test_three_decimals_are_read_with_the_readers_own_sign(open_window: Open) -> None:
    page = bare(open_window(PHONE))
    assert read(page, "1,375", "KWD", ",") == "1.375"
    assert read(page, "1.375", "KWD", ",") == ["1.375", "1375.000"]


@pytest.fixture
def price(open_window: Open, cafe: Cafe) -> Locator:
    """The price of the espresso in the owner's set-up."""
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto("/locations/setup/")
    page.get_by_role("link", name="Espresso").click()
    return page.get_by_label("Price in EUR")


def stored(cafe: Cafe) -> str:
    return str(answer(cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/"))["price"])


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_what_may_be_meant_is_one_tap_away(price: Locator, cafe: Cafe) -> None:
    page = price.page
    price.fill("12 50")
    save(page)
    expect(price).to_have_accessible_description(re.compile("read in two ways"))
    axe(page)
    page.get_by_role("button", name="€12.50").click()
    expect(price).to_have_value("12.50")
    expect(price).to_be_focused()
    assert stored(cafe) == "2.40"
    save(page)
    expect(page.locator("li.dish").filter(has_text="Espresso")).to_contain_text("€12.50")
    assert stored(cafe) == "12.50"


def test_one_reading_is_asked_for(price: Locator, cafe: Cafe) -> None:
    price.fill(".50")
    save(price.page)
    expect(price).to_have_accessible_description(re.compile("Did you mean €0.50?"))
    assert stored(cafe) == "2.40"


def test_what_is_free_is_said_once(price: Locator, cafe: Cafe) -> None:
    page = price.page
    price.fill("0")
    save(page)
    expect(price).to_have_accessible_description(re.compile("free of charge?"))
    axe(page)
    assert stored(cafe) == "2.40"
    page.get_by_role("button", name="Yes, it is free of charge").click()
    save(page)
    expect(page.locator("li.dish").filter(has_text="Espresso")).to_contain_text("€0.00")
    assert stored(cafe) == "0.00"
    page.get_by_role("link", name="Espresso").click()
    page.get_by_label("Description").fill("Today it is on us.")
    save(page)
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
