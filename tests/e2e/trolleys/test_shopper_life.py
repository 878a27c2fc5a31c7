"""What happens to a visit: it runs out, staff end it, the network breaks."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.trolleys.shopping import TOLD_WITHIN, WITHIN, Shopper, played
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import PHONE as SMARTPHONE
from tests.integration.trolleys.market import TEA, Market
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import PHONE

RUN_OUT = (
    "UPDATE trolleys_session SET alive_until = now() - interval '1 second' WHERE session_id = %s"
)
RUNS_OUT = (
    "UPDATE trolleys_session SET alive_until = now() + interval '9 seconds' WHERE session_id = %s"
)
HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
PAUSED = "This visit has paused"


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    """What Chromium itself writes about what is tried here."""
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")


@pytest.fixture
def ann(open_window: Open, market: Market) -> Shopper:
    """Has tea in the cart."""
    ann = Shopper(open_window(PHONE), market.trolley()).arrive().start()
    ann.add(TEA, "Tea")
    return ann


def test_a_visit_runs_out_and_goes_on(ann: Shopper, market: Market, stack: Stack) -> None:
    stack.sql("trolleys", RUN_OUT, ann.session_id)
    expect(ann.heading(PAUSED)).to_be_visible()
    ann.is_focused(PAUSED)
    ann.sees("Your cart is kept until")
    axe(ann.page)
    ann.button("Go on shopping").click()
    expect(ann.line("Tea")).to_be_visible()
    ann.add(SMARTPHONE, "Smartphone XYZ")
    assert ann.units(market) == {"Tea": 1, "Smartphone XYZ": 1}


def test_what_cannot_be_checked_is_said_while_it_cannot(ann: Shopper, stack: Stack) -> None:
    note = ann.page.get_by_text("Prices and stock cannot be checked just now.")

    def said() -> bool:
        """Each process keeps products for a while."""
        ann.page.reload()
        expect(ann.line("Tea")).to_be_visible()
        return note.is_visible()

    with stack.without("products-http"):
        wait_for(said, WITHIN, "the cart says that nothing can be checked")
        axe(ann.page)
    wait_for(lambda: not said(), WITHIN, "the cart is as ever")


def test_a_visit_that_ran_out_is_somebody_elses_by_now(
    ann: Shopper, market: Market, stack: Stack
) -> None:
    stack.sql("trolleys", RUN_OUT, ann.session_id)
    expect(ann.heading(PAUSED)).to_be_visible()
    market.session(ann.trolley_id)
    ann.button("Go on shopping").click()
    ann.sees("This trolley is already in use. Please take another one.")


def test_what_is_near_its_end_counts_down_while_nobody_looks(ann: Shopper, stack: Stack) -> None:
    ann.page.evaluate(HIDE, True)
    stack.sql("trolleys", RUNS_OUT, ann.session_id)
    expect(ann.page.get_by_role("timer")).to_contain_text("Are you still there?")
    expect(ann.page).to_have_title(re.compile("Are you still there"))
    axe(ann.page)
    ann.page.evaluate(HIDE, False)
    expect(ann.page.get_by_role("timer")).to_have_count(0)
    expect(ann.page).to_have_title(re.compile("Your trolley"))


def test_staff_release_it_and_the_phone_knows_within_a_second(ann: Shopper, market: Market) -> None:
    path = f"/api/trolleys/{ann.trolley_id}/force-unassign"
    assert market.post(path, {}, user=market.operator).status_code == 200
    began = time.monotonic()
    ended = ann.heading("The staff have ended this visit.")
    expect(ended).to_be_visible(timeout=2 * TOLD_WITHIN * 1000)
    assert time.monotonic() - began < TOLD_WITHIN
    axe(ann.page)
    ann.button("Start a new visit").click()
    expect(ann.button("Start shopping")).to_be_visible()


def test_what_is_scanned_without_a_network_arrives_once(ann: Shopper, market: Market) -> None:
    ann.page.context.set_offline(True)
    for _ in range(2):
        ann.type(TEA)
    ann.type(SMARTPHONE)
    ann.sees("3 things are kept here and go into the cart as soon as that works.")
    axe(ann.page)
    ann.page.context.set_offline(False)
    expect(ann.line("Smartphone XYZ")).to_be_visible()
    ann.wait_units(market, {"Tea": 3, "Smartphone XYZ": 1})
    expect(ann.page.get_by_text("No connection.")).to_have_count(0)


def test_a_page_that_is_closed_without_a_network_keeps_what_was_scanned(
    ann: Shopper, market: Market
) -> None:
    ann.page.context.set_offline(True)
    ann.type(SMARTPHONE)
    ann.sees("1 thing is kept here")
    ann.page.close()
    ann.page.context.set_offline(False)
    ann.page = ann.page.context.new_page()
    ann.arrive()
    expect(ann.line("Smartphone XYZ")).to_be_visible()
    ann.wait_units(market, {"Tea": 1, "Smartphone XYZ": 1})


def test_an_answer_that_is_lost_adds_once(ann: Shopper, market: Market) -> None:
    keys: list[str] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    ann.page.route(re.compile("/api/cart/add/"), lose_the_first)
    ann.type(TEA)
    ann.wait_units(market, {"Tea": 2})
    expect(ann.page.locator(".coming")).to_have_count(0)
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert ann.units(market) == {"Tea": 2}


def test_the_trolleys_network_loses_and_doubles_nothing(
    ann: Shopper, market: Market, stack: Stack
) -> None:
    key = market.key(ann.trolley_id)
    with played(stack.port, ann.trolley_id, key) as machine:
        machine.play(f"scan {SMARTPHONE} 2\noffline 1\nscan {SMARTPHONE}\nsettle")
        assert len(machine.results) == 3
    expect(ann.line("Smartphone XYZ").get_by_role("status")).to_have_text("3")
    assert ann.units(market) == {"Tea": 1, "Smartphone XYZ": 3}
