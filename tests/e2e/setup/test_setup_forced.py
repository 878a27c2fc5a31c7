"""The set-up page in colours that the system forces: what is chosen, on, wrong or dragged looks
different from what is not, without any of the page's own colours and shadows.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import focus
from tools.browser.window import TABLET

#: What of a part's look is left in forced colours.
LOOK = """each => JSON.stringify([undefined, "::before", "::after"].map((part) => {
  const style = getComputedStyle(each, part);
  return ["content", "color", "backgroundColor", "borderBlockStart", "borderBlockEnd",
    "borderInlineStart", "outline", "boxShadow", "textDecorationLine", "opacity"]
    .map((name) => style[name]);
}))"""


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def page(open_window: Open, cafe: Cafe, request: pytest.FixtureRequest) -> Page:
    page = open_window(TABLET, signed_in=cafe.login, dark=request.param)
    page.emulate_media(forced_colors="active")
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Espresso']}")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Espresso")
    return page


def told_apart(*parts: Locator) -> None:
    looks = [part.evaluate(LOOK) for part in parts]
    assert len(set(looks)) == len(parts), looks


def dish(page: Page, name: str) -> Locator:
    return page.locator("li.dish").filter(has=page.get_by_role("link", name=name))


def test_what_is_chosen_or_on_is_told_apart(page: Page) -> None:
    told_apart(
        page.get_by_role("link", name="Menu", exact=True),
        page.get_by_role("link", name="Staff", exact=True),
    )
    told_apart(dish(page, "Espresso"), dish(page, "Flat white"))
    chips = page.get_by_role("group", name="Category")
    told_apart(*(chips.get_by_role("button", pressed=is_on).first for is_on in (True, False)))
    on, off = (
        page.get_by_role("switch", name=f"On sale: {name}").locator(".track")
        for name in ("Espresso", "Soup of the day")
    )
    told_apart(on, off)


def test_what_has_the_focus_is_told_apart(page: Page) -> None:
    for wanted in (
        page.get_by_role("link", name="Staff", exact=True),
        page.get_by_role("link", name="Flat white"),
        page.get_by_role("switch", name="On sale: Flat white"),
        page.get_by_label("Price in EUR"),
    ):
        focus(page, wanted)


def test_what_is_wrong_is_told_apart(page: Page) -> None:
    price = page.get_by_label("Price in EUR")
    price.fill("much")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(price).to_have_accessible_description(re.compile("Write the price as a number"))
    name = page.get_by_label("Name", exact=True)
    page.get_by_role("switch", name="On sale: Flat white").focus()
    told_apart(price, name)
    borders = [
        one.evaluate("each => parseFloat(getComputedStyle(each).borderTopWidth)")
        for one in (price, name)
    ]
    assert borders[0] >= borders[1] + 2
    expect(page.locator(".problem:visible svg")).to_have_count(1)


def test_what_is_dragged_and_where_it_goes_are_told_apart(page: Page, cafe: Cafe) -> None:
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/order")
    grips = [
        page.get_by_role("button", name=f"Place of {name}:")
        for name in ("Soup of the day", "Avocado toast")
    ]
    expect(grips[0]).to_be_visible()
    told_apart(
        page.get_by_role("button", name="Move Avocado toast up"),
        page.get_by_role("button", name="Move Avocado toast down"),
    )
    grips[0].scroll_into_view_if_needed()
    (start, end) = (grip.bounding_box() for grip in grips)
    assert start is not None
    assert end is not None
    across = start["x"] + start["width"] / 2
    page.mouse.move(across, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(across, end["y"] + end["height"] / 2 - 8, steps=6)
    before = page.locator("[data-before]")
    expect(before).to_contain_text("Avocado toast")
    told_apart(page.locator("[data-dragged]"), before, page.locator(".order .line").first)
    stroke = before.evaluate("each => getComputedStyle(each, '::after').blockSize")
    assert stroke == "6px"
    page.keyboard.press("Escape")
    page.mouse.up()


def test_samples_of_a_places_colour_keep_it(page: Page, cafe: Cafe) -> None:
    page.goto(f"/locations/setup/#/{cafe.location_id}/place")
    samples = page.locator(".swatch")
    expect(samples).to_have_count(2)
    colours = samples.evaluate_all(
        "all => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    assert colours == ["rgb(247, 246, 242)", "rgb(18, 22, 20)"]
