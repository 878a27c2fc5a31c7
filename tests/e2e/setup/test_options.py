"""Options on the set-up page: groups are made, changed, switched off, and given to products."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import fits_across
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET, Device


def fill_milk(form: Locator) -> None:
    """One of three milks, of which two make a difference."""
    form.get_by_label("What is asked for").fill("Milk")
    form.get_by_label("At least").fill("1")
    rows = form.get_by_role("listitem")
    rows.nth(0).get_by_label("Name").fill("Cow's milk")
    rows.nth(0).get_by_label("Chosen unless the guest changes it").check()
    rows.nth(1).get_by_label("Name").fill("Oat milk")
    rows.nth(1).get_by_label("Dearer by").fill("0,50")
    form.get_by_role("button", name="Another option").click()
    rows.nth(2).get_by_label("Name").fill("Half the milk")
    rows.nth(2).get_by_label("Dearer by").fill("-0.20")


def opened(open_window: Open, cafe: Cafe, device: Device = PHONE, item: str = "options") -> Page:
    page = open_window(device, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{item}")
    return page


@pytest.mark.parametrize("device", [PHONE, TABLET])
def test_a_group_is_made_and_given_to_a_product(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    page = opened(open_window, cafe, device)
    expect(page.get_by_role("heading", name="Options")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Add a group").click()
    form = page.get_by_role("form", name="New group of options")
    fill_milk(form)
    axe(page)
    fits_across(page)
    if device is PHONE:
        stays_whole(page)
    form.get_by_role("button", name="Save").click()
    group = page.get_by_role("region", name="Milk")
    expect(group.get_by_role("listitem")).to_have_count(3)
    expect(group).to_contain_text("+€0.50")
    expect(group).to_contain_text("-€0.20")
    axe(page)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Flat white']}")
    page.get_by_role("button", name="Milk", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Flat white is saved.").first).to_be_visible()
    product = answer(cafe.api.get(f"/products/get/{cafe.menu['Flat white']}/"))
    [milk] = product["options"]
    assert [(each["name"], each["price"], each["is_default"]) for each in milk["options"]] == [
        ("Cow's milk", "0.00", True),
        ("Oat milk", "0.50", False),
        ("Half the milk", "-0.20", False),
    ]
    assert (milk["least"], milk["most"]) == (1, 1)


def test_a_group_is_changed_and_deleted(open_window: Open, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 409")
    milk = cafe.choices("Flat white", "Milk", {"name": "Cow's milk"}, {"name": "Oat milk"})
    page = opened(open_window, cafe, TABLET)
    page.get_by_role("link", name="Milk").click()
    form = page.get_by_role("form", name="Milk")
    rows = form.get_by_role("listitem")
    rows.nth(1).get_by_role("button", name="Move Oat milk up").click()
    rows.nth(0).get_by_label("Dearer by").fill("free")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Oat milk: write the difference as a number such as 0.50.")
    rows.nth(0).get_by_label("Dearer by").fill("0.60")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Milk").get_by_role("listitem").first).to_contain_text(
        "Oat milk"
    )
    path = f"/products/options/find/?location_id={cafe.location_id}"
    [now] = answer(cafe.api.get(path))
    assert [each["id"] for each in now["options"]] == [each["id"] for each in milk["options"]][::-1]
    page.get_by_role("link", name="Milk").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(
        page.get_by_role("alert").filter(has_text="Products still have this group")
    ).to_be_visible()
    cafe.staff(f"/products/edit/{cafe.menu['Flat white']}/", product={"option_groups": []})
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Milk is deleted.").first).to_be_visible()
    assert answer(cafe.api.get(path)) == []


def test_an_option_is_sold_out_by_its_switch(open_window: Open, cafe: Cafe) -> None:
    cafe.choices("Flat white", "Milk", {"name": "Oat milk"})
    page = opened(open_window, cafe)
    switch = page.get_by_role("switch", name="On sale: Oat milk")
    switch.click()
    expect(page.get_by_role("region", name="Milk")).to_contain_text("Sold out")
    expect(switch).not_to_be_checked()
    path = f"/products/options/find/?location_id={cafe.location_id}"
    assert answer(cafe.api.get(path))[0]["options"][0]["is_active"] is False
    switch.click()
    expect(switch).to_be_checked()


def test_somebody_else_has_changed_it_meanwhile(
    open_window: Open, cafe: Cafe, watch: Watch
) -> None:
    watch.allow("status of 409")
    milk = cafe.choices("Flat white", "Milk", {"name": "Oat milk"})
    page = opened(open_window, cafe, TABLET, f"options-{milk['id']}")
    form = page.get_by_role("form", name="Milk")
    form.get_by_label("At most").fill("2")
    cafe.staff(f"/products/options/edit/{milk['id']}/", group={"most": 3})
    form.get_by_role("button", name="Save").click()
    conflict = page.get_by_role("group", name="Changed by somebody else")
    expect(conflict).to_be_visible()
    axe(page)
    conflict.get_by_role("button", name="Take theirs").click()
    expect(form.get_by_label("At most")).to_have_value("3")


@pytest.mark.parametrize("device", [PHONE, TABLET])
def test_the_menu_as_guests_see_it_says_what_may_be_chosen(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    milks = ({"name": "Cow's milk"}, {"name": "Oat milk", "price": "0.50"})
    made = cafe.choices("Flat white", "Milk", *milks, least=1, most=1)
    cafe.choices("Flat white", "Extras", {"name": "Cinnamon"}, {"name": "Syrup"}, most=2)
    cafe.staff(f"/products/options/sold_out/{made['options'][0]['id']}/", sold_out=True)
    page = opened(open_window, cafe, device, "preview")
    dish = page.locator(".sample-dish").filter(has_text="Flat white")
    expect(dish.locator(".sample-choice").first).to_contain_text("Milk Choose one")
    expect(dish.get_by_role("listitem").filter(has_text="Cow's milk")).to_contain_text("Sold out")
    expect(dish.get_by_role("listitem").filter(has_text="Oat milk")).to_contain_text("+€0.50")
    expect(dish.locator(".sample-choice").last).to_contain_text("Extras Choose up to 2")
    axe(page)
    fits_across(page)


def test_a_file_gives_products_their_groups_by_name(open_window: Open, cafe: Cafe) -> None:
    milk = cafe.choices("Flat white", "Milk", {"name": "Oat milk"})
    espresso = cafe.menu["Espresso"]
    page = opened(open_window, cafe, TABLET, "file")
    choose(page, f"id;option_groups\n{espresso};Milk|Sugar\n")
    expect(page.get_by_text("This place has no group of options of this name.")).to_be_visible()
    choose(page, f"id;option_groups\n{espresso};milk\n")
    expect(page.locator(".changes")).to_contain_text("Options")
    expect(page.locator(".changes ins")).to_have_text("Milk")
    axe(page)
    page.get_by_role("button", name="Import 1 product").click()
    expect(page.get_by_text("1 product is imported.").first).to_be_visible()
    product = answer(cafe.api.get(f"/products/get/{espresso}/"))
    assert product["option_groups"] == [milk["id"]]


def choose(page: Page, text: str) -> None:
    file: FilePayload = {"name": "menu.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#products-file").set_input_files(files=[file])
