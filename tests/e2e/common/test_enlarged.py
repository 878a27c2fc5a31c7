"""200 % zoom at 360 px, by the browser and by large letters: the first look at every page.

What comes after it is looked at by the walks through each place's states (`stays_whole` there).
"""

from __future__ import annotations

import pytest
from payments import Razorpay
from playwright.sync_api import Page, expect

from suite import registry
from tests.e2e.conftest import Open
from tests.e2e.enlarged import ZOOMED, seen_at, stays_whole
from tests.e2e.looks import reachable, sampled
from tests.e2e.watch import Watch
from tests.support.stack import Stack
from tools.browser.window import PHONE
from tools.stack import plan

SCREENS = [screen.path for screen in registry.screens()]
LOST = (
    *("/t/2222-2222/", f"/t/{'0' * 40}/", "/trolley/NOPE/", "/vend/NOPE/"),
    "/vend/receipt/0f8fad5b-d9cb-469f-a165-70867728950e/",
)
NOWHERE = ("/nonsense", "/orders/nonsense/", "/edge/nonsense/", "/internal/x")
WIDE = """<!doctype html><html dir="{}"><meta name="viewport" content="width=device-width">
<p>So wide as there is room</p><p id="wide" style="inline-size: 300px">Wider</p>"""
DRAWN = "main :is(a:not(.brand), button, input, select):visible"


def shown(page: Page, path: str) -> None:
    """Open a page, and wait for something that can be pressed there."""
    page.goto(path)
    expect(page.locator(DRAWN).first).to_be_visible()


def whole_and_within_reach(page: Page) -> None:
    stays_whole(page)
    with seen_at(page, ZOOMED):
        reachable(page)


@pytest.mark.parametrize("path", ["/", *SCREENS, *LOST])
@pytest.mark.parametrize("language", sampled(["de-DE", "ar", "en-GB"], 1))
def test_every_page_at_200_percent(
    open_window: Open, watch: Watch, path: str, language: str
) -> None:
    watch.allow("status of 404")
    page = open_window(PHONE, language=language)
    shown(page, path)
    whole_and_within_reach(page)


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize("language", sampled(["de-DE", "ar", "en-GB"], 1))
def test_errors_at_200_percent(open_window: Open, watch: Watch, path: str, language: str) -> None:
    watch.allow("status of 404")
    page = open_window(PHONE, language=language)
    shown(page, path)
    whole_and_within_reach(page)


def test_the_hosted_page_of_payments_at_200_percent(open_window: Open, stack: Stack) -> None:
    provider = Razorpay.of(plan.payment_settings(stack.port, {}), public_url=stack.url)
    order = provider.create_order(amount_minor=123456789, currency="EUR", receipt="r")
    page = open_window(PHONE, language="de-DE")
    hosted = provider.checkout(order).url
    assert hosted is not None
    shown(page, hosted)
    whole_and_within_reach(page)


@pytest.mark.parametrize("service", sampled(registry.names(), 1))
def test_the_documents_of_a_service_at_200_percent(open_window: Open, service: str) -> None:
    page = open_window(PHONE, language="de-DE")
    page.goto(f"/{service}/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    expect(page.get_by_role("link", name="API-Dokumentation")).to_have_attribute("href", "/docs/")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_what_is_too_wide_is_told_alone(open_window: Open, direction: str) -> None:
    """A page from right to left is scrolled to its end then."""
    page = open_window(PHONE)
    page.set_content(WIDE.format(direction))
    with pytest.raises(AssertionError) as problem:
        stays_whole(page)
    [_, told] = str(problem.value).splitlines()
    assert told.startswith("zoom: wider than the window: ")
    assert '<p id="wide"' in told
