"""What people name: words of 100 letters break, and names in another script turn nothing around
them, on the phone of a shopper and in the cart of who is signed in.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.named import Looks, Names, names
from tests.e2e.trolleys.test_shopper_looks import Walk
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api, Place
from tests.support.stack import Stack

__all__ = ["names"]

CANS = "4006381333955"


@pytest.fixture
def named(market: Market, api: Api, names: Names) -> Market:
    """A market of such a name, with such goods."""
    place = Place.create(api, api.register(), names.arabic())
    place.sell(names.long(), "4.50", barcode=TEA, stock=9)
    place.sell(names.arabic(), "1.50", barcode=CANS, stock=9)
    return Market(api, place, market.operator)


@pytest.mark.timeout(240)
def test_a_shoppers_phone(
    open_window: Open, named: Market, stack: Stack, names: Names, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")
    looks = Looks(open_window, None, names, "ar")
    [page] = looks.pages
    for state in Walk(page, named, stack, names.long(), names.arabic()).states():
        looks.look(page, state)
    looks.are_well()


def test_a_trolley_that_somebody_else_has(
    open_window: Open, named: Market, api: Api, names: Names
) -> None:
    looks = Looks(open_window, None, names, "en", "ar")
    for username in (names.long(), names.arabic()):
        trolley_id = named.trolley()
        named.session(trolley_id, api.register(username))
        looks.at(f"/trolley/{trolley_id}", "main h2")
    looks.are_well()


def test_the_cart_of_who_is_signed_in(
    open_window: Open, named: Market, api: Api, names: Names
) -> None:
    looks = Looks(open_window, signed_in(api.register(names.arabic())), names, "ar")
    [page] = looks.pages
    page.goto("/trolleys/cart/")
    expect(page.locator("#adding")).to_be_visible()
    looks.look(page, "empty")
    for at, barcode in enumerate((TEA, CANS), 1):
        page.locator("#adding").fill(barcode)
        page.locator("#adding").press("Enter")
        expect(page.locator(".line")).to_have_count(at)
    looks.look(page, "filled")
    looks.are_well()
