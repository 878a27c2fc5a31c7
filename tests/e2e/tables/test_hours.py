"""Hours, menus by time of day and pauses, on the phones of guests and at the panel.

With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import stays_whole
from tests.e2e.looks import SHOTS, fits_across, reachable, told_within
from tests.e2e.people import Guest, Staff
from tests.e2e.tables.seats import Table, rules
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET

WITHIN = told_within(2.0) * 1000  # ms
MINUTE = 60_000  # ms
NEVER: dict[str, Any] = {"week": [[] for _ in range(7)], "days": []}
ALL_DAY: dict[str, Any] = {"week": [[{"from": "00:00", "to": "00:00"}]] * 7, "days": []}
WORDS = "The oven rests, we are with you soon."


def pause(cafe: Cafe, minutes: int = 15, words: str = WORDS) -> None:
    cafe.staff(f"/orders/pause/{cafe.location_id}/", minutes=minutes, words=words)


def resume(cafe: Cafe) -> None:
    cafe.staff(f"/orders/resume/{cafe.location_id}/")


def far_menu(name: str, *categories: str) -> dict[str, Any]:
    """A menu that is served in half a day for an hour, whatever the time is."""
    return {
        "name": name,
        "categories": list(categories),
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "from": "00:00",
        "to": "00:01",
    }


def notice(guest: Guest) -> Locator:
    """What is said at the top of a guest's page."""
    return guest.page.locator(".offer")


def dish(guest: Guest, name: str) -> Locator:
    return guest.page.locator("li.dish").filter(has_text=name)


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"hours-{name}.png"))


def looks(page: Page, name: str) -> None:
    """The state keeps its words, is reached by all and lies well at any size."""
    axe(page)
    fits_across(page)
    picture(page, name)


def test_a_pause_is_told_on_every_phone_and_keeps_the_cart(
    cafe: Cafe, guest: Guest, watch: Watch
) -> None:
    watch.allow("status of 409")
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    pause(cafe)
    expect(notice(guest)).to_contain_text("No orders can be sent until", timeout=WITHIN)
    expect(notice(guest)).to_contain_text(WORDS)
    cafe.wait_offered("Espresso", 409)
    guest.send_button.click()
    cart = guest.page.get_by_role("region", name="Cart")
    expect(cart).to_contain_text("Nothing was sent. No orders can be sent until")
    looks(guest.page, "paused-phone")
    stays_whole(guest.page)
    expect(guest.lines).to_have_count(1)
    assert cafe.live(guest.code)["orders"] == []
    resume(cafe)
    expect(notice(guest)).to_be_empty(timeout=WITHIN)
    expect(guest.send_button).to_be_enabled()


def test_what_is_sent_after_a_pause_arrives(cafe: Cafe, guest: Guest) -> None:
    pause(cafe)
    expect(notice(guest)).to_contain_text("No orders can be sent until", timeout=WITHIN)
    guest.add("Espresso")
    guest.look_at_cart(lines=1)
    resume(cafe)
    expect(notice(guest)).to_be_empty(timeout=WITHIN)
    cafe.wait_offered("Espresso")
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)


