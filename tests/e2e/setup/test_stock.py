"""The stock of a product in the set-up: what comes, what is lost, what is counted, and by whom."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import PHONE_ZOOMED, TABLET_ZOOMED, fits_across, press, reachable, sampled
from tests.e2e.watch import Watch
from tests.support.api import answer
from tests.support.ledger import units_held
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, Device

CAKE = "Carrot cake"
WRITES = re.compile("/products/(stock|edit)/")


@pytest.fixture
def cake(cafe: Cafe) -> int:
    """A cake of which twelve are there."""
    cafe.staff(f"/products/edit/{cafe.menu[CAKE]}/", product={"stock": 12})
    return cafe.menu[CAKE]


def opened(page: Page, cafe: Cafe, *, title: str = "Stock") -> Page:
    """The stock sheet of the cake, with its movements."""
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu[CAKE]}-stock")
    expect(page.get_by_role("heading", name=f"{title}: {CAKE}")).to_be_focused()
    expect(page.locator(".movements li").first).to_be_visible()
    return page


@pytest.fixture
def sheet(open_window: Open, cafe: Cafe, cake: int) -> Page:
    """The owner at the stock of the cake."""
    return opened(open_window(TABLET, signed_in=cafe.login), cafe)


def card(page: Page) -> Locator:
    return page.locator("li.dish").filter(has_text=CAKE)


def movements(page: Page) -> Locator:
    return page.get_by_role("region", name="Movements")


def newest(page: Page) -> Locator:
    return movements(page).get_by_role("listitem").first


def turn(page: Page, kind: str) -> None:
    page.get_by_role("button", name=kind, exact=True).click()


def deliver(page: Page, units: str, note: str = "") -> None:
    turn(page, "Delivery")
    page.get_by_label("How many came?").fill(units)
    page.get_by_label("Delivery note").fill(note)
    page.get_by_role("button", name="Add to the stock").click()


def count(page: Page, units: str) -> None:
    turn(page, "Count")
    page.get_by_label("How many are there?").fill(units)
    page.get_by_role("button", name="Save the count").click()


def stock(cafe: Cafe) -> Any:
    return answer(cafe.api.get(f"/products/get/{cafe.menu[CAKE]}/"))["stock"]


def kinds(cafe: Cafe) -> list[str]:
    """The movements of the cake as the service has them, newest first."""
    found = cafe.staff_get(f"/products/movements/{cafe.menu[CAKE]}/")
    return [f"{each['kind']} {each['change']}" for each in found]


def written(page: Page) -> AbstractContextManager[Any]:
    return page.expect_response(WRITES)


def test_from_the_card_to_the_sheet(open_window: Open, cafe: Cafe, cake: int) -> None:
    page = open_window(PHONE, signed_in=cafe.login)
    page.goto("/locations/setup/")
    card(page).get_by_role("link", name=f"12 in stock: {CAKE}").click()
    expect(page.get_by_role("heading", name=f"Stock: {CAKE}")).to_be_focused()
    page.get_by_role("link", name="Menu").first.click()
    expect(card(page)).to_be_visible()
    card(page).get_by_role("link", name=CAKE, exact=True).click()
    page.get_by_role("link", name="Stock: 12", exact=True).click()
    expect(page.get_by_role("heading", name=f"Stock: {CAKE}")).to_be_focused()


def test_a_delivery_and_its_author(sheet: Page, cafe: Cafe) -> None:
    deliver(sheet, "24", "note 7")
    expect(card(sheet)).to_contain_text("36 in stock")
    expect(newest(sheet)).to_contain_text(re.compile(r"Delivery\s*\+24\s*then 36\s*.*note 7"))
    expect(newest(sheet)).to_contain_text("Ada Example")
    expect(sheet.get_by_label("How many came?")).to_have_value("")
    assert (stock(cafe), kinds(cafe)) == (36, ["delivery 24", "stock_taking 12"])


def test_a_loss_needs_a_reason(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 400")
    turn(sheet, "Loss")
    units, lose = sheet.get_by_label("How many are lost?"), sheet.get_by_text("Take off the stock")
    units.fill("3")
    lose.click()
    expect(sheet.get_by_label("Why?")).to_be_focused()
    sheet.get_by_role("button", name="broken").click()
    lose.click()
    expect(newest(sheet)).to_contain_text(re.compile(r"Loss\s*−3\s*then 9\s*.*broken"))
    units.fill("10")
    sheet.get_by_role("button", name="expired").click()
    lose.click()
    expect(units).to_have_accessible_description(re.compile("not there any more"))
    axe(sheet)
    assert (stock(cafe), kinds(cafe)[0]) == (9, "loss -3")


def test_a_count_says_what_differs(sheet: Page, cafe: Cafe) -> None:
    turn(sheet, "Count")
    sheet.get_by_label("How many are there?").fill("9")
    expect(sheet.get_by_text("3 fewer than are written here.")).to_be_visible()
    with written(sheet):
        sheet.get_by_role("button", name="Save the count").click()
    expect(newest(sheet)).to_contain_text(re.compile(r"Stock-taking\s*−3\s*then 9"))
    assert (stock(cafe), kinds(cafe)[0]) == (9, "stock_taking -3")


def test_fewer_than_are_reserved_is_asked_once(
    sheet: Page, cafe: Cafe, cake: int, stack: Stack
) -> None:
    units_held(stack, cake, 2)
    opened(sheet, cafe)
    sheet.reload()
    expect(card(sheet)).to_contain_text("12 in stock · 2 reserved · 10 available")
    count(sheet, "1")
    asked = sheet.get_by_role("dialog", name="Fewer than are reserved")
    expect(asked).to_contain_text("2 units are reserved")
    axe(sheet)
    asked.get_by_role("button", name="Cancel").click()
    expect(sheet.get_by_role("alert").filter(has_text="Nothing was saved.")).to_be_visible()
    assert stock(cafe) == 12
    sheet.get_by_role("button", name="Save the count").click()
    asked.get_by_role("button", name="Save it all the same").click()
    expect(card(sheet)).to_contain_text("1 in stock")
    expect(card(sheet)).to_contain_text("Sold out")
    assert (stock(cafe), kinds(cafe)[0]) == (1, "stock_taking -11")


def test_nobody_counts_and_counts_again(sheet: Page, cafe: Cafe) -> None:
    sheet.get_by_role("button", name="Count no longer").click()
    asked = sheet.get_by_role("dialog", name="Count no longer?")
    with written(sheet):
        asked.get_by_role("button", name="Count no longer").click()
    expect(sheet.get_by_text("Nobody counts this product")).to_be_visible()
    expect(newest(sheet)).to_contain_text("Counting ended")
    axe(sheet)
    assert stock(cafe) is None
    sheet.get_by_label("How many are there?").fill("5")
    sheet.get_by_role("button", name="Save the count").click()
    expect(card(sheet)).to_contain_text("Low stock")
    assert stock(cafe) == 5


def test_two_tabs_that_add_lose_nothing(
    sheet: Page, cafe: Cafe, open_window: Open, watch: Watch
) -> None:
    other = opened(open_window(TABLET, signed_in=cafe.login), cafe)
    deliver(sheet, "5")
    expect(card(sheet)).to_contain_text("17 in stock")
    expect(card(other)).to_contain_text("12 in stock")
    deliver(other, "3")
    expect(card(other)).to_contain_text("20 in stock")
    assert kinds(cafe) == ["delivery 3", "delivery 5", "stock_taking 12"]


def test_a_count_never_hides_a_sale(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 409")
    cafe.staff(f"/products/stock/{cafe.menu[CAKE]}/", change=-2, reference="dropped")
    count(sheet, "11")
    expect(sheet.get_by_role("alert").filter(has_text="changed meanwhile")).to_be_visible()
    expect(sheet.get_by_text("1 more than is written here.")).to_be_visible()
    expect(sheet.get_by_label("How many are there?")).to_have_value("11")
    assert stock(cafe) == 10
    with written(sheet):
        sheet.get_by_role("button", name="Save the count").click()
    expect(newest(sheet)).to_contain_text(re.compile(r"Stock-taking\s*\+1\s*then 11"))


def lost(route: Route) -> None:
    """The service does what is asked, and nobody hears of it."""
    route.fetch()
    route.abort()


def test_a_lost_answer_doubles_no_delivery(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("net::ERR_")
    sheet.route(WRITES, lost)
    deliver(sheet, "24", "note 7")
    expect(sheet.get_by_role("alert").filter(has_text="What you wrote is kept.")).to_be_visible()
    expect(sheet.get_by_label("How many came?")).to_have_value("24")
    assert stock(cafe) == 36
    sheet.unroute_all()
    sheet.get_by_role("button", name="Add to the stock").click()
    expect(card(sheet)).to_contain_text("36 in stock")
    expect(movements(sheet).get_by_role("listitem")).to_have_count(2)
    assert (stock(cafe), kinds(cafe)) == (36, ["delivery 24", "stock_taking 12"])


def test_a_lost_answer_doubles_no_count(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("net::ERR_")
    sheet.route(WRITES, lost)
    count(sheet, "9")
    expect(sheet.get_by_role("alert").filter(has_text="What you wrote is kept.")).to_be_visible()
    cafe.staff(f"/products/stock/{cafe.menu[CAKE]}/", change=-2, reference="dropped")
    sheet.unroute_all()
    sheet.get_by_role("button", name="Save the count").click()
    expect(card(sheet)).to_contain_text("7 in stock")
    assert (stock(cafe), kinds(cafe)[:2]) == (7, ["loss -2", "stock_taking -3"])


def test_offline_nothing_is_lost(sheet: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("net::ERR_")
    sheet.context.set_offline(True)
    deliver(sheet, "6")
    expect(sheet.get_by_role("alert").filter(has_text="No connection.")).to_be_visible()
    sheet.get_by_role("link", name="Staff", exact=True).click()
    sheet.get_by_role("dialog").get_by_role("button", name="Stay here").click()
    expect(sheet.get_by_label("How many came?")).to_have_value("6")
    sheet.context.set_offline(False)
    sheet.get_by_role("button", name="Add to the stock").click()
    expect(card(sheet)).to_contain_text("18 in stock")
    assert kinds(cafe) == ["delivery 6", "stock_taking 12"]


def test_older_movements_come_a_hundred_at_a_time(sheet: Page, cafe: Cafe) -> None:
    for _ in range(101):
        cafe.staff(f"/products/stock/{cafe.menu[CAKE]}/", change=1)
    opened(sheet, cafe)
    sheet.reload()
    rows = movements(sheet).get_by_role("listitem")
    expect(rows).to_have_count(100)
    cafe.staff(f"/products/stock/{cafe.menu[CAKE]}/", change=-7, reference="meanwhile")
    sheet.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(102)
    expect(sheet.get_by_role("button", name="Show more")).to_have_count(0)
    expect(rows.last).to_contain_text("Stock-taking")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("dark", sampled([False, True], 1), ids=["light", "dark"].__getitem__)
def test_the_sheet_fits_a_phone(
    open_window: Open, cafe: Cafe, cake: int, stack: Stack, language: str, dark: bool
) -> None:
    units_held(stack, cake, 8)
    page = open_window(PHONE, signed_in=cafe.login, language=language, dark=dark)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cake}-stock")
    expect(page.locator(".movements li")).to_have_count(1)
    fits_across(page)
    axe(page)
    reachable(page)
    page.locator(".back").click()
    expect(card(page).locator(".badge svg")).to_be_visible()
    fits_across(page)
    axe(page)


@pytest.mark.parametrize("device", sampled([PHONE_ZOOMED, TABLET_ZOOMED], 1), ids=str)
def test_who_zooms_reaches_the_sheet(
    open_window: Open, cafe: Cafe, cake: int, device: Device
) -> None:
    page = opened(open_window(device, signed_in=cafe.login, language="de"), cafe, title="Bestand")
    for kind in ("Verlust", "Zählung", "Lieferung"):
        turn(page, kind)
        fits_across(page)
        reachable(page)


def test_with_a_keyboard_only(sheet: Page, cafe: Cafe) -> None:
    press(sheet, sheet.get_by_role("button", name="Loss", exact=True), "Space")
    press(sheet, sheet.get_by_label("How many are lost?"))
    sheet.keyboard.type("2")
    press(sheet, sheet.get_by_role("button", name="spoiled"), "Space")
    press(sheet, sheet.get_by_role("button", name="Take off the stock"))
    expect(newest(sheet)).to_contain_text(re.compile(r"Loss\s*−2\s*then 10\s*.*spoiled"))
    assert kinds(cafe)[0] == "loss -2"
