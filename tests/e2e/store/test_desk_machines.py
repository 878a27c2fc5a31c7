"""Machines at the desk: a new one with its key and planogram, names, keys, an end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.looks import press
from tests.e2e.store.desk import WITHIN_MS, Desk, operator
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tools.browser.window import PHONE, TABLET
from tools.devices.store.line import Line, Uplink
from tools.devices.store.racks import Rack, Shelf

PATIENCE_MS = 10_000  # weights are read every two seconds


@pytest.fixture
def rack(shop: Shop) -> Iterator[Played]:
    """Scales 001 and 002, 40 units of 151 g and of 233 g."""
    shop.opens("MAINTENANCE_MODE")  # what is moved raises no alert
    made = shop.rack(2)
    yield made
    shop.retire(made)
    shop.opens()


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=operator(shop)))


def plan(shop: Shop, machine_id: str) -> dict[str, tuple[int, int, int]]:
    """Product, unit and tolerance by scale."""
    rows = shop.listed(f"/edge/machines/{machine_id}/scales/", shop.operator)
    names = ("product_id", "unit_weight_g", "tolerance_g")
    return {row["scale_id"]: tuple(row[name] for name in names) for row in rows}


def test_a_new_machine_comes_on_line_and_is_told_what_lies_on_it(desk: Desk, shop: Shop) -> None:
    number, product = f"N-{secrets.token_hex(4)}", shop.place.sell("Oat bar", "1.10")
    name = f"Bar {number}"
    shop.call(
        shop.place.owner,
        "POST",
        f"/products/edit/{product}/",
        {**shop.place.owner.claim, "product": {"name": name}},
    )
    desk.arrive("machines").page.get_by_role("link", name="New machine").click()
    desk.type("Number", number)
    desk.type("Name", "Snacks")
    desk.press("Add it")
    expect(desk.page.get_by_role("heading", name="Snacks", level=2)).to_be_visible()
    expect(desk.page.locator(".machine-head")).to_contain_text("never heard")
    desk.press("New key")
    key = desk.card("Keys").locator("code").inner_text()
    rack = Rack(number, {"001": Shelf(product, 48, 20), "002": Shelf(product, 48, 5)})
    uplink = Uplink(Line(shop.site.url, key), number)
    uplink.send(rack.reading())
    expect(desk.page.locator(".machine-head")).to_contain_text("On line", timeout=PATIENCE_MS)
    shelf = desk.shelf("001")
    expect(shelf).to_contain_text("960 g")
    expect(shelf).to_contain_text("Nobody has said what lies here")
    shelf.get_by_role("button", name="Say what lies here").click()
    desk.type("Product", name[:8])
    desk.page.get_by_role("button", name=name).click()
    desk.type("A unit weighs, in grams", "48")
    desk.press("Save")
    desk.says("Saved. It holds for changes from now on.")
    expect(shelf).to_contain_text("about 20 units")
    expect(desk.shelf("002")).to_contain_text("Nobody has said what lies here")
    assert plan(shop, number) == {"001": (product, 48, 5)}
    desk.page.reload()
    expect(desk.shelf("001")).to_contain_text("about 20 units")
    expect(desk.page.locator("code")).to_have_count(0)  # a key is shown once
    shop.operates("DELETE", f"/edge/machines/{number}/")


def test_refused_values_stand_beside_their_fields(
    desk: Desk, shop: Shop, rack: Played, watch: Watch
) -> None:
    watch.allow("status of 409")
    page = desk.arrive("new").page
    desk.type("Number", "no blanks")
    desk.press("Add it")
    expect(page.get_by_text("Only letters from A to Z")).to_be_visible()
    expect(page.get_by_label("Number")).to_be_focused()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    desk.type("Number", rack.rack.machine_id)
    desk.type("Name", "Another")
    desk.press("Add it")
    expect(page.get_by_text("There is a machine of this number already")).to_be_visible()
    expect(page.get_by_label("Number")).to_be_focused()
    desk.arrive(f"machine/{rack.rack.machine_id}")
    desk.shelf("001").get_by_role("button", name="Change").click()
    desk.type("A unit weighs, in grams", "0")
    desk.type("Tolerance in grams", "-1")
    desk.press("Save")
    expect(page.get_by_text("A whole number from 1 to 10,000,000.")).to_be_visible()
    expect(page.get_by_text("A whole number from 0 to 10,000,000.")).to_be_visible()
    desk.press("Cancel")
    expect(page.get_by_label("Tolerance in grams")).to_have_count(0)


def test_a_unit_is_measured_by_taking_it(desk: Desk, shop: Shop, rack: Played) -> None:
    desk.arrive(f"machine/{rack.rack.machine_id}")
    shelf = desk.shelf("002")
    expect(shelf).to_contain_text("about 40 units")
    shelf.get_by_role("button", name="Change").click()
    desk.press("Measure a unit")
    expect(shelf).to_contain_text("It has shown nothing yet.")
    rack.rack.put_other("002", 312)
    rack.tells()
    desk.press("Measure a unit")
    expect(desk.page.get_by_label("A unit weighs, in grams")).to_have_value("312")
    expect(shelf).to_contain_text("312 g were put there")
    desk.press("Save")
    desk.says("Saved.")
    assert plan(shop, rack.rack.machine_id)["002"][1] == 312


def test_a_scale_is_cleared_and_one_is_planned_before_it_says_anything(
    desk: Desk, shop: Shop, rack: Played
) -> None:
    desk.arrive(f"machine/{rack.rack.machine_id}")
    desk.shelf("001").get_by_role("button", name="Change").click()
    desk.press("Clear this scale")
    desk.agree("Clear it")
    expect(desk.shelf("001")).to_contain_text("Nobody has said what lies here")
    desk.press("Another scale")
    desk.type("Number of the scale", "009")
    desk.press("Save")
    expect(desk.page.get_by_label("Product", exact=True)).to_be_focused()  # which is missing
    desk.type("Product", f"{rack.rack.machine_id} 1")
    desk.page.get_by_role("button", name=f"{rack.rack.machine_id} 1").click()
    desk.type("A unit weighs, in grams", "151")
    desk.type("Tolerance in grams", "3")
    desk.press("Save")
    expect(desk.shelf("009")).to_contain_text("no weight yet")
    product = rack.product("001")
    assert set(plan(shop, rack.rack.machine_id)) == {"002", "009"}
    assert plan(shop, rack.rack.machine_id)["009"] == (product, 151, 3)


def test_weights_are_live(desk: Desk, rack: Played) -> None:
    desk.arrive(f"machine/{rack.rack.machine_id}")
    expect(desk.shelf("001")).to_contain_text("6,040 g")
    rack.rack.take("001", 10)
    rack.tells()
    expect(desk.shelf("001")).to_contain_text("4,530 g", timeout=PATIENCE_MS)
    expect(desk.shelf("001")).to_contain_text("about 30 units")


def test_keys_come_and_go(desk: Desk, shop: Shop, rack: Played) -> None:
    desk.arrive(f"machine/{rack.rack.machine_id}")
    keys = desk.card("Keys")
    expect(keys.locator("li")).to_have_count(1)
    desk.press("New key")
    expect(keys.locator("li")).to_have_count(2)
    fresh = Uplink(Line(shop.site.url, keys.locator("code").inner_text()), rack.rack.machine_id)
    keys.get_by_role("button", name="Remove").first.click()
    desk.agree("Remove the key")
    expect(keys.locator("li")).to_have_count(1)
    assert fresh.send(rack.rack.reading())[-1]["status"] == "success"


def test_a_name_is_changed_and_two_desks_know_it(
    desk: Desk, open_window: Open, shop: Shop, rack: Played
) -> None:
    other = Desk(open_window(PHONE, signed_in=operator(shop))).arrive("machines")
    desk.arrive(f"machine/{rack.rack.machine_id}")
    name = f"Drinks {rack.rack.machine_id}"
    desk.type("Name for people", name)
    desk.press("Save the name")
    desk.says("Saved.")
    expect(other.page.get_by_role("link", name=name)).to_be_visible(timeout=WITHIN_MS)


def test_a_retired_machine_is_shown_on_demand(desk: Desk, shop: Shop) -> None:
    number = shop.rack(1).rack.machine_id
    desk.arrive(f"machine/{number}")
    desk.press("Retire this machine")
    desk.agree("Retire it")
    expect(desk.page.get_by_text("its number is not given out again")).to_be_visible()
    expect(desk.page.get_by_role("button", name="New key")).to_have_count(0)
    desk.turn("Machines")
    row = desk.page.locator(".thing").filter(has_text=number)
    expect(desk.page.get_by_role("button", name="In use")).to_be_visible()
    expect(row).to_have_count(0)
    desk.press("Retired")
    expect(row).to_contain_text("Retired")


def test_by_the_keyboard_alone(desk: Desk, shop: Shop, rack: Played) -> None:
    page = desk.arrive(f"machine/{rack.rack.machine_id}").page
    press(page, desk.shelf("001").get_by_role("button", name="Change"))
    expect(page.get_by_label("Product", exact=True)).to_be_focused()
    page.keyboard.type(f"{rack.rack.machine_id} 2")
    found = page.get_by_role("button", name=f"{rack.rack.machine_id} 2")
    expect(found).to_be_visible()
    press(page, found)
    expect(page.get_by_label("Product", exact=True)).to_be_focused()
    press(page, page.get_by_role("button", name="Save", exact=True))
    desk.says("Saved.")
    assert plan(shop, rack.rack.machine_id)["001"][0] == rack.product("002")


def test_what_others_change_comes_along(desk: Desk, shop: Shop, rack: Played) -> None:
    desk.arrive(f"machine/{rack.rack.machine_id}")
    planned = {"product_id": rack.product("001"), "unit_weight_g": 302, "tolerance_g": 9}
    shop.operates("PUT", f"{rack.path}scales/001/", planned)
    expect(desk.shelf("001")).to_contain_text("302 g each, ± 9 g", timeout=15_000)
    shop.retire(rack)
    retired = desk.page.get_by_text("its number is not given out again")
    expect(retired).to_be_visible(timeout=WITHIN_MS)
    expect(desk.page.locator(".shelf")).to_have_count(0)
