"""What a guest has seen is what is ordered: prices and names that change meanwhile."""

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
from tests.support.waiting import wait_for
from tools.browser.window import PHONE

NEW_PRICE_WITHIN = 5.0  # seconds
COSTS = "It costs €9.90 now, not €2.40."


# Phones are told of a change at once. What these tests are about is the moment before: the frames
# that tell it do not arrive.
LATE = """
const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
const isLate = ({ data }) => data.includes('"menu.changed"');
Object.defineProperty(WebSocket.prototype, "onmessage", {
  ...own,
  set(act) { own.set.call(this, (event) => isLate(event) || act.call(this, event)); },
});
"""


@pytest.fixture
def open_window(open_window: Open) -> Open:
    """Windows that hear late what has changed on the menu."""

    def opened(*how: Any, **more: Any) -> Page:
        page = open_window(*how, **more)
        page.add_init_script(LATE)
        return page

    return opened


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    watch.allow("status of 40")


@pytest.fixture
def ann(guest: Guest) -> Guest:
    """Has put an espresso at 2.40 into the cart."""
    guest.add("Espresso", name="Ann")
    guest.look_at_cart(lines=1)
    expect(guest.send_button).to_have_text(re.compile("€2.40"))
    return guest


def edit(cafe: Cafe, **product: str) -> None:
    """Change the espresso; returns when orders are taken as it is now."""
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product=product)
    code = cafe.open()

    def known() -> bool:
        order = cafe.order(code, "Espresso")
        return all(order[field] == value for field, value in product.items())

    wait_for(known, NEW_PRICE_WITHIN, "the espresso is another one")
    cafe.close(code)


def ordered(cafe: Cafe, table: str) -> list[tuple[str, str]]:
    return [(order["name"], order["price"]) for order in cafe.api.session(table)["orders"]]


def test_what_became_dearer_is_ordered_when_that_was_seen(
    ann: Guest, cafe: Cafe, table: str
) -> None:
    edit(cafe, price="9.90")
    ann.send_button.click()
    region = ann.page.get_by_role("region", name="Cart")
    expect(region).to_contain_text(f"Nothing was sent. Espresso: {COSTS} To order at this price")
    expect(ann.lines).to_contain_text(COSTS)
    expect(ann.send_button).to_have_text(re.compile("Send 1 item.*€9.90"))
    assert ordered(cafe, table) == []
    fits_across(ann.page)
    axe(ann.page)
    ann.send_button.click()
    expect(ann.orders).to_have_count(1)
    assert ordered(cafe, table) == [("Espresso", "9.90")]


def test_what_the_page_has_shown_as_dearer_is_ordered_at_once(
    ann: Guest, cafe: Cafe, table: str
) -> None:
    edit(cafe, price="9.90")
    ann.page.reload()
    expect(ann.lines).to_contain_text(COSTS)
    expect(ann.page.get_by_text("Total of the cart")).to_be_visible()
    expect(ann.send_button).to_have_text(re.compile("Send 1 item.*€9.90"))
    ann.send_button.click()
    expect(ann.orders).to_have_count(1)
    assert ordered(cafe, table) == [("Espresso", "9.90")]


def test_what_became_cheaper_is_ordered_and_said(ann: Guest, cafe: Cafe, table: str) -> None:
    edit(cafe, price="1.20")
    ann.send_button.click()
    expect(ann.orders).to_have_count(1)
    arrived = ann.page.get_by_role("region", name="Orders")
    expect(arrived).to_contain_text("It costs €1.20 less than was shown.")
    assert ordered(cafe, table) == [("Espresso", "1.20")]


def test_what_is_called_otherwise_is_ordered_when_that_was_seen(
    ann: Guest, cafe: Cafe, table: str
) -> None:
    edit(cafe, name="Espresso with lobster")
    ann.send_button.click()
    words = "“Espresso” is “Espresso with lobster” now."
    expect(ann.page.get_by_role("region", name="Cart")).to_contain_text(words)
    expect(ann.lines.locator(".line-name")).to_have_text("Espresso with lobster")
    assert ordered(cafe, table) == []
    ann.send_button.click()
    expect(ann.orders).to_have_count(1)
    assert ordered(cafe, table) == [("Espresso with lobster", "2.40")]


def test_the_menu_that_is_out_of_date_adds_nothing_unseen(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    edit(cafe, price="9.90")
    guest.add("Espresso", name="Ann")
    expect(guest.toast).to_contain_text(f"Espresso was not added. {COSTS}")
    axe(guest.page)
    assert cafe.live(table)["cart"] == []
    expect(guest.page.get_by_role("listitem").filter(has_text="€9.90")).to_have_count(1)
    guest.toast.get_by_role("button", name="Add at €9.90").click()
    guest.look_at_cart(lines=1)
    assert [line["price"] for line in cafe.live(table)["cart"]] == ["9.90"]


def test_another_phones_sending_shows_the_new_price_to_all(
    ann: Guest, open_window: Open, cafe: Cafe, table: str
) -> None:
    ben = Guest(open_window(PHONE), table).arrive()
    ben.look_at_cart(lines=1)
    edit(cafe, price="9.90")
    ann.send_button.click()
    expect(ben.lines).to_contain_text(COSTS)
    expect(ben.send_button).to_have_text(re.compile("€9.90"))


def test_a_closed_table_is_told_to_strangers_and_shown_to_its_guests(
    ann: Guest, open_window: Open, cafe: Cafe, table: str
) -> None:
    cafe.line(table, "Carrot cake", guest="Jonas", note="for the birthday")
    ann.send()
    expect(ann.orders).to_have_count(2)
    cafe.close(table)
    stranger = open_window(PHONE)
    stranger.goto(f"/t/{table}/")
    expect(stranger.get_by_role("heading", name="This table is closed")).to_be_visible()
    for word in ("Espresso", "Carrot", "Ann", "Jonas", "birthday", "€", "What was ordered"):
        expect(stranger.locator("main")).not_to_contain_text(word)
    fits_across(stranger)
    axe(stranger)
    for _ in range(2):
        expect(ann.page.get_by_role("heading", name="This table is closed")).to_be_visible()
        expect(ann.orders).to_have_count(2)
        ann.page.reload()
