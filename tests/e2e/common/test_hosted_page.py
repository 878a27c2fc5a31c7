"""The sandbox's hosted page, as a payer has it before them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from payments import Razorpay
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, reachable, readable, sampled
from tests.e2e.watch import Watch
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, Device
from tools.stack import plan

BACK = "/docs/?from=shop"
Pay = Callable[..., Page]


@pytest.fixture
def razorpay(stack: Stack) -> Razorpay:
    """The client that services of this suite would have."""
    return Razorpay.of(plan.payment_settings(stack.port, {}), public_url=stack.url)


@pytest.fixture
def arrive(open_window: Open, razorpay: Razorpay) -> Pay:
    """Opens the hosted page of a new order."""

    def open_it(device: Device = PHONE, back: str = BACK, **options: object) -> Page:
        order = razorpay.create_order(amount_minor=6002, currency="EUR", receipt="r")
        checkout = razorpay.checkout(order)
        page = open_window(device, **options)
        query = f"?return={back.replace('?', '%3F')}" if back else ""
        page.goto(f"{checkout.url}{query}")
        return page

    return open_it


def brought_back(page: Page) -> dict[str, str]:
    """Waits until the page has led back to the shop; what it has brought there."""
    page.wait_for_url(lambda url: urlsplit(url).path == "/docs/")
    return dict(parse_qsl(urlsplit(page.url).query, strict_parsing=True))


@pytest.mark.parametrize("dark", sampled([False, True], 1), ids=["light", "dark"].__getitem__)
@pytest.mark.parametrize("device", sampled([PHONE, TABLET], 1), ids=str)
@pytest.mark.parametrize("language", ["en-GB", "de-DE", "ar-EG"])
def test_it_fits_and_axe_finds_nothing(
    arrive: Pay, device: Device, dark: bool, language: str
) -> None:
    page = arrive(device, dark=dark, language=language)
    expect(page.get_by_role("button")).to_have_count(5)
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    fits_across(page)
    reachable(page)
    readable(page.locator("main"), 14)
    axe(page)


def test_it_fits_with_large_letters(arrive: Pay) -> None:
    page = arrive(Device("zoomed", 180, 370, mobile=False), language="de-DE")
    fits_across(page)
    reachable(page)


def test_a_payer_pays_and_is_led_back_with_a_proof(arrive: Pay, razorpay: Razorpay) -> None:
    page = arrive()
    expect(page.get_by_text("60.02 EUR")).to_be_visible()
    page.get_by_role("button", name="Pay", exact=True).click()
    brought = {name.removeprefix("razorpay_"): each for name, each in brought_back(page).items()}
    assert brought.pop("from") == "shop"
    razorpay.verify(**brought)
    assert razorpay.fetch_order(brought["order_id"]).status == "paid"


def test_by_keyboard_alone(arrive: Pay) -> None:
    page = arrive(TABLET)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Pay", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Decline")).to_be_focused()
    page.keyboard.press("Enter")
    assert brought_back(page) == {"from": "shop", "error": "declined"}


def test_without_a_shop_to_go_back_to_it_says_how_it_ended(arrive: Pay) -> None:
    page = arrive(back="")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("status")).to_have_text("The payment was declined.")
    axe(page)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("This order is paid.")
    axe(page)
    fits_across(page)


def test_a_tab_that_is_closed_learns_nothing(arrive: Pay, watch: Watch) -> None:
    watch.allow("status of 409")
    page = arrive()
    before = page.url
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Pay and close the tab").click()
    assert answer.value.status == 204
    assert page.url == before
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("This order is paid.")
    page.get_by_role("link", name="Back to the shop").click()
    assert brought_back(page) == {"from": "shop"}


def test_it_needs_no_script_and_leads_nowhere_else(
    open_window: Open, arrive: Pay, watch: Watch
) -> None:
    watch.allow("status of 400")
    page = arrive(scripts=False)
    page.get_by_role("button", name="Pay twice").click()
    assert "razorpay_signature" in brought_back(page)
    page = arrive(back="//evil.example/")
    expect(page.get_by_role("status")).to_have_text("This address cannot be read.")
    expect(page.get_by_role("button")).to_have_count(0)
