"""What the guest is told is true: calls, who has done what, what is mine, what is at the end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET

NOT_SEEN = re.compile(r"Called at \d\d:\d\d, not yet seen\.")
MINE = re.compile("^Send mine: ")


@pytest.fixture(autouse=True)
def broken_networks(watch: Watch) -> None:
    watch.allow("net::ERR_", "WebSocket connection to", "status of 40")


@pytest.fixture
def other(open_window: Open, table: str) -> Guest:
    """Another phone at the table."""
    return Guest(open_window(PHONE), table).arrive()


def region(guest: Guest, name: str) -> Locator:
    return guest.page.get_by_role("region", name=name, exact=True)


def test_called_is_not_seen_until_somebody_has_on_all_phones_and_after_a_reload(
    guest: Guest, other: Guest, cafe: Cafe, table: str
) -> None:
    service = guest.look("Service")
    service.get_by_role("button", name="Call the waiter").click()
    other.look("Service")
    for one in (guest, other):
        expect(region(one, "Service").get_by_text(NOT_SEEN)).to_be_visible()
        expect(region(one, "Service")).not_to_contain_text("coming")
    axe(guest.page)
    guest.page.reload()
    expect(service.get_by_text(NOT_SEEN)).to_be_visible()
    [call] = cafe.live(table)["calls"]
    cafe.staff(f"/orders/calls/answer/{call['id']}/")
    seen = re.compile(r"Seen at \d\d:\d\d, somebody is coming\.")
    for one in (guest, other):
        expect(region(one, "Service").get_by_text(seen)).to_be_visible()
    guest.page.reload()
    expect(service.get_by_text(seen)).to_be_visible()
    axe(guest.page)


def test_the_bill_is_asked_for_in_two_taps_as_cash_or_card_together_or_separately(
    guest: Guest, other: Guest, cafe: Cafe, table: str
) -> None:
    guest.add("Espresso")
    service = guest.look("Service")
    service.get_by_role("button", name="Ask for the bill").click()
    sheet = guest.page.get_by_role("dialog", name="How would you like to pay?")
    expect(sheet).to_contain_text("1 item in the cart has not been ordered yet.")
    axe(guest.page)
    fits_across(guest.page)
    sheet.get_by_role("button", name="By card: Separately").click()
    expect(service).to_contain_text("By card · Separately")
    [call] = cafe.live(table)["calls"]
    assert (call["kind"], call["pay"], call["split"]) == ("bill", "card", "separately")
    expect(other.look("Service")).to_contain_text("By card · Separately")
    other.page.get_by_role("button", name="Change how you pay").click()
    chosen = other.page.get_by_role("button", name="By card: Separately")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    other.page.get_by_role("button", name="In cash: Together").click()
    expect(service).to_contain_text("In cash · Together")
    [changed] = cafe.live(table)["calls"]
    assert (changed["id"], changed["pay"], changed["split"]) == (call["id"], "cash", "together")


def test_more_can_be_ordered_after_the_bill_and_the_page_says_what_that_means(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    service = guest.look("Service")
    service.get_by_role("button", name="Ask for the bill").click()
    guest.page.get_by_role("button", name="We will say it at the table").click()
    expect(service).to_contain_text("You can still order. It comes on the same bill")
    guest.look("Menu")
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    expect(region(guest, "Cart")).to_contain_text("You have asked for the bill.")
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)


def test_phones_without_a_name_are_told_apart(guest: Guest, other: Guest) -> None:
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    other.add("Carrot cake")
    other.look_at_cart(lines=2)
    guest.look_at_cart(lines=2)
    for one, mine, theirs in ((guest, 0, 1), (other, 1, 0)):
        expect(one.lines.nth(mine).locator(".line-who")).to_have_text("You")
        expect(one.lines.nth(theirs).locator(".line-who")).to_have_text(re.compile(r"^Guest \d$"))
        shares = region(one, "Cart").locator(".share")
        expect(shares).to_have_text([re.compile("^You"), re.compile(r"^Guest \d")])
    expect(region(guest, "Cart").locator(".share").nth(1)).to_contain_text("€4.60")
    guest.page.get_by_role("button", name=re.compile("^Send all")).click()
    for one, own, total in ((guest, "Espresso", "€2.40"), (other, "Carrot cake", "€4.60")):
        one.look("Orders")
        expect(one.orders.filter(has_text="You")).to_have_count(1)
        expect(one.orders.filter(has_text="You")).to_contain_text(own)
        share = region(one, "Orders").locator(".share.is-own")
        expect(share).to_have_text(re.compile(rf"You\s*{re.escape(total)}"))
        axe(one.page)


def test_send_mine_leaves_what_others_still_choose(
    guest: Guest, other: Guest, cafe: Cafe, table: str
) -> None:
    guest.add("Espresso", name="Ann")
    expect(region(guest, "Menu").get_by_role("button", name="One Espresso less")).to_be_visible()
    other.add("Carrot cake")
    guest.look_at_cart(lines=2)
    words = re.compile("leaves in the cart what Guest \\d still choose")
    expect(region(guest, "Cart")).to_contain_text(words)
    axe(guest.page)
    fits_across(guest.page)
    guest.page.get_by_role("button", name=MINE).click()
    expect(guest.orders).to_have_count(1)
    assert [order["name"] for order in cafe.api.session(table)["orders"]] == ["Espresso"]
    assert [line["name"] for line in cafe.live(table)["cart"]] == ["Carrot cake"]
    other.look_at_cart(lines=1)
    expect(other.toast).to_contain_text("Ann has sent the cart: 1 item.")


def test_who_takes_or_sends_my_line_is_told(guest: Guest, other: Guest) -> None:
    guest.add("Espresso")
    guest.add("Flat white")
    other.look_at_cart(lines=2)
    other.lines.first.get_by_role("button", name="Remove Espresso").click()
    expect(guest.toast).to_contain_text("Espresso was removed by somebody at the table.")
    axe(guest.page)
    guest.toast.get_by_role("button", name="Put it back").click()
    other.look_at_cart(lines=2)
    other.tell_name("Ben")
    other.look("Cart")
    other.send_button.click()
    told = guest.toast.filter(has_text="Ben has sent the cart: 2 items.")
    expect(told).to_contain_text("Of yours: Flat white and Espresso.")


def test_a_closed_table_does_not_say_that_something_is_being_prepared(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    first, second = cafe.order(table, "Espresso"), cafe.order(table, "Carrot cake")
    cafe.move(first["id"], "accepted", "preparing")
    cafe.move(second["id"], "accepted", "preparing", "ready", "served")
    guest.add("Flat white")
    guest.look("Orders")
    made = guest.orders.filter(has_text="Espresso")
    expect(made).to_contain_text("Being prepared")
    cafe.close(table)
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_visible()
    expect(made).to_contain_text("Ordered; the table was closed since")
    expect(guest.orders.filter(has_text="Carrot cake")).to_contain_text("Served")
    expect(guest.page.locator("main")).not_to_contain_text("Being prepared")


def test_has_arrived_does_not_stay_over_a_cancelled_order(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    guest.add("Espresso")
    guest.send()
    arrived = region(guest, "Orders").get_by_text("Your order has arrived")
    expect(arrived).to_be_visible()
    [order] = cafe.api.session(table)["orders"]
    cafe.move(order["id"], "cancelled", reason="the machine is broken")
    expect(guest.orders).to_contain_text("Cancelled")
    expect(arrived).to_have_count(0)


def test_long_names_break_and_no_field_is_smaller_than_16_px(open_window: Open, table: str) -> None:
    for device in (PHONE, TABLET):
        guest = Guest(open_window(device), table).arrive()
        guest.add("Espresso", name="Maximiliane" * 3)
        guest.look_at_cart(lines=guest.lines.count() or 1)
        for view in ("Cart", "Service", "Menu"):
            guest.look(view)
            fits_across(guest.page)
        sizes = guest.page.locator("input, select, textarea").evaluate_all(
            "all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert sizes
        assert min(sizes) >= 16, sizes


def test_a_name_given_after_adding_stands_at_unsent_lines(
    guest: Guest, other: Guest, cafe: Cafe, table: str
) -> None:
    other.add("Carrot cake")
    other.look_at_cart(lines=1)
    guest.add("Espresso")
    guest.add_with_note("Avocado toast", "no lemon")
    guest.look_at_cart(lines=3)
    guest.tell_name("Ann")
    other.look("Cart")
    who = other.lines.locator(".line-who")
    expect(who).to_have_text(["You", "Ann", "Ann"])
    guest.tell_name("Anna")
    expect(who).to_have_text(["You", "Anna", "Anna"])
    assert [line["guest"] for line in cafe.live(table)["cart"]] == ["", "Anna", "Anna"]
    guest.add("Espresso")
    guest.look_at_cart(lines=3)
    guest.page.get_by_role("button", name=MINE).click()
    expect(guest.orders).to_have_count(2)
    sent = cafe.api.session(table)["orders"]
    assert [(order["guest"], order["quantity"]) for order in sent] == [("Anna", 2), ("Anna", 1)]


def test_a_name_given_without_network_arrives_with_what_was_added(
    guest: Guest, other: Guest, cafe: Cafe, table: str
) -> None:
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    guest.page.context.set_offline(True)
    guest.look("Menu")
    guest.add("Flat white")
    guest.tell_name("Ann")
    guest.page.context.set_offline(False)
    other.look("Cart")
    expect(other.lines.locator(".line-who")).to_have_text(["Ann", "Ann"])
    guest.look_at_cart(lines=2)
    assert [line["guest"] for line in cafe.live(table)["cart"]] == ["Ann", "Ann"]
