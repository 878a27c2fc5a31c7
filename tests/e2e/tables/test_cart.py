"""One cart on several phones: what each of them did is there, and nobody is left unaware."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.common.test_storage import BLOCKED, FORGETS
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.people import Guest
from tests.e2e.watch import Watch
from tests.support.waiting import wait_for
from tools.browser.window import PHONE


@pytest.fixture(autouse=True)
def broken_networks(watch: Watch) -> None:
    """What Chromium itself writes about them, and about refusals."""
    watch.allow("net::ERR_", "WebSocket connection to", "status of 4")


@pytest.fixture
def ann(guest: Guest) -> Guest:
    """Has put an espresso into the cart."""
    guest.add("Espresso", name="Ann")
    guest.look_at_cart(lines=1)
    return guest


@pytest.fixture
def ben(open_window: Open, table: str, ann: Guest) -> Guest:
    """Looks at Ann's espresso on another phone."""
    ben = Guest(open_window(PHONE), table).arrive()
    ben.tell_name("Ben")
    ben.look_at_cart(lines=1)
    return ben


def more(guest: Guest, times: int = 1) -> None:
    """Taps that follow at once, which are one change: a slow machine would make several of them."""
    plus = guest.lines.first.get_by_role("button", name="One Espresso more")
    plus.click(trial=True)
    plus.evaluate("(each, times) => { while (times-- > 0) each.click(); }", times)


def cart(cafe: Cafe, table: str) -> list[tuple[str, int, str]]:
    return [(line["name"], line["quantity"], line["note"]) for line in cafe.live(table)["cart"]]


def quantity(guest: Guest) -> Locator:
    return guest.lines.first.locator("output")


def region(guest: Guest) -> Locator:
    return guest.page.get_by_role("region", name="Cart", exact=True)


def stored(cafe: Cafe, table: str, quantity: int) -> None:
    """Wait until the server has so many espressos."""
    wait_for(lambda: cart(cafe, table)[0][1] == quantity, 15, f"{quantity} espressos")


def bodies(page: Page, path: str) -> list[dict[str, Any]]:
    """What the page posts there from now on."""
    seen: list[dict[str, Any]] = []

    def handle(route: Route) -> None:
        seen.append(json.loads(route.request.post_data or "{}"))
        route.continue_()

    page.route(re.compile(path), handle)
    return seen


