"""A table's own code on the guest's phone: opened, its word, turned over, moved, merged."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET

START = re.compile("^Start ordering at")


class Spot:
    """A table of the café, as its staff know it."""

    def __init__(self, cafe: Cafe, name: str) -> None:
        self.cafe = cafe
        place = {"location_id": cafe.location_id, "name": name}
        self.about: dict[str, Any] = cafe.staff("/orders/tables/create/", **place)
        self.code = str(self.about["code"])

    def open(self) -> str:
        """Returns the session's code."""
        return str(self.cafe.staff(f"/orders/tables/open/{self.code}/")["code"])

    @property
    def session(self) -> dict[str, Any]:
        """What the staff see of who sits there."""
        found = self.cafe.staff_get(f"/orders/tables/find/?location_id={self.cafe.location_id}")
        return dict(next(one["session"] for one in found if one["table"]["id"] == self.about["id"]))


def settle(cafe: Cafe, **settings: Any) -> None:
    """How the place works."""
    cafe.staff(f"/orders/settings/{cafe.location_id}/", **settings)


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    watch.allow("status of 40", "status of 429", "WebSocket connection to")


@pytest.fixture
def spot(cafe: Cafe) -> Spot:
    return Spot(cafe, "Table 3")


def sit(page: Page, code: str) -> Guest:
    """Scan a table that is open."""
    return Guest(page, code).arrive()


def test_a_guest_opens_a_free_table_with_one_tap_and_orders_two_items_in_five(
    open_window: Open, cafe: Cafe, spot: Spot
) -> None:
    settle(cafe, open_by="guest")
    page = open_window(PHONE)
    page.add_init_script(
        "addEventListener('click', () => window.taps = (window.taps ?? 0) + 1, true)"
    )
    page.goto(f"/t/{spot.code}/")
    start = page.get_by_role("button", name=START)
    expect(start).to_have_text("Start ordering at Table 3")
    axe(page)
    fits_across(page)
    start.click()
    page.get_by_role("button", name="Add Espresso", exact=True).click()
    page.get_by_role("button", name="Add Flat white", exact=True).click()
    page.get_by_role("link", name=re.compile("^Look at the cart")).click()
    guest = Guest(page, spot.code)
    guest.send_button.click()
    expect(guest.orders).to_have_count(2)
    assert page.evaluate("window.taps") <= 5
    assert len(cafe.api.session(spot.session["code"])["orders"]) == 2
    assert page.url.split("#")[0].endswith(f"/t/{spot.code}/")


def test_the_staff_are_called_to_open_a_table_and_the_page_goes_on_by_itself(
    open_window: Open, cafe: Cafe, spot: Spot
) -> None:
    page = open_window(PHONE)
    page.goto(f"/t/{spot.code.lower()}/")
    page.get_by_role("button", name="Call the staff to open the table").click()
    expect(page.get_by_text(re.compile(r"Called at \d\d:\d\d, not yet seen\."))).to_be_visible()
    axe(page)
    page.reload()
    expect(page.get_by_text("not yet seen")).to_be_visible()
    code = spot.open()
    expect(page.get_by_role("button", name="Add Espresso", exact=True)).to_be_visible()
    guest = Guest(page, code)
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    assert [line["name"] for line in cafe.live(code)["cart"]] == ["Espresso"]


def test_the_word_of_the_sitting_is_asked_once_before_the_first_change(
    open_window: Open, cafe: Cafe, spot: Spot
) -> None:
    settle(cafe, ask_word=True)
    code = spot.open()
    page = open_window(PHONE)
    guest = sit(page, spot.code)
    guest.add("Espresso")
    asked = page.get_by_role("dialog", name="Are you at this table?")
    axe(page)
    wrong = "0000" if spot.session["word"] != "0000" else "1111"
    for typed, told in (("12", "These are four digits"), (wrong, "not the digits of your table")):
        asked.get_by_label("Four digits of your table").fill(typed)
        asked.get_by_role("button", name="Go on").click()
        expect(asked.get_by_role("alert").filter(has_text=told)).to_be_visible()
    assert cafe.live(code)["cart"] == []
    asked.get_by_label("Four digits of your table").fill(spot.session["word"])
    asked.get_by_role("button", name="Go on").click()
    expect(asked).to_have_count(0)
    guest.add("Flat white")
    guest.look_at_cart(lines=2)
    page.reload()
    service = guest.look("Service")
    service.get_by_role("button", name="Call the waiter").click()
    expect(service).to_contain_text("not yet seen")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_too_many_wrong_words_are_told(open_window: Open, cafe: Cafe, spot: Spot) -> None:
    settle(cafe, ask_word=True)
    spot.open()
    wrong = "0000" if spot.session["word"] != "0000" else "1111"
    page = open_window(PHONE)
    sit(page, spot.code).add("Espresso")
    asked = page.get_by_role("dialog", name="Are you at this table?")
    for _ in range(6):
        asked.get_by_label("Four digits of your table").fill(wrong)
        with page.expect_response(re.compile("/sessions/join/")):
            asked.get_by_role("button", name="Go on").click()
    expect(asked.get_by_role("alert").filter(has_text="Too many attempts")).to_be_visible()


