"""A page whose modules do not start says so, tries again once by itself, and offers to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from suite import registry
from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Staff
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET

PAGES = [screen.path for screen in registry.screens() if screen.path != registry.DOCUMENTATION.path]
APP = re.compile(r"/app\.[^/]*js$")
SHEET = re.compile(r"\.css(\?again)?$")
LATE = re.compile(r"/orders/panel/app/.*dialogs\.js(\?again=\d+)?$")
NOT_LOADED = "This page has not loaded completely."
TOO_OLD = "This browser is too old for this page."


@pytest.fixture(autouse=True)
def broken_modules(watch: Watch) -> None:
    watch.allow("net::ERR_", "Unexpected token", "status of 40", "WebSocket connection to")


def losing(page: Page, pattern: re.Pattern[str], times: int) -> list[str]:
    """The next requests there fail; returns all that are made."""
    asked: list[str] = []

    def handle(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > times:
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route(pattern, handle)
    return asked


def started(page: Page) -> None:
    """Its modules have drawn something that people can act on."""
    acted_on = page.locator("main :is(a:not(.brand), button, input, select)")
    expect(acted_on.first).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_of_few_files(open_window: Open, path: str) -> None:
    page = open_window(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/static/")[2]))
    page.goto(path)
    started(page)
    files = [name.partition("/")[2] for name in asked if name]
    assert len([name for name in files if name.endswith(".css")]) == 1, files
    modules = [name for name in files if name.endswith(".js") and "starting" not in name]
    assert modules[0].startswith("joined/"), files
    assert len(modules) <= 2, files  # the second is a part that the page goes on with


@pytest.mark.parametrize("path", PAGES)
def test_a_module_that_fails_is_tried_again_by_itself(open_window: Open, path: str) -> None:
    page = open_window(PHONE)
    asked = losing(page, APP, times=1)
    page.goto(path)
    started(page)
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()
    assert len(asked) == 2


@pytest.mark.parametrize("path", PAGES)
def test_a_module_that_goes_on_failing_is_said(open_window: Open, path: str) -> None:
    page = open_window(PHONE)
    losing(page, APP, times=10**6)
    page.goto(path)
    expect(page.get_by_role("alert").filter(has_text=NOT_LOADED)).to_be_visible()
    fits_across(page)
    axe(page)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    started(page)
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()


def test_without_network_the_line_stays_until_it_is_back(open_window: Open) -> None:
    page = open_window(PHONE)
    losing(page, APP, times=10**6)
    page.goto("/t/")
    expect(page.get_by_text(NOT_LOADED)).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(NOT_LOADED)).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Which table is yours?")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_style_sheet_that_fails_is_asked_for_once_more(open_window: Open, path: str) -> None:
    page = open_window(PHONE)
    asked = losing(page, SHEET, times=1)
    page.goto(path)
    started(page)
    expect(page.locator("body")).to_have_css("margin", "0px")
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()
    assert asked[1] == f"{asked[0]}?again"


def test_a_page_without_its_style_sheet_says_so(open_window: Open) -> None:
    page = open_window(PHONE)
    losing(page, SHEET, times=10**6)
    page.goto("/t/")
    expect(page.get_by_role("alert").filter(has_text=NOT_LOADED)).to_be_visible()
    started(page)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()
    expect(page.locator("body")).to_have_css("margin", "0px")


def test_a_late_module_that_fails_is_asked_for_once_more(open_window: Open, cafe: Cafe) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    losing(page, LATE, times=1)
    with page.expect_request(re.compile(r"/dialogs\.js\?again=1$")):
        staff = Staff(page).arrive()
    staff.page.get_by_role("button", name="Settings").click()
    expect(staff.page.get_by_role("dialog")).to_be_visible()


def test_a_late_module_that_goes_on_failing_is_said(open_window: Open, cafe: Cafe) -> None:
    cafe.open()  # without any, the panel offers a new one, in a dialog
    page = open_window(TABLET, signed_in=cafe.login)
    losing(page, LATE, times=10**6)
    staff = Staff(page).arrive()
    staff.page.get_by_role("button", name="Settings").click()
    expect(staff.page.locator(".toast").first).to_be_visible()
    staff.page.unroute_all()
    staff.page.get_by_role("button", name="Settings").click()
    expect(staff.page.get_by_role("dialog")).to_be_visible()


def test_a_browser_that_does_not_understand_the_modules(open_window: Open) -> None:
    page = open_window(PHONE)
    body = "export const broken = ;"
    page.route(APP, lambda route: route.fulfill(content_type="text/javascript", body=body))
    page.goto("/t/")
    expect(page.get_by_role("alert").filter(has_text=TOO_OLD)).to_be_visible()
    axe(page)


def test_a_browser_without_modules(open_window: Open) -> None:
    page = open_window(PHONE)
    page.route(APP, lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.add_init_script("delete HTMLScriptElement.prototype.noModule")
    page.goto("/t/")
    expect(page.get_by_role("alert").filter(has_text=TOO_OLD)).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_browser_without_dialogs_is_told(open_window: Open, path: str) -> None:
    page = open_window(PHONE)
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.goto(path)
    started(page)
    expect(page.get_by_role("alert").filter(has_text=TOO_OLD)).to_be_visible()


def test_modules_that_do_not_come_are_said_after_a_while(open_window: Open) -> None:
    page = open_window(PHONE)
    page.clock.install()
    held: list[Route] = []
    page.route(APP, lambda route: held.append(route))
    page.goto("/t/", wait_until="commit")
    page.locator("#unstarted").wait_for(state="attached")
    page.clock.run_for(21_000)
    expect(page.get_by_text(NOT_LOADED)).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name="Which table is yours?")).to_be_visible()
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()


def test_the_start_page_says_that_its_live_view_is_missing(open_window: Open) -> None:
    page = open_window(PHONE)
    losing(page, re.compile(r"/assets/start\.js"), times=10**6)
    page.goto("/")
    expect(page.get_by_role("alert").filter(has_text=NOT_LOADED)).to_be_visible()
    fits_across(page)
    axe(page)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Running", exact=True).first).to_be_visible()
    expect(page.get_by_text(NOT_LOADED)).to_be_hidden()
