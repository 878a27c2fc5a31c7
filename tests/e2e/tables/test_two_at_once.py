"""Two people change the same thing in the set-up: nothing is lost without a word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import TABLET

CHANGED = "status of 409"


@pytest.fixture
def toast(open_window: Open, cafe: Cafe) -> Page:
    """The owner in the editor of the avocado toast."""
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto("/locations/setup/")
    page.get_by_role("link", name="Avocado toast").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Avocado toast")
    return page


def edit(cafe: Cafe, **fields: object) -> None:
    """What somebody else saves meanwhile."""
    cafe.staff(f"/products/edit/{cafe.menu['Avocado toast']}/", product=fields)


def product(cafe: Cafe) -> dict[str, object]:
    return dict(answer(cafe.api.get(f"/products/get/{cafe.menu['Avocado toast']}/")))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def conflict(page: Page) -> Locator:
    return page.get_by_role("group", name="Changed by somebody else")


def test_another_field_that_was_saved_meanwhile_stays(toast: Page, cafe: Cafe) -> None:
    edit(cafe, price="9.90", tags=[{"name": "vegan"}])
    toast.get_by_label("Description").fill("Rye, avocado")
    save(toast)
    expect(toast.locator("li.dish").filter(has_text="Avocado toast")).to_contain_text("€9.90")
    now = product(cafe)
    assert (now["price"], now["description"]) == ("9.90", "Rye, avocado")
    assert now["tags"] == [{"name": "vegan"}]


def test_who_wins_is_asked(toast: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow(CHANGED)
    edit(cafe, price="9.90")
    toast.get_by_label("Price in EUR").fill("9.20")
    save(toast)
    expect(conflict(toast).get_by_role("row", name=re.compile("Price"))).to_have_text(
        re.compile(r"Price in EUR\s*9\.90\s*9\.20")
    )
    expect(toast.get_by_role("alert").filter(has_text="Somebody else")).to_be_visible()
    axe(toast)
    assert product(cafe)["price"] == "9.90"
    conflict(toast).get_by_role("button", name="Keep mine").click()
    expect(toast.locator("li.dish").filter(has_text="Avocado toast")).to_contain_text("€9.20")
    assert product(cafe)["price"] == "9.20"


def test_theirs_is_taken_and_the_rest_is_still_to_be_saved(
    toast: Page, cafe: Cafe, watch: Watch
) -> None:
    watch.allow(CHANGED)
    edit(cafe, price="9.90", description="Rye")
    toast.get_by_label("Price in EUR").fill("9.20")
    toast.get_by_role("button", name="vegetarian", exact=True).click()
    save(toast)
    conflict(toast).get_by_role("button", name="Take theirs").click()
    expect(toast.get_by_label("Price in EUR")).to_have_value("9.90")
    expect(toast.get_by_label("Price in EUR")).to_be_focused()
    expect(toast.get_by_label("Description")).to_have_value("Rye")
    save(toast)
    expect(toast.get_by_text("Avocado toast is saved.").first).to_be_visible()
    now = product(cafe)
    assert (now["price"], now["description"]) == ("9.90", "Rye")
    assert now["tags"] == [{"name": "vegan"}]


def test_what_is_kept_is_asked_about_again_when_it_changes_again(
    toast: Page, cafe: Cafe, watch: Watch
) -> None:
    watch.allow(CHANGED)
    edit(cafe, price="9.90")
    toast.get_by_label("Price in EUR").fill("9.20")
    save(toast)
    expect(conflict(toast)).to_contain_text("9.90")
    edit(cafe, price="10.10")
    conflict(toast).get_by_role("button", name="Keep mine").click()
    expect(conflict(toast)).to_contain_text("10.10")
    assert product(cafe)["price"] == "10.10"


def test_the_place_itself(open_window: Open, cafe: Cafe, watch: Watch) -> None:
    watch.allow(CHANGED)
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/place")
    page.get_by_label("Telephone").fill("030 1234")
    page.get_by_label("Description").fill("Coffee by the water.")
    cafe.staff(
        f"/locations/edit/{cafe.location_id}/", location={"telephone": "030 99", "website": "a.b"}
    )
    save(page)
    expect(conflict(page)).to_contain_text("030 99")
    conflict(page).get_by_role("button", name="Take theirs").click()
    save(page)
    expect(page.get_by_text("Café Aisle is saved.").first).to_be_visible()
    place = answer(cafe.api.get(f"/locations/get/{cafe.location_id}/"))
    assert (place["telephone"], place["website"]) == ("030 99", "a.b")
    assert place["description"] == "Coffee by the water."


def test_the_order_of_the_menu(open_window: Open, cafe: Cafe, watch: Watch) -> None:
    """Two people arrange it at once: the second one sees what the first one did before."""
    watch.allow(CHANGED)
    pages = [open_window(TABLET, signed_in=cafe.login) for _ in "ab"]
    for page in pages:
        page.goto("/locations/setup/")
        page.get_by_role("link", name="Change the order").click()
    first, second = pages
    with first.expect_response(re.compile("/products/arrange/")):
        first.get_by_role("button", name="Move Cakes up").click()
    now = first.locator(".order h3").all_text_contents()
    second.get_by_role("button", name=re.compile(r"^Move .* down$")).first.click()
    expect(second.get_by_text("Somebody else has arranged the menu").first).to_be_visible()
    expect(second.locator(".order h3")).to_have_text(now)
