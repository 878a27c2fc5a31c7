"""One running suite and one Chromium for all tests here; windows of their own for each test."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Guest, Staff
from tests.e2e.watch import Watch
from tests.support.api import Api, User
from tests.support.stack import Stack, logs, stack_running
from tools.browser import chromium
from tools.browser.window import PATIENCE, PHONE, TABLET, Device, opened, window

SHOWN_LINES = 60
FORGOTTEN = "UPDATE locations_location SET user_id = -id WHERE user_id = %s"
Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds what the windows of a failed test showed, and what the suite logged."""
    report = yield
    windows: list[BrowserContext] = getattr(item, "windows", [])
    if report.failed and call.when == "call":
        for page in [page for one in windows for page in one.pages]:
            report.sections.append((f"the window at {page.url}", _shown(page)))
    if report.failed:
        report.sections += logs(item)
    return report


def _shown(page: Page) -> str:
    try:
        lines = page.locator("body").aria_snapshot(timeout=2000).splitlines()
        return "\n".join(lines[:SHOWN_LINES])
    except Exception as broken:
        return f"cannot be read: {broken}"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running() as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not chromium.find():
        pytest.skip(f"no Chromium: {chromium.BY_HAND}")
    with opened() as browser:
        yield browser


@pytest.fixture(scope="session")
def api(stack: Stack) -> Iterator[Api]:
    api = Api(stack.url)
    yield api
    api.close()


@pytest.fixture(autouse=True)
def fresh_tokens(api: Api) -> None:
    """Nobody's token ends while a test runs, however long ago it was issued."""
    api.renew()


@pytest.fixture(scope="module")
def account(api: Api) -> User:
    """Whose cafés those of a module are: to hash a password takes as long as half a test."""
    return api.register()


@pytest.fixture
def owner(account: User, stack: Stack) -> User:
    """Somebody who owns the test's café and nothing else: those of the tests before are nobody's
    now. They were theirs as long as windows of those tests were open.
    """
    stack.sql("locations", FORGOTTEN, account.user_id)
    return account


@pytest.fixture
def cafe(api: Api, owner: User) -> Cafe:
    """A café of the test's own, with a small menu and no table."""
    return Cafe.opened(api, owner)


@pytest.fixture(scope="session")
def big_cafe(api: Api) -> Cafe:
    """A café with the demo's whole menu; its tables are the test's own affair."""
    return Cafe.opened(api, api.register(), whole=True)


@pytest.fixture
def table(cafe: Cafe) -> str:
    """The code of an open table."""
    return cafe.open("Table 2")


@pytest.fixture(autouse=True)
def watch(stack: Stack) -> Iterator[Watch]:
    """Fails a test in whose windows something went wrong."""
    watch = Watch(stack.url)
    yield watch
    problems = watch.problems()
    assert not problems, "\n".join(problems)


@pytest.fixture
def open_window(
    browser: Browser, stack: Stack, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Makes windows, each with storage of its own: `open_window(PHONE, dark=True)`."""
    windows: list[BrowserContext] = []
    request.node.windows = windows

    def open_one(device: Device, **options: Any) -> Page:
        context = window(browser, device, stack.url, **options)
        watch.over(context)
        windows.append(context)
        return context.new_page()

    yield open_one
    for context in windows:
        for page in context.pages:
            page.title()  # what it has said so far arrives before this answer
        context.close()


@pytest.fixture
def guest(open_window: Open, table: str) -> Guest:
    """A guest at the table, on a phone."""
    return Guest(open_window(PHONE), table).arrive()


@pytest.fixture
def staff(open_window: Open, cafe: Cafe) -> Staff:
    """The owner at the café's panel, on a tablet."""
    return Staff(open_window(TABLET, signed_in=cafe.login)).arrive()
