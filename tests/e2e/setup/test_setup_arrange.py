"""Arranging the menu: dragged, by keys, to a number; copied; looked at as guests see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, focus
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET, Device

FIRST = ["Espresso", "Flat white", "Avocado toast", "Club sandwich", "Soup of the day"]
REST = ["Carrot cake"]
STEPS = 6  # in which a finger goes its way


@pytest.fixture
def page(open_window: Open, cafe: Cafe) -> Page:
    return arranging(open_window, cafe, TABLET)


def arranging(open_window: Open, cafe: Cafe, device: Device) -> Page:
    page = open_window(device, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/order")
    expect(grip(page, "Espresso")).to_be_visible()
    return page


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Place of {name}:")


def middle(part: Locator) -> tuple[float, float]:
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, name: str, other: str, *, beyond: int) -> None:
    """Take a line by its grip with the mouse, to so many pixels below the middle of another."""
    line, goal = middle(grip(page, name)), middle(grip(page, other))
    page.mouse.move(*line)
    page.mouse.down()
    page.mouse.move(goal[0], goal[1] + beyond, steps=STEPS)


def names(page: Page, category: str) -> Locator:
    group = page.locator(".order .group").filter(
        has=page.get_by_role("heading", name=category, exact=True)
    )
    return group.locator(".about")


def test_a_dish_is_dragged_with_the_mouse(page: Page, cafe: Cafe) -> None:
    drag(page, "Soup of the day", "Avocado toast", beyond=-8)
    expect(page.locator("[data-dragged]")).to_have_count(1)
    expect(page.locator("[data-before]")).to_contain_text("Avocado toast")
    axe(page)
    page.mouse.up()
    expect(names(page, "Kitchen")).to_have_text(
        ["Soup of the day", "Avocado toast", "Club sandwich"]
    )
    expect(page.get_by_role("dialog")).to_have_count(0)
    cafe.wait_menu(*FIRST[:2], "Soup of the day", *FIRST[2:4], *REST)


def test_a_dish_is_dragged_with_a_finger(open_window: Open, cafe: Cafe) -> None:
    page = arranging(open_window, cafe, PHONE)
    grip(page, "Club sandwich").scroll_into_view_if_needed()
    (x, start), (_, end) = middle(grip(page, "Espresso")), middle(grip(page, "Flat white"))
    before = page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, y: float | None = None) -> None:
        points = [] if y is None else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", start)
    for step in range(1, STEPS + 1):
        finger("touchMove", start + (end + 8 - start) * step / STEPS)
    expect(page.locator("[data-after]")).to_contain_text("Flat white")
    finger("touchEnd")
    expect(names(page, "Coffee")).to_have_text(["Flat white", "Espresso"])
    assert page.evaluate("scrollY") == before
    cafe.wait_menu("Flat white", "Espresso", *FIRST[2:], *REST)


def test_a_category_is_dragged_with_all_that_is_in_it(page: Page, cafe: Cafe) -> None:
    drag(page, "Coffee", "Cakes", beyond=8)
    page.mouse.up()
    expect(page.locator(".order h3")).to_have_text(["Kitchen", "Cakes", "Coffee"])
    cafe.wait_menu(*FIRST[2:], *REST, *FIRST[:2])


def test_a_drag_is_given_up_by_escape(page: Page, cafe: Cafe) -> None:
    drag(page, "Soup of the day", "Avocado toast", beyond=-8)
    page.keyboard.press("Escape")
    expect(page.locator("[data-dragged], [data-before], [data-after]")).to_have_count(0)
    page.mouse.up()
    expect(names(page, "Kitchen")).to_have_text(FIRST[2:])
    path = f"/products/find/?location_id={cafe.location_id}"
    assert [each["product"]["position"] for each in answer(cafe.api.get(path))] == [None] * 6


def test_the_menu_is_arranged_by_keys(page: Page, cafe: Cafe) -> None:
    focus(page, grip(page, "Soup of the day"))
    page.keyboard.press("Home")
    expect(names(page, "Kitchen").first).to_have_text("Soup of the day")
    expect(grip(page, "Soup of the day")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(names(page, "Kitchen").nth(1)).to_have_text("Soup of the day")
    page.keyboard.press("End")
    expect(names(page, "Kitchen").last).to_have_text("Soup of the day")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(names(page, "Kitchen").nth(1)).to_have_text("Soup of the day")
    expect(page.get_by_role("status").filter(has_text="Now number 2 of 3.").first).to_be_attached()
    cafe.wait_menu(*FIRST[:3], "Soup of the day", "Club sandwich", *REST)


def test_a_dish_moves_to_a_number_and_to_the_top(page: Page, cafe: Cafe) -> None:
    grip(page, "Avocado toast").click()
    asked = page.get_by_role("dialog", name="Move Avocado toast")
    axe(page)
    asked.get_by_label("To number (1 to 3)").fill("3")
    page.keyboard.press("Enter")
    expect(names(page, "Kitchen").last).to_have_text("Avocado toast")
    cafe.wait_menu(*FIRST[:2], *FIRST[3:], "Avocado toast", *REST)
    grip(page, "Avocado toast").click()
    asked.get_by_label("To number (1 to 3)").fill("4")
    asked.get_by_role("button", name="Move", exact=True).click()
    expect(asked).to_be_visible()  # there is no such place
    asked.get_by_role("button", name="To the top").click()
    expect(names(page, "Kitchen").first).to_have_text("Avocado toast")
    cafe.wait_menu(*FIRST, *REST)


def test_a_dish_is_copied(page: Page, cafe: Cafe) -> None:
    cafe.staff(
        f"/products/edit/{cafe.menu['Avocado toast']}/", product={"barcode": "4006381333931"}
    )
    page.reload()
    page.get_by_role("link", name="Avocado toast").click()
    page.get_by_role("link", name="Make a copy").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Avocado toast (copy)")
    axe(page)
    page.get_by_label("Name", exact=True).fill("Tomato toast")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Tomato toast")).to_be_focused()
    cafe.wait_menu(*FIRST[:3], "Tomato toast", *FIRST[3:], *REST)
    found = answer(cafe.api.get(f"/products/find/?location_id={cafe.location_id}"))
    by_name = {each["product"]["name"]: each["product"] for each in found}
    one, copy = by_name["Avocado toast"], by_name["Tomato toast"]
    same = ("price", "description", "categories", "tags", "additives", "is_active")
    assert [copy[name] for name in same] == [one[name] for name in same]
    assert (one["barcode"], copy["barcode"]) == ("4006381333931", None)


def test_the_menu_is_previewed_as_a_guest_sees_it(open_window: Open, cafe: Cafe) -> None:
    """Without a table: on a phone by a link, on a tablet beside the list."""
    page = open_window(PHONE, signed_in=cafe.login)
    page.goto("/locations/setup/")
    page.get_by_role("link", name="See it as a guest").click()
    shown = page.get_by_role("region", name="As guests see it")
    expect(shown.locator(".name")).to_have_text(FIRST + REST)
    expect(shown.get_by_role("listitem").filter(has_text="Soup of the day")).to_contain_text(
        "Sold out"
    )
    expect(shown).to_contain_text(re.compile("Avocado toast.*€8.90", re.DOTALL))
    axe(page)
    fits_across(page)
    page.get_by_role("link", name="Menu").first.click()
    expect(page.get_by_role("link", name="Espresso")).to_be_visible()
    wide = open_window(TABLET, signed_in=cafe.login)
    wide.goto("/locations/setup/")
    expect(shown_in(wide).locator(".name")).to_have_text(FIRST + REST)
    with wide.expect_response(re.compile("/products/sold_out/")):
        wide.get_by_role("switch", name="On sale: Espresso").click()
    expect(shown_in(wide).get_by_role("listitem").first).to_contain_text("Sold out")


def shown_in(page: Page) -> Locator:
    return page.get_by_role("region", name="As guests see it")
