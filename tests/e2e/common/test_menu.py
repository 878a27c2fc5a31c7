"""A menu's products by category, as every page shows them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.common.test_kit import page, run

__all__ = ["page"]

PRODUCTS = [
    {"id": 1, "categories": [{"name": "Hot"}, {"name": "Coffee"}]},
    {"id": 2, "categories": [{"name": "ｃｏｆｆｅｅ"}, {"name": "COF\u200bFEE"}]},
    {"id": 3, "categories": []},
    {"id": 4, "categories": [{"name": " hot"}]},
]
SHOWN = """const ids = (products) => products.map(({{ id }}) => id);
return kit.{name}(argument).map((each) => [each.name, ids(each.products)]);"""


def test_a_product_stands_in_each_of_its_categories(page: Page) -> None:
    """Categories that look alike are one heading, and a product stands once below it."""
    found = run(page, "menu", SHOWN.format(name="byCategory"), PRODUCTS)
    assert found == [["Hot", [1, 4]], ["Coffee", [1, 2]], ["", [3]]]


def test_a_product_is_arranged_in_its_first_category(page: Page) -> None:
    found = run(page, "menu", SHOWN.format(name="byFirstCategory"), PRODUCTS)
    assert found == [["Hot", [1, 4]], ["ｃｏｆｆｅｅ", [2]], ["", [3]]]