def test_a_table_that_was_turned_over_shows_nothing_of_the_guests_before(
    open_window: Open, cafe: Cafe, spot: Spot
) -> None:
    settle(cafe, open_by="guest")
    code = spot.open()
    ann = sit(open_window(PHONE), spot.code)
    ann.add("Espresso", name="Ann")
    ann.send()
    expect(ann.orders).to_have_count(1)
    cafe.close(code)
    expect(ann.page.get_by_role("heading", name="This table is closed")).to_be_focused()
    expect(ann.orders).to_have_count(1)
    axe(ann.page)
    stranger = open_window(PHONE)
    stranger.goto(f"/t/{spot.code}/")
    expect(stranger.get_by_role("button", name=START)).to_be_visible()
    for word in ("Espresso", "Ann", "€", "before"):
        expect(stranger.locator("main")).not_to_contain_text(word)
    stranger.get_by_role("button", name=START).click()
    expect(stranger.get_by_role("button", name="Add Espresso", exact=True)).to_be_visible()
    ann.page.get_by_role("button", name="Start anew at Table 3").click()
    expect(ann.page.get_by_role("button", name="Add Espresso", exact=True)).to_be_visible()
    expect(ann.orders).to_have_count(0)
    ann.look("Service").get_by_role("link", name="What you ordered here before").click()
    expect(ann.page.get_by_role("heading", name="This table is closed")).to_be_visible()
    expect(ann.orders).to_have_count(1)


def test_a_merged_table_leads_its_phones_over_with_cart_and_key(
    open_window: Open, cafe: Cafe, spot: Spot
) -> None:
    other = Spot(cafe, "Table 4")
    code, into = spot.open(), other.open()
    ann, ben = sit(open_window(PHONE), spot.code), sit(open_window(PHONE), other.code)
    ann.add("Espresso", name="Ann")
    ann.look_at_cart(lines=1)
    ben.add("Flat white", name="Ben")
    ben.look_at_cart(lines=1)
    cafe.staff(f"/orders/sessions/merge/{code}/", into=into)
    expect(ann.page.get_by_role("heading", level=1)).to_have_text("Table 4")
    expect(ann.toast).to_contain_text(
        "The tables were put together: your order goes on at Table 4."
    )
    expect(ben.toast.filter(has_text="Another table was put together with yours")).to_be_visible()
    expect(ann.lines.filter(has_text="Ann (you)")).to_contain_text("Espresso")
    expect(ben.lines).to_have_count(2)
    ann.page.get_by_role("button", name=re.compile("^Send mine")).click()
    expect(ann.orders).to_have_count(1)
    stranger = open_window(PHONE)
    stranger.goto(f"/t/{code}/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Table 4")


def test_a_moved_order_takes_its_phone_along(open_window: Open, cafe: Cafe, spot: Spot) -> None:
    other = Spot(cafe, "Terrace 1")
    code = spot.open()
    guest = sit(open_window(PHONE), spot.code)
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    cafe.staff(f"/orders/sessions/move/{code}/", table_id=other.about["id"])
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Terrace 1")
    expect(guest.toast).to_contain_text("Your order goes on at Terrace 1.")
    guest.page.reload()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Terrace 1")
    expect(guest.lines).to_have_count(1)
    guest.page.goto(f"/t/{spot.code}/")  # the old sticker, from a bookmark
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Terrace 1")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Please type the code first."),
        ("2345 6O89", "“O” is in no code."),
        ("2345-678", "A code has eight letters and digits, these are 7."),
        ("2345-6789-A", "A code has eight letters and digits, these are 9."),
        ("swapped", "One of these is wrong, or two are swapped."),
    ],
)
def test_slips_in_a_typed_code_are_named(
    open_window: Open, spot: Spot, typed: str, told: str
) -> None:
    page = open_window(PHONE)
    page.goto(f"/t/{'0' * 40}/")
    if typed == "swapped":
        letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
        after = letters[(letters.index(spot.code[0]) + 1) % len(letters)]
        typed = after + spot.code[1:]
    page.get_by_label("Code or address of the table").fill(typed)
    page.get_by_role("button", name="Open the table").click()
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(page.get_by_label("Code or address of the table")).to_be_focused()
    axe(page)


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=str)
def test_a_short_code_is_typed_as_it_is_read(open_window: Open, spot: Spot, device: Any) -> None:
    spot.open()
    page = open_window(device)
    page.goto(f"/t/{'0' * 40}/")
    field = page.get_by_label("Code or address of the table")
    field.fill(f" {spot.code[:4].lower()} – {spot.code[4:]} ")
    page.get_by_role("button", name="Open the table").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Table 3")
