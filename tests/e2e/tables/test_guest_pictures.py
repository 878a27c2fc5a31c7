"""The face of a place on its guests' phones: pictures of dishes, logo and colour."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across, sampled
from tests.e2e.people import Guest
from tests.e2e.tables.photographs import photograph, send_picture, send_pictures
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET

PICTURES = re.compile("/products/pictures/")
PATH = re.compile(r"/products/pictures/\d+/[0-9a-f]{32}-(320|640|1280)\.webp$")
SHOWN = "each => each.complete && each.naturalWidth > 0"
MOVED = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
  }).observe({type: "layout-shift", buffered: true});
}"""
# Yellow, white and black cannot be read as they are on one of the two papers.
COLOURS = ["#ffe600", "#ffffff", "#000000", "#1133cc", "#d01030"]


@pytest.fixture
def pictured(cafe: Cafe) -> Cafe:
    """The café, all of its dishes with a picture."""
    images = send_pictures(cafe, len(cafe.menu))
    for dish, image in zip(cafe.menu.values(), images, strict=True):
        cafe.staff(f"/products/edit/{dish}/", product={"image": image})
    return cafe


def chosen(picture: Locator) -> str:
    """The file that the browser has chosen of a picture, once it is there."""
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate(SHOWN), picture.evaluate("each => each.outerHTML")
    return str(picture.evaluate("each => each.currentSrc"))


def width(file: str) -> int:
    found = PATH.search(file)
    assert found, file
    return int(found.group(1))


def test_pictures_in_menu_sheet_and_cart_come_in_the_size_that_fits(
    open_window: Open, pictured: Cafe
) -> None:
    page = open_window(PHONE, sharpness=2)
    guest = Guest(page, pictured.open()).arrive()
    dishes = page.locator("li.dish .picture img")
    expect(dishes).to_have_count(len(pictured.menu))
    assert width(chosen(dishes.first)) == 320
    expect(dishes.first).to_have_attribute("alt", "")
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    assert width(chosen(guest.lines.locator(".picture img"))) == 320
    axe(page)
    fits_across(page)
    guest.look("Menu")
    sheet = guest.open_sheet("Espresso")
    assert width(chosen(sheet.locator(".picture img"))) == 640
    axe(page)
    fits_across(page)


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=str)
def test_pictures_that_come_late_or_never_move_nothing(
    open_window: Open, pictured: Cafe, watch: Watch, device: Any
) -> None:
    watch.allow("net::ERR_FAILED")
    page = open_window(device)
    late: list[Any] = []
    page.route(PICTURES, lambda route: late.append(route))
    with page.expect_request(PICTURES):
        Guest(page, pictured.open()).arrive()
    picture = page.locator("li.dish .picture img").first
    page.evaluate(MOVED)
    page.evaluate("window.moved = 0")
    before = picture.bounding_box()
    for number, route in enumerate(list(late)):
        route.abort() if number % 2 else route.continue_()
    becomes(
        page, "[...document.querySelectorAll('.picture img')].some((each) => each.naturalWidth)"
    )
    assert picture.bounding_box() == before
    assert page.evaluate("window.moved") < 0.01


def test_a_picture_that_is_missing_leaves_its_place_empty(
    open_window: Open, pictured: Cafe, watch: Watch
) -> None:
    watch.allow("status of 404")
    espresso = pictured.menu["Espresso"]
    gone = send_picture(pictured, photograph(8))
    pictured.staff(f"/products/edit/{espresso}/", product={"image": gone})
    page = open_window(PHONE)
    files = re.compile(re.escape(gone.removesuffix("-640.jpg")))
    page.route(files, lambda route: route.fulfill(status=404))
    guest = Guest(page, pictured.open()).arrive()
    row = page.locator("li.dish").filter(has=page.get_by_role("button", name="Add Espresso"))
    expect(row.locator("img.is-missing")).to_have_count(1)
    image = send_picture(pictured, photograph(9))
    pictured.staff(f"/products/edit/{espresso}/", product={"image": image})
    expect(row.locator("img:not(.is-missing)")).to_have_count(1)
    guest.add("Espresso")


def face(cafe: Cafe, **location: Any) -> None:
    cafe.staff(f"/locations/edit/{cafe.location_id}/", location=location)


def test_the_logo_of_the_place_stands_at_the_top(open_window: Open, cafe: Cafe, table: str) -> None:
    face(cafe, logo=send_picture(cafe, photograph(1), purpose="logo"))
    for device in (PHONE, TABLET):
        page = open_window(device)
        Guest(page, table).arrive()
        logo = page.locator(".top-logo img")
        assert width(chosen(logo)) == 320
        expect(page.get_by_role("heading", level=1)).to_have_text("Table 2")
        axe(page)
        fits_across(page)


@pytest.mark.parametrize(("colour", "dark"), sampled(product(COLOURS, (False, True)), 4), ids=str)
def test_the_colour_of_the_place_is_the_accent_and_can_be_read(
    open_window: Open, cafe: Cafe, table: str, colour: str, dark: bool
) -> None:
    face(cafe, color=colour)
    page = open_window(PHONE, dark=dark)
    guest = Guest(page, table).arrive()
    becomes(page, "document.documentElement.style.getPropertyValue('--accent') !== ''")
    guest.add("Espresso")
    expect(page.locator(".cart-bar")).to_be_visible()
    axe(page)
    guest.look_at_cart(lines=1)
    axe(page)
    guest.send()
    expect(guest.orders).to_have_count(1)
    axe(page)


def test_a_place_without_a_colour_looks_like_aisle(guest: Guest) -> None:
    assert accent(guest.page) == ""


def accent(page: Page) -> str:
    return str(page.evaluate("document.documentElement.style.getPropertyValue('--accent')"))
