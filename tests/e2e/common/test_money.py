"""Amounts have the decimals of their currency, and sums are exact."""

from __future__ import annotations

import pytest
from kit.money import decimals
from playwright.sync_api import Page

from tests.e2e.common.test_kit import bare, run
from tests.e2e.conftest import Open
from tools.browser.window import PHONE


def amounts(page: Page, currency: str, code: str, argument: object = None) -> object:
    """The value of code that has money.js as `kit`, on a page in this currency."""
    page.evaluate(
        "(told) => Object.assign(document.body.dataset, told)",
        {"currency": currency, "decimals": str(decimals(currency))},
    )
    return run(page, "money", code, argument)


@pytest.fixture
def page(open_window: Open) -> Page:
    return bare(open_window(PHONE))


def test_a_page_knows_the_decimals_of_its_currency(page: Page) -> None:
    told = page.evaluate("({ ...document.body.dataset })")
    assert (told["currency"], told["decimals"]) == ("EUR", "2")


@pytest.mark.parametrize(
    ("currency", "price", "units", "shown", "text"),
    [
        ("EUR", "1234.50", 123450, "€1,234.50", "1234.50"),
        ("EUR", "0.07", 7, "€0.07", "0.07"),
        ("EUR", "-1.20", -120, "-€1.20", "-1.20"),
        ("EUR", "0.00", 0, "€0.00", "0.00"),
        ("EUR", None, 0, "€0.00", "0.00"),
        ("JPY", "450", 450, "¥450", "450"),
        ("JPY", "450.50", 451, "¥451", "451"),
        ("KWD", "1.375", 1375, "KWD 1.375", "1.375"),
        ("KWD", "0.75", 750, "KWD 0.750", "0.750"),
        ("KWD", "99999999.000", 99_999_999_000, "KWD 99,999,999.000", "99999999.000"),
        ("LBP", "1200000.00", 120_000_000, "LBP 1,200,000.00", "1200000.00"),
    ],
)
def test_an_amount_is_counted_shown_and_written(
    page: Page, currency: str, price: str | None, units: int, shown: str, text: str
) -> None:
    found = amounts(
        page,
        currency,
        """const units = kit.units(argument);
        return [units, kit.money(units).replace("\\u00a0", " "), kit.priceText(units)];""",
        price,
    )
    assert found == [units, shown, text]


def test_a_sum_does_not_drift(page: Page) -> None:
    code = """const items = Array(1000).fill({ price: "0.10", quantity: 3 });
    return kit.money(kit.sum([...items, { price: null, quantity: 2 }]));"""
    assert amounts(page, "EUR", code) == "€300.00"


def test_what_is_no_price_is_an_error(page: Page) -> None:
    code = """return ["12,50", "1e3", "abc", "1."].map((price) => {
      try { kit.units(price); } catch (problem) { return problem.name; }
    });"""
    assert amounts(page, "EUR", code) == ["TypeError"] * 4
