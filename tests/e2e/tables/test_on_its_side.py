"""A phone that lies on its side: what stays in place leaves room for what is read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import drawn, fits_across, reachable
from tests.e2e.people import Guest, Staff
from tests.e2e.tables import scenes
from tests.support.api import Api
from tools.browser.window import Device

ON_ITS_SIDE = Device("phone on its side", 740, 360, mobile=True)
SMALLEST = Device("small phone on its side", 568, 320, mobile=True)
THUMB = 44  # px


def edges(part: Locator) -> tuple[float, float]:
    """Where a part begins and ends, in px of the window; what is not shown begins where it ends."""
    box = part.bounding_box() if part.count() else None
    return (box["y"], box["y"] + box["height"]) if box else (0, 0)


def high(page: Page, part: Locator) -> float:
    """How many px of the window's height a part takes."""
    assert page.viewport_size is not None
    start, end = edges(part)
    return max(0, min(end, page.viewport_size["height"]) - max(start, 0))


def thumbs(parts: Locator) -> None:
    """Everything in them that can be pressed is large enough for a thumb."""
    pressed = parts.locator("a:visible, button:visible")
    assert pressed.count()
    for one in pressed.all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= THUMB, one.inner_text()


@pytest.mark.parametrize("device", [ON_ITS_SIDE, SMALLEST], ids=str)
def test_most_of_the_panel_is_the_board(open_window: Open, api: Api, device: Device) -> None:
    cafe = Cafe.opened(api, api.register(), whole=True)
    page = open_window(device, signed_in=cafe.login)
    staff = Staff(page).arrive()
    scenes.busy(cafe)
    expect(page.get_by_role("article")).to_have_count(4)
    expect(page.get_by_role("list", name="Calls", exact=True)).to_be_visible()
    most_is_board(page)
    thumbs(page.locator(".bar, .views, .notices"))
    fits_across(page)
    reachable(page)
    axe(page)
    page.evaluate("scrollTo(0, 0)")
    below = page.get_by_role("button", name=re.compile("more below$"))
    expect(below).to_be_visible()
    for _ in range(12):
        if not below.count():
            break
        below.click()
        drawn(page)
        most_is_board(page)
    expect(below).to_have_count(0)
    expect(page.get_by_role("article").last.locator(".ticket-step")).to_be_in_viewport()
    for view in ("Tables", "All day", "Done"):
        staff.look(view)
        fits_across(page)
        reachable(page)


def most_is_board(page: Page) -> None:
    assert page.viewport_size is not None
    height = page.viewport_size["height"]
    _, start = edges(page.locator(".bar"))
    end, _ = edges(page.locator(".notices"))
    views = page.get_by_role("navigation", name="Views").bounding_box()
    assert views is not None
    assert views["x"] + views["width"] <= page.locator(".board").evaluate("one => one.offsetLeft")
    assert end - max(start, 0) >= 0.6 * height


def test_most_of_the_guests_page_is_the_menu(open_window: Open, big_cafe: Cafe) -> None:
    page = open_window(ON_ITS_SIDE)
    guest = Guest(page, big_cafe.open("Table 2")).arrive()
    reachable(page)
    guest.add("Espresso")
    cart = page.get_by_role("link", name=re.compile("^Look at the cart"))
    expect(cart).to_be_visible()
    parts = page.get_by_role("navigation", name="Parts of this page")
    page.evaluate("scrollTo(0, 0)")
    around = sum(high(page, part) for part in (page.locator(".top"), parts, cart))
    assert around <= 0.45 * ON_ITS_SIDE.height
    for link in (cart, *parts.get_by_role("link").all()):
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB
    axe(page)
    for view in ("Cart", "Orders", "Service"):
        guest.look(view)
        fits_across(page)
        reachable(page)
