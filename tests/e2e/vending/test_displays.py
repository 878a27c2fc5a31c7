"""What the machines of the demo show, and how one plays with them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open
from tests.e2e.vending.desk import WITHIN_MS
from tests.e2e.vending.shop import LEISURELY, Shop
from tests.e2e.watch import Watch
from tests.integration.machines.vendor import Stand
from tools.browser.window import PHONE, TABLET
from tools.devices.vending.esp32 import Esp32
from tools.devices.vending.window import Window

Show = Callable[[Stand], Stand]
TROUBLE = "What goes wrong at {} with the next sale"
NO_DEMO = {"title": "Display not found", "status": 404, "code": "display_not_found"}


@pytest.fixture
def show(shop: Shop, displays: Path) -> Iterator[Show]:
    """Has a machine of the test's own show itself as those of `make run` do, until its end."""
    shown: list[tuple[Stand, asyncio.Task[None]]] = []

    def show_one(stand: Stand) -> Stand:
        def begin(machine: Esp32) -> None:
            window = Window(machine, displays, away=3)
            shown.append((stand, asyncio.get_running_loop().create_task(window.run())))

        stand.played.act(begin)
        return stand

    yield show_one
    for stand, task in shown:
        stand.played.act(partial(_end, task))


def _end(task: asyncio.Task[None], _: Esp32) -> None:
    task.cancel()


def seen(page: Page, stand: Stand) -> Locator:
    """The machine as the page shows it."""
    return page.locator(".machine").filter(has_text=stand.machine_id)


def test_its_code_is_read_and_taken_along(open_window: Open, shop: Shop, show: Show) -> None:
    stand = show(shop.machine(name="Lobby", location="Ground floor", price=250))
    page = open_window(PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/edge/demo/")
    machine, code = seen(page, stand), stand.code_of_now()
    expect(machine.locator(".lcd p").first).to_have_text(re.compile(f"^Code: {code} +$"))
    expect(machine).to_contain_text("Ground floor · ₹2.50 each")
    expect(machine.locator(".badge")).to_have_text("On line")
    machine.get_by_role("button", name="Copy the code").click()
    expect(page.locator(".toast")).to_contain_text(f"{code} is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == code
    machine.get_by_role("button", name="QR code of").click()
    address = f"{shop.stack.url}/vend/{stand.machine_id}/"
    code_of_page = page.get_by_role("dialog").get_by_role("img", name=f"QR code of {address}")
    assert code_of_page.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    page.keyboard.press("Escape")
    stand.leave()
    expect(machine.locator(".badge")).to_have_text("Off line", timeout=WITHIN_MS)


def test_a_sale_is_seen_and_its_page_lies_beside(
    open_window: Open, shop: Shop, show: Show, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    stand = show(shop.machine(timing=LEISURELY))
    page = open_window(TABLET)
    page.goto("/edge/demo/")
    machine = seen(page, stand)
    drawn = machine.locator("svg.picture").bounding_box()
    assert drawn is not None
    assert drawn["height"] > 100
    with page.expect_popup() as opened:
        machine.get_by_role("link", name="Open its page").click()
    opened.value.wait_for_url(f"**/vend/{stand.machine_id}/")
    opened.value.close()
    customer = stand.customer(2).locks()
    expect(machine).to_contain_text("Locked")
    expect(machine.get_by_role("button", name="Copy the code")).to_be_hidden()
    customer.pays().triggers()
    expect(machine).to_contain_text("The motor runs")
    expect(machine).to_contain_text("2 units have come out")
    expect(machine.locator(".falling")).to_have_attribute("d", re.compile("^M"))
    customer.ends("delivered", dispensed=2, left=8)
    page.context.set_offline(True)
    expect(page.locator(".top .status")).to_contain_text("No connection.")
    page.context.set_offline(False)
    expect(page.locator(".top .status")).to_contain_text("Live")


def test_something_goes_wrong_with_the_next_sale(open_window: Open, shop: Shop, show: Show) -> None:
    stand = show(shop.machine())
    page = open_window(TABLET)
    page.goto("/edge/demo/")
    choice = seen(page, stand).get_by_label(TROUBLE.format(stand.machine_id))
    expect(choice).to_have_value("none")
    choice.select_option("One unit fewer comes out")
    page.reload()
    expect(choice).to_have_value("short")
    stand.customer(2).buys().ends("partly_delivered", dispensed=1, refunded=150, left=9)
    expect(choice).to_have_value("none")
    expect(seen(page, stand)).to_contain_text("1 unit has come out")


def test_outside_of_the_demo_there_is_nothing_to_see(open_window: Open, watch: Watch) -> None:
    """The suite of these tests has displays; what one without them answers is said in its place."""
    watch.allow("status of 404")
    page = open_window(PHONE)
    page.route("**/edge/displays/", lambda route: route.fulfill(status=404, json=NO_DEMO))
    page.goto("/edge/demo/")
    expect(page.get_by_role("heading", name="There is nothing to see here")).to_be_visible()
    expect(page.get_by_role("link", name="To the machines")).to_have_attribute("href", "/vend/")
