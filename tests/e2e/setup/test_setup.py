"""Setting up a place: from no account to a guest who orders, and what owners change later."""

from __future__ import annotations

import re
import secrets
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest, Staff
from tests.e2e.watch import Watch
from tests.support.api import Api, answer
from tools.browser.window import PHONE, TABLET


@pytest.fixture
def page(open_window: Open, cafe: Cafe) -> Page:
    """The owner in the café's set-up."""
    return set_up(open_window, cafe)


def set_up(open_window: Open, cafe: Cafe) -> Page:
    page = open_window(TABLET, signed_in=cafe.login)
    page.goto("/locations/setup/")
    expect(page.get_by_role("link", name="Espresso")).to_be_visible()
    return page


def stored(page: Page) -> AbstractContextManager[Any]:
    """Waits for the answer to a change of a product, which the page shows before it."""
    return page.expect_response(re.compile("/products/(edit|arrange|sold_out)/"))


def create_account(page: Page, name: str) -> None:
    page.get_by_role("button", name="I run a place and have no account yet").click()
    axe(page)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Example")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(secrets.token_hex(8))
    page.get_by_role("button", name="Create the account").click()


def create_place(page: Page) -> None:
    expect(page.get_by_role("heading", name="First, your place")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill(f"Kiosk {secrets.token_hex(4)}")
    page.get_by_label("Address").fill("Quay 9, Berlin")
    page.get_by_role("button", name="Create the place").click()


def add_product(page: Page, name: str, price: str, category: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Price in EUR").fill(price)
    page.get_by_placeholder("New category").fill(category)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_be_focused()


def test_from_nothing_to_a_table(open_window: Open) -> None:
    page = open_window(TABLET)
    page.goto("/locations/setup/")
    create_account(page, f"ada-{secrets.token_hex(4)}")
    create_place(page)
    expect(page.get_by_role("form", name="New product")).to_be_visible()
    axe(page)
    add_product(page, "Lemonade", "4,40", "Cold drinks")
    page.get_by_role("link", name="Open the panel and create a table").click()
    staff = Staff(page)
    asked = page.get_by_role("dialog", name="New table")  # which the panel offers by itself
    asked.get_by_role("button", name="Open table", exact=True).click()
    shown = page.get_by_role("dialog", name="Table 1: QR code")
    code = shown.get_by_role("link").inner_text().rstrip("/").rpartition("/")[2]
    shown.get_by_role("button", name="Close", exact=True).click()
    guest = Guest(open_window(PHONE), code).arrive()
    guest.add("Lemonade", name="")
    guest.send()
    expect(staff.card("Table 1")).to_contain_text("1× Lemonade")
    expect(staff.table("Table 1")).to_contain_text("€4.40")


def test_the_old_address_leads_to_what_it_named(page: Page, cafe: Cafe) -> None:
    page.goto(f"/orders/setup/?from=bookmark#/{cafe.location_id}/staff")
    expect(page.get_by_role("region", name="Who works here")).to_be_visible()
    assert page.url.endswith(f"/locations/setup/?from=bookmark#/{cafe.location_id}/staff")


def test_sold_out_and_back(page: Page, cafe: Cafe, open_window: Open, table: str) -> None:
    switch = page.get_by_role("switch", name="On sale: Espresso")
    with stored(page):
        switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    guest = Guest(open_window(PHONE), table).arrive()
    dish = guest.page.get_by_role("listitem").filter(has_text="Espresso")
    expect(dish).to_contain_text("Sold out")
    with stored(page):
        switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    guest.page.reload()
    expect(guest.page.get_by_role("button", name="Add Espresso")).to_be_visible()


def test_a_scanner_finds_a_product_however_its_barcode_is_written(page: Page, cafe: Cafe) -> None:
    barcode = "036000291452"
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"barcode": barcode})
    page.reload()
    for scanned in (barcode, f"0{barcode}"):
        page.get_by_label("Search the menu").fill(scanned)
        expect(page.locator("li.dish")).to_have_count(1)
        expect(page.locator("li.dish")).to_contain_text("Espresso")


def test_a_product_is_changed(page: Page, cafe: Cafe) -> None:
    page.get_by_role("link", name="Avocado toast").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Avocado toast")
    axe(page)
    page.get_by_label("Price in EUR").fill("9.20")
    page.get_by_role("button", name="vegetarian", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("li.dish").filter(has_text="Avocado toast")).to_contain_text("€9.20")
    product = answer(cafe.api.get(f"/products/get/{cafe.menu['Avocado toast']}/"))
    assert product["price"] == "9.20"
    assert [tag["name"] for tag in product["tags"]] == ["vegan"]
    assert product["description"] == "Sourdough, avocado, lemon"


def test_a_product_is_deleted(page: Page, cafe: Cafe, open_window: Open, table: str) -> None:
    guest = Guest(open_window(PHONE), table).arrive()
    guest.add("Carrot cake", name="")
    guest.look_at_cart(lines=1)
    page.get_by_role("link", name="Carrot cake").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    asked = page.get_by_role("dialog", name="Delete Carrot cake?")
    asked.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    asked.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("link", name="Carrot cake")).to_have_count(0)
    expect(page.get_by_label("Search the menu")).to_be_focused()
    assert cafe.api.get(f"/products/get/{cafe.menu['Carrot cake']}/").status_code == 404
    guest.page.reload()
    expect(guest.lines).to_contain_text("Sold out")
    guest.page.get_by_role("button", name="Remove what is sold out").click()
    expect(guest.lines).to_have_count(0)


