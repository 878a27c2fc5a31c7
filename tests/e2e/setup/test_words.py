"""Words of other languages and allergens on the set-up page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import fits_across
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET, Device


def opened(open_window: Open, cafe: Cafe, device: Device, item: str) -> Page:
    page = open_window(device, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{item}")
    return page


@pytest.mark.parametrize("device", [PHONE, TABLET])
def test_a_product_is_written_in_other_languages(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    page = opened(open_window, cafe, device, str(cafe.menu["Flat white"]))
    page.locator("summary").filter(has_text="In other languages").click()
    page.get_by_role("button", name="Deutsch").click()
    page.get_by_label("What it is called (Deutsch)").fill("Milchkaffee")
    page.get_by_label("What is said of it (Deutsch)").fill("Mit Milch.")
    page.get_by_label("“Coffee” as a heading (Deutsch)").fill("Kaffee")
    page.get_by_role("button", name="العربية").click()
    page.get_by_label("What it is called (العربية)").fill("قهوة")
    page.get_by_role("group", name="Allergens").get_by_role("button", name="milk").click()
    axe(page)
    fits_across(page)
    if device is PHONE:
        stays_whole(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Flat white is saved.").first).to_be_visible()
    product = answer(cafe.api.get(f"/products/get/{cafe.menu['Flat white']}/"))
    german = {"name": "Milchkaffee", "description": "Mit Milch."}
    assert product["words"] == {"de": german, "ar": {"name": "قهوة"}}
    assert product["categories"] == [{"name": "Coffee", "words": {"de": "Kaffee"}}]
    assert (product["name"], product["allergens"]) == ("Flat white", ["milk"])
    other = answer(cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/"))
    assert other["categories"] == [{"name": "Coffee", "words": {"de": "Kaffee"}}]


def test_words_that_are_there_stay_when_something_else_changes(
    open_window: Open, cafe: Cafe
) -> None:
    category = {"name": "Coffee", "words": {"de": "Kaffee"}}
    words = {"words": {"de": {"name": "Milchkaffee"}}, "categories": [category]}
    path = f"/products/edit/{cafe.menu['Flat white']}/"
    cafe.staff(path, product=words)
    page = opened(open_window, cafe, TABLET, str(cafe.menu["Flat white"]))
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_label("What it is called (Deutsch)")).to_have_value("Milchkaffee")
    expect(page.get_by_label("“Coffee” as a heading (Deutsch)")).to_have_value("Kaffee")
    page.get_by_label("Price").first.fill("4,10")
    with page.expect_request("**/products/edit/**") as sent:
        page.get_by_role("button", name="Save", exact=True).click()
    body = sent.value.post_data_json or {}
    assert body["product"].keys() == {"price"}
    expect(page.get_by_text("Flat white is saved.").first).to_be_visible()
    product = answer(cafe.api.get(f"/products/get/{cafe.menu['Flat white']}/"))
    assert (product["words"], product["categories"]) == (words["words"], [category])


@pytest.mark.parametrize("device", [PHONE, TABLET])
def test_a_group_and_its_options_have_words_and_allergens(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    milk = cafe.choices("Flat white", "Milk", {"name": "Oat milk"}, {"name": "Soy milk"})
    page = opened(open_window, cafe, device, f"options-{milk['id']}")
    page.locator("summary").filter(has_text="In other languages").click()
    form = page.get_by_role("form", name="Milk")
    form.get_by_role("button", name="Deutsch").click()
    form.get_by_label("What it is called (Deutsch)").first.fill("Milch")
    row = form.get_by_role("listitem").first
    row.get_by_text("Languages, allergens, stock").click()
    row.get_by_label("What it is called (Deutsch)").fill("Hafermilch")
    row.get_by_role("button", name="gluten").click()
    axe(page)
    fits_across(page)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Milk")).to_be_visible()
    path = f"/products/options/find/?location_id={cafe.location_id}"
    [now] = answer(cafe.api.get(path))
    oat, soy = now["options"]
    assert (now["words"], oat["words"]) == (
        {"de": {"name": "Milch"}},
        {"de": {"name": "Hafermilch"}},
    )
    assert (oat["allergens"], soy["words"], soy["allergens"]) == (["gluten"], {}, [])