def test_a_phone_knows_by_itself_when_a_pause_is_over(
    cafe: Cafe, open_window: Open, table: str, watch: Watch
) -> None:
    """By the server's clock: that of the phone is a day slow."""
    watch.allow("ERR_FAILED")
    pause(cafe, minutes=5)
    page = open_window(PHONE)
    page.clock.install(time="2020-01-01T12:00:00Z")
    guest = Guest(page, table).arrive()
    expect(notice(guest)).to_contain_text("No orders can be sent until")
    page.wait_for_load_state("networkidle")
    page.route("**/orders/offer/**", lambda route: route.abort())
    page.clock.fast_forward(4 * MINUTE)
    expect(notice(guest)).to_contain_text("No orders can be sent until")
    with page.expect_event("requestfailed", lambda request: "/orders/offer/" in request.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.fast_forward(MINUTE)
    expect(notice(guest)).to_be_empty()


def test_a_closed_place_says_when_it_opens(cafe: Cafe, guest: Guest) -> None:
    days = [{"date": "2099-12-31", "times": []}]
    rules(cafe, hours={**NEVER, "days": days})
    expect(notice(guest)).to_contain_text("Closed at the moment.", timeout=WITHIN)
    expect(notice(guest)).not_to_contain_text("Open again")
    week = [[{"from": "00:00", "to": "00:01"}]] * 7
    rules(cafe, hours={"week": week, "days": []})
    expect(notice(guest)).to_contain_text("Open again: tomorrow, 00:00.", timeout=WITHIN)
    looks(guest.page, "closed-phone")
    rules(cafe, hours=ALL_DAY)
    expect(notice(guest)).to_be_empty(timeout=WITHIN)


def test_a_free_table_of_a_closed_place_says_so(
    cafe: Cafe, tables: list[Table], open_window: Open
) -> None:
    rules(cafe, hours=NEVER, open_by="guest")
    page = open_window(PHONE)
    page.goto(f"/t/{tables[0]['code']}/")
    expect(page.get_by_role("button", name="Start ordering at Table 1")).to_be_visible()
    expect(page.locator(".ended .banner")).to_have_text("Closed at the moment.")
    looks(page, "free-table")


def test_a_closed_kitchen_leaves_the_drinks(cafe: Cafe, guest: Guest, watch: Watch) -> None:
    watch.allow("status of 409")
    guest.add("Espresso")
    guest.add("Club sandwich")
    guest.look_at_cart(lines=2)
    rules(cafe, kitchen={**NEVER, "categories": ["KITCHEN"]})
    expect(notice(guest)).to_contain_text("The kitchen is closed.", timeout=WITHIN)
    cafe.wait_offered("Club sandwich", 409)
    guest.send_button.click()
    cart = guest.page.get_by_role("region", name="Cart")
    expect(cart).to_contain_text("This cannot be ordered now: Club sandwich.")
    looks(guest.page, "kitchen-cart")
    guest.look("Menu")
    toast = dish(guest, "Avocado toast")
    expect(toast).to_contain_text("Kitchen closed")
    expect(toast.get_by_role("button", name=re.compile("^Add"))).to_have_count(0)
    expect(dish(guest, "Espresso").get_by_role("button", name="Add Espresso")).to_be_visible()
    picture(guest.page, "kitchen-menu")
    sheet = guest.open_sheet("Avocado toast")
    expect(sheet).to_contain_text("The kitchen is closed.")
    sheet.get_by_role("button", name="Close").click()
    guest.look("Cart")
    cart.get_by_role("button", name="Remove what cannot be ordered now").click()
    expect(guest.lines).to_have_count(1)
    guest.send_button.click()
    expect(guest.orders).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "words", "dark"),
    [("en-GB", "From tomorrow", False), ("de", "Ab morgen", True), ("ar", "غدًا", False)],
)
def test_a_menu_at_another_time_is_dimmed_with_its_times(
    cafe: Cafe, open_window: Open, table: str, language: str, words: str, dark: bool
) -> None:
    rules(cafe, menus=[far_menu("Cake time", "Cakes")])
    page = open_window(PHONE, language=language, dark=dark)
    page.goto(f"/t/{table}/")
    cake = page.locator("li.dish").filter(has_text="Carrot cake")
    expect(cake).to_contain_text(words)
    expect(cake.locator(".dish-add")).to_have_count(0)
    expect(page.locator(".group").filter(has_text="Cakes")).to_contain_text("00:00–00:01")
    cake.scroll_into_view_if_needed()
    looks(page, f"menu-{language}")


def test_a_phone_is_told_how_long_orders_take_before_it_sends(
    cafe: Cafe, open_window: Open, table: str
) -> None:
    for _ in range(5):
        cafe.move(cafe.order(table, "Espresso")["id"], "accepted", "preparing", "ready")
    guest = Guest(open_window(PHONE), table).arrive()
    guest.add("Espresso")
    cart = guest.look("Cart")
    expect(cart).to_contain_text("At the moment orders take about 5 minutes.")
    rules(cafe, tell_wait=False)
    expect(cart).not_to_contain_text("At the moment orders take", timeout=WITHIN)


