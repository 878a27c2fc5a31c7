"""A tablet's clock is wrong, or is set while the panel is open: times go by the server's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Staff
from tests.support.api import Api, User
from tools.browser.window import TABLET

# Date is `shift` milliseconds beside the true time; performance.now() goes on, as in a browser.
MOVABLE = """
    const Real = Date;
    window.shift = %d;
    window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + window.shift); }
        static now() { return Real.now() + window.shift; }
    };
"""
MINUTE = 60_000  # milliseconds
YOUNG = re.compile(r"^\s*0:\d\d\s*$")  # less than a minute


@pytest.fixture
def owner(api: Api) -> User:
    """Of this test alone: a page whose clock jumps renews the login, and uses up the old one."""
    return api.register()


def panel(open_window: Open, cafe: Cafe, shift: int) -> Page:
    """The panel on a device whose clock is so many milliseconds fast."""
    page = open_window(TABLET, signed_in=cafe.login)
    page.add_init_script(MOVABLE % shift)
    Staff(page).arrive()
    return page


def set_clock(page: Page, shift: int) -> None:
    """Set the device's clock; the page asks the server for the time by itself."""
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.evaluate("(shift) => { window.shift = shift; }", shift)


def goes_on(age: Locator) -> None:
    """The age is written anew, and is still less than a minute."""
    expect(age).not_to_have_text(age.inner_text())
    expect(age).to_have_text(YOUNG)


@pytest.mark.parametrize("shift", [-20 * MINUTE, 120 * MINUTE])
def test_a_clock_that_is_set_right_makes_nothing_late(
    open_window: Open, cafe: Cafe, table: str, shift: int
) -> None:
    page = panel(open_window, cafe, shift)
    cafe.order(table, "Espresso")
    age = Staff(page).card("Table 2").locator(".ticket-time")
    expect(age).to_have_text(YOUNG)
    set_clock(page, 0)
    goes_on(age)
    expect(Staff(page).card("Table 2")).not_to_have_attribute("data-level", re.compile("late"))


def test_a_clock_that_is_set_wrong_makes_nothing_late(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = panel(open_window, cafe, 0)
    cafe.order(table, "Espresso")
    age = Staff(page).card("Table 2").locator(".ticket-time")
    expect(age).to_have_text(YOUNG)
    set_clock(page, 120 * MINUTE)
    goes_on(age)


def test_the_time_is_asked_again_when_the_panel_is_shown(open_window: Open, cafe: Cafe) -> None:
    page = panel(open_window, cafe, 0)
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_fast_clock_does_not_hide_what_was_cancelled_just_now(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    order = cafe.order(table, "Espresso")
    cafe.move(order["id"], "cancelled", reason="Sold out")
    page = panel(open_window, cafe, 20 * MINUTE)
    expect(Staff(page).card("Table 2")).to_contain_text("Cancelled: Sold out")


def test_what_is_served_leaves_the_board_though_the_clock_went_back(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = panel(open_window, cafe, 0)
    order = cafe.order(table, "Espresso")
    cafe.move(order["id"], "accepted", "preparing", "ready")
    staff = Staff(page)
    staff.step("Table 2", "Serve")
    set_clock(page, -120 * MINUTE)
    expect(staff.card("Table 2")).to_have_count(0)