def test_two_phones_that_tap_at_once_add_two(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    held: list[Route] = []
    for one in (ann, ben):
        one.page.route(re.compile("/cart/change/"), lambda route: held.append(route))
        with one.page.expect_request(re.compile("/cart/change/")):
            more(one)
    for route in held:
        route.continue_()
    for one in (ann, ben):
        expect(quantity(one)).to_have_text("3")
        expect(one.send_button).to_have_text(re.compile("Send 3 items.*€7.20"))
    assert cart(cafe, table) == [("Espresso", 3, "")]


def test_what_is_added_without_network_is_added_to_what_others_did(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    ann.page.context.set_offline(True)
    ann.look("Menu")
    ann.add("Espresso")
    ann.look("Cart")
    expect(quantity(ann)).to_have_text("2")
    more(ben, 4)
    stored(cafe, table, 5)
    ann.page.context.set_offline(False)
    for one in (ann, ben):
        expect(quantity(one)).to_have_text("6")
    assert cart(cafe, table) == [("Espresso", 6, "")]


def test_taps_without_network_are_one_change_that_survives_a_reload(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    broken = [True]
    amounts: set[int] = set()

    def handle(route: Route) -> None:
        amounts.add(json.loads(route.request.post_data or "{}")["add"])
        if broken:
            route.abort()
        else:
            route.continue_()

    ann.page.route(re.compile("/cart/change/"), handle)
    more(ann, 3)
    expect(quantity(ann)).to_have_text("4")
    expect(region(ann)).to_contain_text("what you changed last is not in the cart yet")
    axe(ann.page)
    more(ben)
    stored(cafe, table, 2)
    assert '"add":3' in ann.page.evaluate("Object.values(localStorage).join()"), "it is kept"
    broken.clear()
    ann.page.reload()
    for one in (ben, ann):  # ben sees it when the server has it
        expect(quantity(one)).to_have_text("5")
    assert amounts == {3}


def test_an_open_sheet_follows_and_saves_only_what_was_changed(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    seen = bodies(ann.page, "/cart/change/")
    ann.page.get_by_role("button", name="Note for Espresso").click()
    sheet = ann.page.get_by_role("dialog", name="Espresso")
    sheet.get_by_role("button", name="One Espresso more").click()
    sheet.get_by_label("Note for the kitchen").fill("no sugar")
    more(ben, 3)
    expect(sheet.locator("output")).to_have_text("5")
    sheet.get_by_role("button", name="Save").click()
    expect(ann.lines).to_contain_text("no sugar")
    expect(quantity(ben)).to_have_text("5")
    assert cart(cafe, table) == [("Espresso", 5, "no sugar")]
    [body] = seen
    assert (body["add"], body["note"], body["expected_note"]) == (1, "no sugar", "")
    assert "quantity" not in body


def test_a_note_outlives_a_change_of_quantity(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    ann.page.get_by_role("button", name="Note for Espresso").click()
    sheet = ann.page.get_by_role("dialog", name="Espresso")
    sheet.get_by_label("Note for the kitchen").fill("no nuts, allergic!")
    sheet.get_by_role("button", name="Save").click()
    expect(ben.lines).to_contain_text("no nuts")
    more(ben)
    expect(quantity(ann)).to_have_text("2")
    assert cart(cafe, table) == [("Espresso", 2, "no nuts, allergic!")]


def test_a_sheet_ends_when_its_line_is_removed_and_says_by_whom(ann: Guest, ben: Guest) -> None:
    ann.page.get_by_role("button", name="Note for Espresso").click()
    sheet = ann.page.get_by_role("dialog", name="Espresso")
    expect(sheet).to_be_visible()
    ben.lines.get_by_role("button", name="Remove Espresso").click()
    expect(sheet).to_have_count(0)
    expect(ann.toast).to_contain_text("Espresso was removed by Ben.")
    expect(ben.toast).to_contain_text("Espresso was removed.")
    ben.toast.get_by_role("button", name="Undo").click()
    expect(ann.lines).to_have_count(1)


def test_a_removal_takes_only_what_was_seen(ann: Guest, ben: Guest, cafe: Cafe, table: str) -> None:
    ann.page.context.set_offline(True)
    ann.lines.get_by_role("button", name="Remove Espresso").click()
    expect(ann.lines).to_contain_text("Is being removed")
    axe(ann.page)
    more(ben, 2)
    stored(cafe, table, 3)
    ann.page.context.set_offline(False)
    expect(ann.toast).to_contain_text("Espresso was not removed: there are 3 now. Changed by Ben.")
    fits_across(ann.page)
    axe(ann.page)
    assert cart(cafe, table) == [("Espresso", 3, "")]
    ann.toast.get_by_role("button", name="Remove all 3").click()
    expect(ben.lines).to_have_count(0)


def test_a_note_that_others_have_changed_is_not_overwritten(
    ann: Guest, ben: Guest, cafe: Cafe, table: str
) -> None:
    cafe.line(table, "Club sandwich", note="no tomato")  # of no phone: free to all
    ben.look_at_cart(lines=2)
    ann.look_at_cart(lines=2)
    ann.page.context.set_offline(True)
    write_note(ann, "well done")
    write_note(ben, "no tomato, allergic")
    wait_for(lambda: cart(cafe, table)[1][2] == "no tomato, allergic", 5, "Ben's note")
    ann.page.context.set_offline(False)
    expect(ann.toast).to_contain_text("The note for Club sandwich was not saved")
    ann.toast.get_by_role("button", name="Look at it").click()
    sheet = ann.page.get_by_role("dialog", name="Club sandwich")
    expect(sheet).to_contain_text("The note is “no tomato, allergic” now.")
    expect(sheet.get_by_label("Note for the kitchen")).to_have_value("well done")
    axe(ann.page)
    sheet.get_by_label("Note for the kitchen").fill("no tomato, allergic, well done")
    sheet.get_by_role("button", name="Save").click()
    expect(ben.lines.nth(1)).to_contain_text("no tomato, allergic, well done")


def write_note(guest: Guest, note: str) -> None:
    """Through the sheet of the club sandwich in the cart."""
    guest.lines.get_by_role("button", name="Note for Club sandwich").click()
    sheet = guest.page.get_by_role("dialog", name="Club sandwich")
    sheet.get_by_label("Note for the kitchen").fill(note)
    sheet.get_by_role("button", name="Save").click()


def test_a_line_is_its_phones_and_says_who_changed_it(ann: Guest, ben: Guest) -> None:
    expect(ben.lines.get_by_role("button", name="Note for Espresso")).to_have_count(0)
    expect(ben.page.get_by_text("by the phone that has added the item")).to_be_visible()
    expect(ann.page.get_by_text("by the phone that has added the item")).to_be_hidden()
    more(ben)
    expect(ann.lines).to_contain_text("Ann (you) · changed by Ben")
    expect(ben.lines).to_contain_text("Ann · changed by Ben")
    ann.look("Menu")
    more(ben)
    expect(ann.toast).to_contain_text("Espresso: 3 now, changed by Ben.")
    fits_across(ann.page)
    axe(ben.page)


def test_a_change_that_is_asked_to_wait_goes_on_by_itself(
    ann: Guest, cafe: Cafe, table: str
) -> None:
    left = [1]

    def busy(route: Route) -> None:
        if not left:
            route.continue_()
            return
        left.pop()
        body = {"success": False, "reason": "too_many_requests"}
        route.fulfill(status=429, headers={"Retry-After": "2"}, json=body)

    ann.page.route(re.compile("/cart/change/"), busy)
    more(ann)
    expect(region(ann)).to_contain_text("Your table is doing a lot just now.")
    axe(ann.page)
    expect(region(ann)).not_to_contain_text("Your table is doing a lot just now.")
    assert cart(cafe, table) == [("Espresso", 2, "")]


def test_a_phone_that_keeps_nothing_orders_and_is_told(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    page = open_window(PHONE)
    page.add_init_script(BLOCKED)
    guest = Guest(page, table).arrive()
    expect(guest.toast).to_contain_text(FORGETS)
    guest.add("Espresso", name="Ann")
    guest.look_at_cart(lines=1)
    assert cafe.live(table)["cart"][0]["guest_id"] is not None
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)
    expect(guest.toast).to_have_count(1)


def test_a_long_name_leaves_the_page_as_wide_as_the_phone(ann: Guest) -> None:
    ann.page.get_by_role("button", name=re.compile("^Your name")).click()
    dialog = ann.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("M" * 40)
    dialog.get_by_role("button", name="Save the name").click()
    fits_across(ann.page)
