"""The code for the gate renews itself, and is shown only while it is good for something."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.store.visiting import IN_CODE, OUT_CODE, TOKENS, Visitor
from tests.e2e.watch import Watch
from tests.integration.store.shop import Shop
from tools.browser.window import PHONE
from tools.devices.store.gates import ENTRY

PAGE = f"**{TOKENS}"


pytestmark = pytest.mark.usefixtures("open_store")


@pytest.fixture
def ann(open_window: Open, shop: Shop) -> Visitor:
    """Has the page open, whose time the test has in its hands."""
    customer = shop.customer()
    page = open_window(PHONE, signed_in=signed_in(customer.user), dark=True)
    page.clock.install()
    ann = Visitor(page, customer).arrive()
    expect(ann.code(IN_CODE)).to_be_visible()
    return ann


def becomes_another(ann: Visitor, image: str | None) -> None:
    expect(ann.page.locator(".code img")).not_to_have_attribute("src", image or "")


def test_renewed_before_it_ends(ann: Visitor) -> None:
    image = ann.code(IN_CODE).get_attribute("src")
    ann.page.clock.fast_forward(35_000)
    ann.page.wait_for_timeout(1200)  # nothing happens
    expect(ann.code(IN_CODE)).to_have_attribute("src", image or "")
    assert ann.tokens == 1
    ann.page.clock.fast_forward(17_000)
    becomes_another(ann, image)
    assert ann.tokens == 2
    ann.enter()
    ann.button("Leave").click()
    image = ann.code(OUT_CODE).get_attribute("src")
    ann.page.clock.fast_forward(52_000)
    becomes_another(ann, image)
    ann.leave()


def test_large_and_on_white_in_the_dark(ann: Visitor) -> None:
    box = ann.code(IN_CODE).bounding_box()
    assert box is not None
    assert box["width"] > 220
    assert box["width"] == box["height"]
    frame = ann.page.locator(".code")
    assert frame.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    axe(ann.page)


def test_while_nobody_looks_none_is_asked_for(ann: Visitor) -> None:
    image = ann.code(IN_CODE).get_attribute("src")
    ann.hide(True)
    ann.page.clock.fast_forward(120_000)
    ann.page.wait_for_timeout(1200)
    assert ann.tokens == 1
    ann.hide(False)
    becomes_another(ann, image)
    assert ann.tokens == 2
    ann.enter()


def test_what_has_begun_meanwhile_is_seen_by_whoever_comes_back(ann: Visitor, shop: Shop) -> None:
    ann.hide(True)
    shop.gates[ENTRY].scan(shop.code(ann.customer.user))
    ann.hide(False)
    ann.sees("In your cart")


def test_without_a_network_a_code_that_has_ended_is_not_shown(ann: Visitor, watch: Watch) -> None:
    watch.allow("net::ERR_")
    ann.page.context.set_offline(True)
    cut = ann.page.get_by_text("No connection. The code holds for a few more seconds.").first
    for _ in range(60):  # seconds that a code lives; some have gone by on a slow machine
        if cut.is_visible():
            break
        ann.page.clock.fast_forward(1000)
    expect(cut).to_be_visible()
    expect(ann.code(IN_CODE)).to_be_visible()
    axe(ann.page)
    ann.page.clock.fast_forward(12_000)
    ann.reads("No code without a connection.")
    expect(ann.code(IN_CODE)).to_have_count(0)
    axe(ann.page)
    ann.page.context.set_offline(False)
    expect(ann.code(IN_CODE)).to_be_visible()
    expect(ann.page.get_by_text("No connection.")).to_have_count(0)
    ann.enter()


def test_a_service_that_is_away_is_asked_again(ann: Visitor, watch: Watch) -> None:
    watch.allow("status of 503")
    ann.page.route(PAGE, lambda route: route.fulfill(status=503, json={"code": "unavailable"}))
    ann.page.clock.fast_forward(61_000)
    ann.reads("No connection. A new code comes as soon as there is one.")
    ann.page.unroute(PAGE)
    ann.page.clock.fast_forward(9_000)
    expect(ann.code(IN_CODE)).to_be_visible()


def test_a_refusal_is_said(ann: Visitor, watch: Watch) -> None:
    watch.allow("status of 403")
    refused = {"code": "incorrect_credentials", "title": "No"}
    ann.page.route(PAGE, lambda route: route.fulfill(status=403, json=refused))
    ann.page.reload()
    expect(ann.page.get_by_role("alert").filter(has_text="refused")).to_be_visible()
    axe(ann.page)
    ann.page.unroute(PAGE)
    ann.button("Try again").click()
    expect(ann.code(IN_CODE)).to_be_visible()


def test_a_clock_that_is_wrong_makes_no_difference(open_window: Open, shop: Shop) -> None:
    customer = shop.customer()
    page = open_window(PHONE, signed_in=signed_in(customer.user))
    page.clock.install(time=0)
    ben = Visitor(page, customer).arrive()
    expect(ben.code(IN_CODE)).to_be_visible()
    page.wait_for_timeout(3000)
    assert ben.tokens == 1


def test_a_phone_number_goes_along(ann: Visitor, shop: Shop) -> None:
    ann.page.get_by_text("Add a phone number (nobody has to)").click()
    field = ann.page.get_by_label("Phone number")
    field.fill("+49 170 1234567")
    before = ann.page.locator(".code img").get_attribute("src")
    field.blur()
    becomes_another(ann, before)
    ann.enter()
    scans = shop.listed("/edge/user-sessions/", ann.customer.user)
    assert scans[0]["phone_number"].endswith("567")
