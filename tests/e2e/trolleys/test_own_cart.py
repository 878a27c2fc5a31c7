"""The cart of who is signed in, without a trolley."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import PHONE_ZOOMED, fits_across
from tests.e2e.trolleys.shopping import Shopper
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import PHONE as SMARTPHONE
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api, User
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, Device

PATH = "/trolleys/cart/"
WITHIN = 10.0  # seconds
Arrive = Callable[..., Shopper]


@pytest.fixture
def buyer(api: Api) -> User:
    return api.register()


@pytest.fixture
def arrive(open_window: Open, buyer: User) -> Arrive:
    """Opens the page as the buyer."""

    def open_one(device: Device = PHONE, **options: object) -> Shopper:
        page = open_window(device, signed_in=signed_in(buyer), **options)
        page.goto(PATH)
        expect(page.locator("#adding")).to_be_visible()
        return Shopper(page, "")

    return open_one


def units(market: Market, buyer: User) -> dict[str, int]:
    items = market.call("GET", "/api/cart/", user=buyer).json()["data"]["items"]
    return {each["product"]["name"]: each["quantity"] for each in items}


def badge(page: Page) -> str:
    return page.locator(".top .count").inner_text()


def test_filled_changed_and_paid(arrive: Arrive, market: Market, buyer: User) -> None:
    ann = arrive()
    ann.add(TEA, "Tea")
    ann.add(SMARTPHONE, "Smartphone XYZ")
    ann.button("One Tea more").click()
    ann.button("Keep Smartphone XYZ for later").click()
    expect(ann.sum).to_have_text("€9.00")
    wait_for(
        lambda: units(market, buyer) == {"Tea": 2, "Smartphone XYZ": 0}, WITHIN, "all is taken"
    )
    assert badge(ann.page) == "2"
    fits_across(ann.page)
    axe(ann.page)
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()
    axe(ann.page)
    assert units(market, buyer) == {}
    ann.button("Back to the cart").click()
    ann.sees("Nothing is in the cart yet.")


def test_what_is_wrong_is_told_before_a_payment_is_opened(
    arrive: Arrive, market: Market, buyer: User
) -> None:
    barcode = "2600000000014"
    soap = market.place.sell("Soap", "1.50", barcode=barcode, stock=4)
    ann = arrive()
    ann.add(barcode, "Soap")
    market.edit(soap, price="1.20")

    def changed() -> bool:
        issues = market.call("GET", "/api/cart/validate/", user=buyer).json()["data"]
        return not issues["valid"]

    wait_for(changed, WITHIN, "the cart knows of the price")
    asked: list[str] = []
    ann.page.on("request", lambda each: asked.append(each.url))
    ann.button("Pay").click()
    ann.sees("Soap: Price decreased by €0.30.")
    assert not [url for url in asked if "/checkout/" in url]
    axe(ann.page)
    ann.button("Put it right").click()
    expect(ann.sum).to_have_text("€1.20")


def test_two_windows_share_it(arrive: Arrive, market: Market) -> None:
    ann, other = arrive(), arrive(PHONE_ZOOMED, dark=True)
    ann.add(TEA, "Tea")
    other.add(SMARTPHONE, "Smartphone XYZ")
    ann.page.reload()
    expect(ann.lines).to_have_count(2)
    fits_across(other.page)
    axe(other.page)


def test_declined_and_without_a_network(
    arrive: Arrive, market: Market, buyer: User, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    ann = arrive()
    ann.page.context.set_offline(True)
    ann.type(TEA)
    ann.sees("1 thing is kept here and goes into the cart as soon as that works.")
    ann.page.context.set_offline(False)
    expect(ann.line("Tea")).to_be_visible()
    assert units(market, buyer) == {"Tea": 1}
    ann.pay("Decline")
    ann.sees("The payment was declined. Nothing was charged.")
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


def test_who_is_not_signed_in_is_asked_to(open_window: Open, buyer: User) -> None:
    page = open_window(PHONE)
    page.goto(PATH)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    axe(page)
    page.get_by_label("Username").fill(buyer.username)
    page.get_by_label("Password").fill(buyer.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_payment_whose_answer_is_lost_is_found_by_the_next_tap(
    arrive: Arrive, market: Market, buyer: User, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    ann = arrive()
    ann.add(TEA, "Tea")
    keys: list[str] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    ann.page.route("**/api/cart/checkout/", lose_the_first)
    ann.button("Pay").click()
    expect(ann.page.locator(".toast")).to_contain_text("No connection.")
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()
    assert len(set(keys)) == 1
    assert units(market, buyer) == {}
