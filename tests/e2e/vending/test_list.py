"""The list of all machines: by name, by search, by how far they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Geolocation, Page, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import PHONE_ZOOMED, fits_across, reachable
from tests.e2e.vending.shop import Shop
from tests.e2e.weight import Weight
from tools.browser.window import PHONE

MOST_BYTES = 100_000  # of the first load, without images
HERE = Geolocation(latitude=48.1, longitude=11.5, accuracy=10)


@pytest.fixture
def street(shop: Shop) -> list[str]:
    """Machines along a street, the first of them nearest to HERE; the last one is sold out."""
    names = [f"Street {number}" for number in (10, 2, 1)]
    for at, name in enumerate(names):
        stand = shop.machine(name=name, location="Long street", stock=2 - at, is_on=False)
        where = {"latitude": HERE["latitude"] + 0.01 * (at + 1), "longitude": HERE["longitude"]}
        shop.call("PATCH", stand.path(""), where)
    return names


def rows(page: Page) -> list[str]:
    """The names of the street's machines, as they are shown."""
    shown = page.locator(".machine strong").all_inner_texts()
    return [name for name in shown if name.startswith("Street")]


def test_by_name_by_search_and_by_distance(open_window: Open, street: list[str]) -> None:
    page = open_window(PHONE)
    weight = Weight(page)
    page.goto("/vend/")
    expect(page.locator(".machine").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert weight.total <= MOST_BYTES, weight.table()
    assert rows(page) == street[::-1]
    page.get_by_role("button", name="Near me").click()
    expect(page.get_by_text("This site may not know where you are.")).to_be_visible()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    page.get_by_role("button", name="Near me").click()
    expect(page.get_by_role("list", name="Machines, the nearest first")).to_be_visible()
    assert rows(page) == street
    expect(page.locator(".machine", has_text="Street 10")).to_contain_text("1.1 km")
    page.get_by_role("button", name="By name").click()
    expect(page.get_by_role("list", name="Machines by name")).to_be_visible()
    assert rows(page) == street[::-1]


def test_how_they_stand(open_window: Open, street: list[str], shop: Shop) -> None:
    for number in range(7):
        shop.machine(name=f"Lane {number}", is_on=False)
    shop.machine(name="Square 1", location="At the well", stock=2)
    page = open_window(PHONE_ZOOMED, dark=True)
    page.goto("/vend/")
    found = page.get_by_role("searchbox", name="Name or place")
    found.fill("SQUARE well")
    expect(page.locator(".machine")).to_have_count(1)
    expect(page.locator(".machine")).to_contain_text("2 left")
    axe(page)
    found.fill("nowhere")
    expect(page.get_by_text("No machine has these words.")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".machine", has_text="Street 1").first).to_contain_text("Off line")
    fits_across(page)
    reachable(page)
    axe(page)
    page.locator(".machine", has_text="Square 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Square 1")
