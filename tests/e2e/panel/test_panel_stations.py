"""Stations and the pass: what each device shows, hears and cannot miss."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes
from tests.e2e.people import Staff
from tools.browser.window import TABLET


def test_a_kitchen_station_has_no_calls(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.call(table, "waiter")
    calls = staff.page.get_by_role("list", name="Calls", exact=True)
    expect(calls).to_be_visible()
    choose_station(staff, "Kitchen")
    expect(calls).to_be_hidden()
    expect(staff.page.get_by_role("button", name=re.compile("^On my way"))).to_have_count(0)


def choose_station(staff: Staff, *names: str) -> None:
    staff.page.get_by_role("button", name=re.compile("^Station")).click()
    choice = staff.page.get_by_role("dialog", name="What does this device show?")
    for name in names:
        choice.get_by_label(name, exact=True).check()
    choice.get_by_role("button", name="Show these").click()
    expect(choice).to_have_count(0)


def test_stations_are_in_the_order_of_the_menu(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Carrot cake")
    staff.page.get_by_role("button", name=re.compile("^Station")).click()
    labels = staff.page.get_by_role("dialog").locator("fieldset.checks label")
    expect(labels).to_have_text(["Coffee", "Kitchen", "Cakes"])


def test_a_card_says_what_is_also_at_other_stations(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.place(table, ("Club sandwich", 1, ""), ("Flat white", 2, ""), ("Espresso", 1, ""))
    drink = cafe.api.session(table)["orders"][1]
    cafe.move(drink["id"], "accepted")
    choose_station(staff, "Kitchen")
    card = staff.card("Table 2")
    expect(card).to_contain_text(re.compile(r"Also at\s*Coffee: New \(2\)"))
    axe(staff.page)
    for order in cafe.api.session(table)["orders"][1:]:
        if order["state"] == "new":
            cafe.move(order["id"], "accepted")
        cafe.move(order["id"], "preparing", "ready")
    expect(card).to_contain_text("Coffee: Ready (2)")


def test_the_pass_shows_what_is_ready_and_runners_serve_it(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.place(table, ("Club sandwich", 1, ""), ("Flat white", 2, ""))
    other = cafe.open("Table 3")
    cafe.order(other, "Espresso")
    toast = cafe.api.session(table)["orders"][0]
    cafe.move(toast["id"], "accepted", "preparing", "ready")
    filters = staff.page.get_by_role("list", name="Lines by state")
    ready = filters.get_by_role("button", name=re.compile("1 Ready"))
    ready.click()
    expect(ready).to_have_attribute("aria-pressed", "true")
    expect(staff.page.get_by_role("article")).to_have_count(1)
    expect(staff.card("Table 2")).not_to_contain_text("Flat white")
    expect(staff.page.get_by_text("The pass: what is ready")).to_be_visible()
    axe(staff.page)
    staff.page.reload()
    staff.step("Table 2", "Serve")
    cafe.wait_state(table, toast["id"], "served")
    expect(staff.page.get_by_text("Nothing is “Ready”")).to_be_visible()
    staff.page.get_by_role("button", name="Show everything").click()
    expect(staff.page.get_by_role("article")).to_have_count(2)


PLAYED = """
    window.played = [];
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
        const made = make.call(this);
        queueMicrotask(() => window.played.push(made.frequency.value));
        return made;
    };
"""


TURN = """async (chip) => {
  chip.click();
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  return [...document.querySelectorAll(".ticket .what")].map((each) => each.textContent);
}"""


def test_the_pass_shows_nothing_else_from_the_first_moment(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.order(table, "Espresso")
    ready = cafe.order(cafe.open("Table 3"), "Carrot cake")
    cafe.move(ready["id"], "accepted", "preparing", "ready")
    chips = staff.page.get_by_role("list", name="Lines by state")
    expect(staff.card("Table 2")).to_be_visible()
    expect(staff.card("Table 3")).to_contain_text("Ready")
    chip = chips.get_by_role("button", name="1 Ready")
    assert chip.evaluate(TURN) == ["Carrot cake"]
    assert chips.get_by_role("button", name="2 All").evaluate(TURN) == ["Espresso", "Carrot cake"]


def test_ready_has_a_sound_of_its_own(open_window: Open, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    cafe.move(order["id"], "accepted", "preparing")
    page = open_window(TABLET, signed_in=cafe.login)
    page.add_init_script(PLAYED)
    staff = Staff(page).arrive()
    staff.look("Done")
    expect(page.get_by_role("button", name="Sound on")).to_be_visible()
    cafe.move(order["id"], "ready")
    becomes(page, "window.played[0] === 784")
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("checkbox", name="Ready to be carried out")).to_be_checked()


@pytest.mark.parametrize(
    ("note", "band"),
    [
        ("allergic to nuts!", "Allergy!"),
        ("Ich habe eine Nussallergie", "Allergy!"),
        ("عندي حساسية من المكسرات", "Allergy!"),
        ("je suis allergique aux noix", "Allergy!"),
        ("alergia al huevo", "Allergy!"),
        ("sono celiaca", "Allergy!"),
        ("fıstık alerjim var", "Allergy!"),
        ("is there gluten in the bread?", "Names what is in it: gluten"),
        ("ohne Milch bitte", "May be an allergy"),
        ("warm please", ""),
        ("eine Gabel extra", ""),
        ("no onions", ""),
    ],
)
def test_a_note_about_an_allergy_is_a_band(
    staff: Staff, cafe: Cafe, table: str, note: str, band: str
) -> None:
    staff.page.get_by_role("button", name=re.compile("^Station")).click()  # reads the menu
    staff.page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    cafe.order(table, "Avocado toast", note=note)
    card = staff.card("Table 2")
    expect(card).to_contain_text(note)
    if not band:
        expect(card.locator(".allergy")).to_have_count(0)
        return
    expect(card.locator(".allergy")).to_contain_text(band)
    expect(card.locator(".allergy")).to_contain_text(note)
    axe(staff.page)


@pytest.mark.parametrize(
    ("note", "named"),
    [("how much mustard is that?", "mustard"), ("a lot of sesame please", "sesame")],
)
def test_a_note_names_an_allergen_of_the_dish_or_of_what_was_chosen_with_it(
    staff: Staff, cafe: Cafe, table: str, note: str, named: str
) -> None:
    toast = cafe.menu["Avocado toast"]
    cafe.staff(f"/products/edit/{toast}/", product={"allergens": ["mustard"]})
    dip = {"name": "Tahini", "allergens": ["sesame"]}
    made = cafe.choices("Avocado toast", "Dip", dip, {"name": "None"}, least=1, most=1)
    staff.page.reload()
    staff.page.get_by_role("button", name=re.compile("^Station")).click()  # reads the menu
    staff.page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    [tahini] = [each["id"] for each in made["options"] if each["name"] == "Tahini"]
    cafe.order(table, "Avocado toast", note=note, options=[tahini])
    band = staff.card("Table 2").locator(".allergy")
    expect(band).to_contain_text(f"Names what is in it: {named}")
