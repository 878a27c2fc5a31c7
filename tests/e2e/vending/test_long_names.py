"""What people name: words of 120 letters break, and names in another script turn nothing around
them, on a customer's phone, at the board of operators and at the displays of the demo.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, names_are_well
from tests.e2e.vending.customer import PATIENT_MS
from tests.e2e.vending.desk import reviewed
from tests.e2e.vending.shop import Shop
from tests.e2e.vending.test_displays import Show, seen, show
from tests.e2e.vending.test_feedback import say
from tests.integration.machines.vendor import Stand

__all__ = ["show"]

#: Which names turn what is around them, by the language of the page.
TURNING = {"en": (ARABIC,), "ar": (WORD, ARABIC)}
BOARD = {  # its parts, and what shows that all is there
    "machines": "li.machine .machine-sales",
    "machine/{}": ".machine-cards .news li",
    "machine/{}/ledger": ".ledger > li",
    "machine/{}/events": "section > .news li",
    "machine/{}/settings": ".code img",
    "new/{}": ".step[data-done=true] bdi",
    "decide": ".case",
    "feedback": ".comment",
    "sent": ".sent",
    "usage": ".figures",
}


@pytest.fixture
def named(shop: Shop) -> tuple[Stand, Stand]:
    """Two machines: what one is called is where the other one stands."""
    return (
        shop.machine(name=ARABIC, location=WORD, stock=6),
        shop.machine(name=WORD, location=ARABIC, stock=6),
    )


def sees(page: Page, selector: str) -> None:
    expect(page.locator(selector).first).to_be_visible(timeout=PATIENT_MS)


def customers(page: Page, shop: Shop, stand: Stand) -> Iterator[str]:
    """What is sold out is filled, and bought; in whatever language it is."""
    page.goto("/vend/")
    sees(page, ".machine")
    yield "list"
    shop.call("POST", stand.path("/update-stock"), {"stock": 0})
    page.goto(f"/vend/{stand.machine_id}")
    sees(page, ".machines")
    yield "others"
    shop.call("POST", stand.path("/update-stock"), {"stock": 6})
    sees(page, "#code")
    yield "code"
    page.locator("#code").fill(stand.code_of_now())
    sees(page, ".quantity")
    yield "quantity"
    page.locator(".primary:not([aria-disabled=true])").click()
    page.wait_for_url("**/sandbox/pay/**")
    page.locator("button.primary").click()
    sees(page, ".feedback")
    yield "delivered"
    page.goto(page.locator("a[href*='/vend/receipt/']").first.get_attribute("href") or "")
    sees(page, ".facts")
    yield "receipt"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_on_a_customers_phone(
    open_window: Open, shop: Shop, named: tuple[Stand, Stand], language: str
) -> None:
    page = open_window(NARROW, language=language)
    at = ["en", "ar"].index(language)
    names_are_well(page, customers(page, shop, named[at]), *TURNING[language])


def boards(page: Page, stand: Stand) -> Iterator[str]:
    for part, sign in BOARD.items():
        page.goto(f"/edge/board/#/{part.format(stand.machine_id)}")
        sees(page, sign)
        yield part


@pytest.mark.timeout(120)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_at_the_board(
    open_window: Open, shop: Shop, named: tuple[Stand, Stand], language: str
) -> None:
    for stand, comment in zip(named, (WORD, ARABIC), strict=True):
        reviewed(shop, stand)
        say(stand, 1, comment)
        shop.call("POST", "/low-stock-alert", {"machineID": stand.machine_id, "Remaining": 4})
    page = open_window(NARROW, signed_in=shop.login, language=language)
    names_are_well(page, boards(page, named[0]), *TURNING[language])


def displays(page: Page, *stands: Stand) -> Iterator[str]:
    page.goto("/edge/demo/")
    for stand in stands:
        expect(seen(page, stand).locator(".code")).to_be_visible()
    yield "displays"
    for stand in stands:
        seen(page, stand).locator(".acts button").click()
        sees(page, "dialog img")
        yield f"code of {stand.machine_id}"
        page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_at_the_displays(
    open_window: Open, show: Show, named: tuple[Stand, Stand], language: str
) -> None:
    stands = [show(stand) for stand in named]
    page = open_window(NARROW, language=language)
    names_are_well(page, displays(page, *stands), *TURNING[language])
