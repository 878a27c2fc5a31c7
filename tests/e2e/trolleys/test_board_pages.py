"""Every part of the board by the rules of accessibility: on both devices, light and dark, enlarged,
from right to left, by keyboard alone; and how one comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import isolated, stays_whole
from tests.e2e.logins import signed_in
from tests.e2e.looks import (
    PHONE_ZOOMED,
    TABLET_ZOOMED,
    fits_across,
    focus,
    press,
    reachable,
    sampled,
)
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.boards import GIN, Board, approval, session, visit
from tests.e2e.trolleys.test_board_trolleys import receipt_code
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, Device

PARTS = ("trolleys", "waiting", "exit", "visits", "usage", "fleet", "rules")
LOOKS = [(PHONE, False), (TABLET, True), (PHONE, True), (TABLET, False)]  # and whether it is dark
MOST = 100_000  # bytes that the first look at the board may cost, without images
PASSWORD = re.compile("^Password")


@pytest.fixture(scope="module")
def busy(market: Market, api: Api) -> Market:
    """A market in which something of each kind happens."""
    busy = boards.opened(api, market.operator)
    receipt_code(busy)
    boards.rules(busy, spot_check_percent=100, cash=True)
    _, checked = visit(busy, TEA)
    busy.post("/api/session/checkout", {"session_id": checked})
    boards.rules(busy, spot_check_percent=0)
    _, payer = visit(busy, TEA)
    busy.post("/api/session/checkout", {"session_id": payer, "provider": "cash"})
    _, lost = visit(busy, TEA, user=api.register())
    boards.wait_for_help(busy, lost)
    visit(busy, GIN)
    busy.post(f"/api/trolleys/{busy.trolley()}/reserve", {}, user=api.register())
    busy.trolley()
    busy.trolley(is_active=False)
    return busy


def looked_at(page: Page, market: Market) -> Iterator[str]:
    """Goes through all parts and dialogs of the board, and says where it is."""
    board = Board(page, market).arrive()
    for part in PARTS:
        page.locator(f".tabs a[href$='/{part}']").click()
        expect(page.locator(f".tabs a[href$='/{part}']")).to_have_attribute("aria-current", "page")
        expect(page.locator(".view .waiting")).to_have_count(0)
        yield part
    page.locator(".tabs a[href$='/waiting']").click()
    page.locator(".wait", has=page.locator("h3")).filter(has_text="3").first.wait_for()
    page.locator(".queue .acts button").nth(0).click()
    expect(board.dialog).to_be_visible()
    yield "check"
    page.keyboard.press("Escape")
    page.locator(".tabs a[href$='/trolleys']").click()
    page.locator(".release").first.click()
    expect(board.dialog).to_be_visible()
    yield "release"


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("device", "dark"), sampled(LOOKS, 1), ids=str)
def test_every_part(open_window: Open, busy: Market, device: Device, dark: bool) -> None:
    login = signed_in(busy.operator, "operator")
    page = open_window(device, dark=dark, signed_in=login)
    broken = []
    for state in looked_at(page, busy):
        try:
            fits_across(page)
            axe(page)
            stays_whole(page)
            isolated(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("device", sampled([PHONE_ZOOMED, TABLET_ZOOMED], 1), ids=str)
def test_who_zooms_reaches_everything(open_window: Open, busy: Market, device: Device) -> None:
    page = open_window(device, signed_in=signed_in(busy.operator, "operator"))
    for _ in looked_at(page, busy):
        fits_across(page)
        reachable(page)


@pytest.mark.timeout(120)
def test_right_to_left(open_window: Open, busy: Market) -> None:
    login = signed_in(busy.operator, "operator")
    page = open_window(PHONE, language="ar", signed_in=login)
    for state in looked_at(page, busy):
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        fits_across(page)
        if state == "trolleys":
            head = page.locator(".trolley-head").first
            name, status = head.locator("h3").bounding_box(), head.locator(".badge").bounding_box()
            assert name is not None
            assert status is not None
            assert name["x"] > status["x"]


def test_by_keyboard_alone(open_window: Open, market: Market, api: Api) -> None:
    own = boards.opened(api, market.operator)
    trolley, adult = visit(own, GIN)
    page = open_window(TABLET, signed_in=signed_in(own.place.owner))
    board = Board(page, own).arrive()
    press(page, page.locator(".tabs a[href$='/waiting']"))
    expect(page.locator("#part")).to_be_focused()
    press(page, page.get_by_role("button", name=f"{trolley}: Age 18: Gin – Old enough"))
    board.sees()
    assert approval(own, adult) == "approved"
    press(page, page.locator(".tabs a[href$='/trolleys']"))
    button = page.get_by_role("button", name=f"Force unassign {trolley}")
    press(page, button)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    press(page, board.dialog.get_by_role("button", name="Force unassign"))
    expect(board.card(trolley)).to_contain_text("Available")
    assert session(own, adult)["ended_by"] == "staff"
    focus(page, page.get_by_role("button", name="Sign out"))


def test_the_first_look_is_light(open_window: Open, busy: Market) -> None:
    page = open_window(PHONE, signed_in=signed_in(busy.place.owner))
    weight = Weight(page)
    Board(page, busy).arrive()
    page.wait_for_load_state("networkidle")
    assert 0 < weight.total <= MOST, weight.table()


def test_staff_sign_in_see_their_place_and_sign_out(
    open_window: Open, busy: Market, watch: Watch
) -> None:
    watch.allow("status of 403")
    owner, page = busy.place.owner, open_window(PHONE)
    page.goto("/trolleys/board/")
    page.get_by_label("Username").fill(owner.username)
    page.get_by_label(PASSWORD).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Username or password is wrong.")).to_be_visible()
    axe(page)
    page.get_by_label(PASSWORD).fill(owner.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".fleet > li").first).to_be_visible()
    assert page.url.endswith(f"#/{busy.place.location_id}/trolleys")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Username")).to_be_visible()
    expect(page.locator(".fleet")).to_have_count(0)


def test_in_a_demo_one_click_leads_to_the_board(
    open_window: Open, busy: Market, stack: Stack
) -> None:
    stack.manage("verification", "seed_admin")  # as a demo does
    page = open_window(TABLET)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Trolley board")).click()
    expect(page.locator(".top .status")).to_have_attribute("data-kind", "live")
    place = page.get_by_label("Choose a place")
    assert place.locator("option").count() > 1
    expect(page.locator(".fleet > li").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in as admin")).to_be_visible()
    assert urlsplit(page.url).fragment != "demo"
    axe(page)


def test_in_a_demo_one_click_leads_to_an_own_cart(open_window: Open, api: Api) -> None:
    account = {"username": "john_doe", "password": "john_doe-demo", "email": "john@example.org"}
    name = {"first_name": "John", "last_name": "Doe"}
    api.post("/verification/register/", {**account, **name})  # the demo's, which is not here
    page = open_window(PHONE)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Your own cart")).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_text("john_doe", exact=True)).to_be_visible()


def test_in_a_demo_whoever_goes_on_to_another_role_has_it(
    open_window: Open, busy: Market, stack: Stack, api: Api
) -> None:
    stack.manage("verification", "seed_admin")
    page = open_window(PHONE, signed_in=signed_in(api.register()))
    page.goto("/trolleys/board/#demo")
    expect(page.locator(".top .status")).to_have_attribute("data-kind", "live")
