"""What people name: words of 120 letters break, and names in another script turn nothing around
them, on the phone of a shopper and in the cart of who is signed in.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, names_are_well
from tests.e2e.logins import signed_in
from tests.e2e.trolleys.shopping import Shopper
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import Market
from tests.support.api import Api, Place

LONG, TURNED = "2900000000011", "2900000000028"  # barcodes of what is called so
#: Which names turn what is around them, by the language of the page.
TURNING = {"en": (ARABIC,), "ar": (WORD, ARABIC)}


@pytest.fixture
def named(market: Market, api: Api) -> Market:
    """It is called so itself; there are but two of what has a long name."""
    address = f"Quay {secrets.token_hex(4)}"
    place = Place.create(api, api.register(), name=ARABIC, address=address)
    place.sell(WORD, "2.40", barcode=LONG, stock=2)
    place.sell(ARABIC, "1234.56", barcode=TURNED, stock=9, min_age=18)
    return Market(api, place, market.operator)


def sees(ann: Shopper, selector: str) -> None:
    expect(ann.page.locator(selector).first).to_be_visible()


def states(ann: Shopper, market: Market) -> Iterator[str]:
    """A visit, in whatever language it is: found by its elements."""
    ann.arrive()
    sees(ann, ".card .primary")
    yield "free"
    ann.page.locator(".card .primary").first.click()
    for barcode, count in ((LONG, 1), (TURNED, 2)):
        ann.page.locator("#adding").fill(barcode)
        ann.page.locator("#adding").press("Enter")
        expect(ann.page.locator(".told[data-state=good]")).to_be_visible()
        expect(ann.page.locator(".line:not(.coming)")).to_have_count(count)
        yield f"{count} taken"
    yield from searched(ann)
    yield from dearer(ann, market)


def searched(ann: Shopper) -> Iterator[str]:
    for name in (WORD, ARABIC):
        ann.page.locator("#adding").fill(name[:12])
        expect(ann.page.locator(".found li")).to_have_count(1)
        expect(ann.page.locator(".found li")).to_contain_text(name)
        yield f"{name[:5]} found"
    ann.page.locator("#adding").fill("")


def dearer(ann: Shopper, market: Market) -> Iterator[str]:
    """What costs more, what is kept for later, what is not sold, what was bought."""
    for product in market.place.products:
        market.edit(product, price="2345.67")
    expect(ann.page.locator(".line del")).to_have_count(2)
    ann.page.locator(".bar .primary").click()
    sees(ann, ".notice .primary")
    yield "issues"
    ann.page.locator(".notice .primary").click()
    expect(ann.page.locator(".line del")).to_have_count(0)
    ann.line(ARABIC).locator(".quiet").first.click()
    sees(ann, ".later .line")
    yield "later"
    for _ in range(2):
        ann.page.locator("#adding").fill(LONG)
        ann.page.locator("#adding").press("Enter")
        expect(ann.page.locator(".line.coming")).to_have_count(0)
    sees(ann, ".told[data-state=bad]")
    yield "refused"
    ann.page.locator(".bar .primary:not([aria-disabled=true])").click()
    ann.page.wait_for_url("**/sandbox/pay/**")
    ann.page.locator("button.primary").click()
    sees(ann, ".qr img")
    yield "receipt"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_on_a_shoppers_phone(
    open_window: Open, named: Market, watch: Watch, language: str
) -> None:
    watch.allow("status of 40")
    ann = Shopper(open_window(NARROW, language=language), named.trolley())
    names_are_well(ann.page, states(ann, named), *TURNING[language])


@pytest.fixture
def usernames() -> tuple[str, str]:
    """A long one, and one that turns what is around it; nobody else has them."""
    return f"{WORD[:92]}{secrets.token_hex(4)}", f"{secrets.randbelow(10**9)} {ARABIC}"


def trolleys(page: Page, *trolley_ids: str) -> Iterator[str]:
    for trolley_id in trolley_ids:
        page.goto(f"/trolley/{trolley_id}")
        expect(page.locator("main h2")).to_be_visible()
        yield trolley_id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_of_who_has_a_trolley(
    open_window: Open, named: Market, api: Api, usernames: tuple[str, str], language: str
) -> None:
    taken = [named.trolley() for _ in usernames]
    for trolley_id, username in zip(taken, usernames, strict=True):
        named.session(trolley_id, api.register(username))
    page = open_window(NARROW, language=language)
    turning = {"en": usernames[1:], "ar": usernames}
    names_are_well(page, trolleys(page, *taken), *turning[language])


def own_cart(page: Page) -> Iterator[str]:
    page.goto("/trolleys/cart/")
    expect(page.locator("#adding")).to_be_visible()
    yield "empty"
    for count, name in enumerate((WORD, ARABIC), 1):
        page.locator("#adding").fill(name[:60])
        page.locator(".found li button").first.click()
        expect(page.locator(".line:not(.coming)")).to_have_count(count)
    yield "filled"


@pytest.mark.usefixtures("named")
def test_long_names_in_an_own_cart(open_window: Open, api: Api, usernames: tuple[str, str]) -> None:
    for username in usernames:
        login = signed_in(api.register(username))
        page = open_window(NARROW, signed_in=login, language="ar")
        names_are_well(page, own_cart(page), username, WORD, ARABIC)
