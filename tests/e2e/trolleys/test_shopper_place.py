"""What a place has to say to everybody at its trolleys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.shopping import Shopper
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api
from tools.browser.window import PHONE

BAGS = "Bags are at the till.\nAsk for <b>Ben</b> & <img src=x>: {count}"
ARABIC = "الأكياس عند الصندوق."
LONG = "https://example.org/" + "bags" * 45
DIRECTION = "element => getComputedStyle(element).direction"


@pytest.fixture
def shop(market: Market, api: Api) -> Market:
    return boards.opened(api, market.operator)


def test_a_place_speaks_before_and_above_the_cart(open_window: Open, shop: Market) -> None:
    boards.rules(shop, page_text=BAGS)
    ann = Shopper(open_window(PHONE), shop.trolley()).arrive()
    said = ann.page.locator(".place-text")
    expect(said).to_have_text(BAGS)
    expect(said.locator("*")).to_have_count(0)
    axe(ann.page)
    ann.start().add(TEA, "Tea")
    expect(said).to_have_text(BAGS)
    expect(said.locator("*")).to_have_count(0)
    axe(ann.page)
    boards.rules(shop, page_text="")
    ann.page.reload()
    expect(ann.line("Tea")).to_be_visible()
    expect(said).to_have_count(0)


def test_its_words_have_their_own_direction_and_fit(open_window: Open, shop: Market) -> None:
    boards.rules(shop, page_text=ARABIC)
    ann = Shopper(open_window(PHONE), shop.trolley()).arrive()
    said = ann.page.locator(".place-text")
    expect(said).to_have_text(ARABIC)
    assert said.evaluate(DIRECTION) == "rtl"
    boards.rules(shop, page_text=LONG)
    ann.page.reload()
    expect(said).to_have_text(LONG)
    assert said.evaluate(DIRECTION) == "ltr"
    fits_across(ann.page)