def test_staff_pause_and_go_on_at_the_panel(cafe: Cafe, staff: Staff, table: str) -> None:
    staff.page.get_by_role("button", name="Pause orders").click()
    dialog = staff.page.get_by_role("dialog", name="Pause orders")
    expect(dialog.get_by_label("For how long")).to_have_value("15")
    dialog.get_by_label("For how long").select_option("30")
    dialog.get_by_label("What guests read").fill(WORDS)
    looks(staff.page, "pause-dialog")
    dialog.get_by_role("button", name="Pause", exact=True).click()
    banner = staff.page.locator(".pause-banner")
    expect(banner).to_contain_text(re.compile(r"Guests cannot order: (30:00|29:\d\d) left\."))
    expect(banner).to_contain_text(WORDS)
    looks(staff.page, "paused-panel")
    cafe.wait_offered("Espresso", 409)
    banner.get_by_role("button", name="Take orders again").click()
    expect(banner).to_have_count(0)
    offer = answer(cafe.api.get(f"/orders/offer/{cafe.location_id}/"))
    assert offer["pause"] is None


def test_staff_order_for_a_guest_while_it_is_closed(
    cafe: Cafe, staff: Staff, table: str, open_window: Open
) -> None:
    rules(cafe, hours=NEVER)
    body = {"session_code": table, "lines": [{"product_id": cafe.menu["Espresso"]}]}
    assert len(cafe.staff("/orders/place/", **body)["orders"]) == 1
    expect(staff.card("Table 2")).to_contain_text("Espresso")
    expect(staff.page.locator(".waits")).to_have_text("Closed for guests")


def hours_dialog(page: Page) -> Locator:
    """Opened from the settings."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="When guests order: hours and menus").click()
    return page.get_by_role("dialog", name="When guests order")


def fill_hours(dialog: Locator) -> None:
    """Monday's on all days but Sunday, and nothing on one Christmas Eve."""
    dialog.get_by_label("Guests order at these hours only").check()
    monday = dialog.get_by_role("group", name="Monday", exact=True)
    monday.get_by_label("Monday: from").fill("08:30")
    monday.get_by_label("Monday: until").fill("01:00")
    monday.get_by_role("button", name="Monday: copy to all days").click()
    dialog.get_by_role("button", name="Sunday: remove this time").click()
    dialog.get_by_role("button", name="Add a day").click()
    dialog.get_by_label("Date").fill("2099-12-24")


def fill_kitchen_and_menu(dialog: Locator) -> None:
    """What is missing is told before anything is sent."""
    dialog.get_by_label("The kitchen has hours of its own").check()
    dialog.get_by_label("Kitchen", exact=True).check()
    dialog.get_by_role("button", name="Add a menu").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".problem")).to_contain_text("Each menu needs a name")
    dialog.get_by_label("Name of the menu").fill("Cake time")
    dialog.get_by_label("Name of the menu").blur()
    on_it = dialog.get_by_role("group", name="Cake time: what is on it")
    on_it.get_by_label("Cakes").check()


@pytest.mark.parametrize("device", [TABLET, PHONE], ids=lambda device: device.name)
def test_who_manages_sets_when_guests_order(cafe: Cafe, open_window: Open, device: Any) -> None:
    page = open_window(device, signed_in=cafe.login, dark=device is PHONE)
    Staff(page).arrive()
    dialog = hours_dialog(page)
    fill_hours(dialog)
    fill_kitchen_and_menu(dialog)
    axe(page)
    fits_across(page)
    reachable(page)
    if device is PHONE:
        stays_whole(page)
    if SHOTS:
        picture(page, f"dialog-{device.name}")
        page.evaluate("document.querySelector('dialog:last-of-type .dialog-body').scrollTo(0, 0)")
        picture(page, f"dialog-top-{device.name}")
    dialog.get_by_label("Time zone of the place").select_option("Europe/Lisbon")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    kept = answer(cafe.api.get(f"/orders/settings/{cafe.location_id}/"))
    day = [{"from": "08:30", "to": "01:00"}]
    assert kept["hours"] == {
        "week": [day] * 6 + [[]],
        "days": [{"date": "2099-12-24", "times": []}],
    }
    assert kept["kitchen"]["categories"] == ["Kitchen"]
    assert [each["name"] for each in kept["menus"]] == ["Cake time"]
    assert kept["timezone"] == "Europe/Lisbon"