def test_the_order_of_the_menu(page: Page, cafe: Cafe, open_window: Open, table: str) -> None:
    page.get_by_role("link", name="Change the order").click()
    expect(page.get_by_role("heading", name="Order of the menu")).to_be_focused()
    axe(page)
    up = page.get_by_role("button", name="Move Club sandwich up")
    up.click()
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Move Cakes up").click()
    page.get_by_role("button", name="Move Cakes up").click()
    page.get_by_role("link", name="Done").click()
    expect(page.locator("li.dish .name").first).to_contain_text("Carrot cake")
    wanted = [
        "Carrot cake",
        "Espresso",
        "Flat white",
        "Club sandwich",
        "Avocado toast",
        "Soup of the day",
    ]
    cafe.wait_menu(*wanted)
    dishes = Guest(open_window(PHONE), table).arrive().page.get_by_role("heading", level=4)
    expect(dishes).to_have_text(wanted)
    page.reload()
    expect(page.locator("li.dish .name a")).to_have_text(wanted)


def test_an_order_that_is_not_saved_says_so(page: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("net::ERR_")
    page.get_by_role("link", name="Change the order").click()
    page.route(re.compile("/products/arrange/"), lambda route: route.abort())
    page.get_by_role("button", name="Move Cakes up").click()
    expect(page.get_by_text("The order was not saved.").first).to_be_visible()
    names = page.locator(".order h3")
    expect(names.last).to_have_text("Cakes")
    page.unroute_all()
    page.get_by_role("button", name="Move Cakes up").click()
    expect(names.last).not_to_have_text("Cakes")


def test_another_password(api: Api, watch: Watch, open_window: Open) -> None:
    watch.allow("status of 403", "status of 400")
    cafe = Cafe.opened(api, api.register())  # whose account no other test has
    page = set_up(open_window, cafe)
    page.get_by_role("button", name="Change the password").click()
    form = page.get_by_role("form", name="Change the password")
    old, fresh = form.get_by_label("Old password"), form.get_by_label("New password")
    change = form.get_by_role("button", name="Change the password")
    old.fill("a wrong guess")
    fresh.fill("battery staple")
    change.click()
    expect(form.get_by_role("alert")).to_contain_text("The old password is wrong.")
    old.fill(cafe.owner.password)
    fresh.fill("password")
    change.click()
    expect(fresh).to_have_accessible_description(re.compile("guessed first"))
    axe(page)
    fresh.fill("battery staple")
    change.click()
    expect(form).to_have_count(0)
    page.get_by_role("link", name="Espresso").click()
    page.get_by_label("Price in EUR").fill("2.60")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("li.dish").filter(has_text="Espresso")).to_contain_text("€2.60")
    other = open_window(TABLET)
    other.goto("/locations/setup/")
    other.get_by_label("Username").fill(cafe.owner.username)
    other.get_by_label("Password").fill("battery staple")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("link", name="Espresso")).to_be_visible()


def test_wrong_words_are_told_at_their_fields(page: Page) -> None:
    page.get_by_role("link", name="Add a product").click()
    page.get_by_label("Price in EUR").fill("a lot")
    page.get_by_role("button", name="Save", exact=True).click()
    name, price = page.get_by_label("Name", exact=True), page.get_by_label("Price in EUR")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("Please fill this in"))
    expect(price).to_have_attribute("aria-invalid", "true")
    axe(page)


def test_staff_are_added_and_removed(page: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("status of 404")
    colleague = cafe.api.register()
    page.get_by_role("link", name="Staff", exact=True).click()
    page.get_by_label("Their username").fill("nobody-at-all")
    page.get_by_role("button", name="Add to the staff").click()
    expect(page.get_by_text("Nobody has this username.")).to_be_visible()
    page.get_by_label("Their username").fill(colleague.username)
    page.get_by_role("button", name="Add to the staff").click()
    people = page.get_by_role("region", name="Who works here").get_by_role("listitem")
    expect(people).to_have_count(2)
    axe(page)
    people.filter(has_text=colleague.username).get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(people).to_have_count(1)
    assert answer(
        cafe.api.post(f"/locations/staff/list/{cafe.location_id}/", cafe.owner.claim)
    ) == {"staff": [], "roles": {}}


def test_an_account_for_a_new_colleague(page: Page, open_window: Open, cafe: Cafe) -> None:
    page.get_by_role("link", name="Staff", exact=True).click()
    form = page.get_by_role("region", name="Somebody new")
    name = f"willa-{secrets.token_hex(4)}"
    form.get_by_label("First name").fill("Willa")
    form.get_by_label("Last name").fill("Example")
    form.get_by_label("E-mail").fill("willa@example.org")
    form.get_by_label("Username").fill(name)
    form.get_by_role("button", name="Create the account").click()
    expect(form.get_by_role("heading", name=f"{name} can sign in now")).to_be_focused()
    axe(page)
    password = form.locator("dd").nth(2).inner_text()
    form.get_by_role("button", name="I have written it down").click()
    theirs = open_window(PHONE)
    theirs.goto("/orders/panel/")
    theirs.get_by_label("Username").fill(name)
    theirs.get_by_label("Password").fill(password)
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    theirs.get_by_role("button", name="Not now").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Café ")


def test_a_wrong_password(open_window: Open, watch: Watch, cafe: Cafe) -> None:
    watch.allow("status of 403")
    page = open_window(PHONE)
    page.goto("/locations/setup/")
    page.get_by_label("Username").fill(cafe.owner.username)
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    axe(page)
    fits_across(page)
