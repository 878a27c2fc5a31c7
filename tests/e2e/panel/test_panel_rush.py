"""The board in the rush: taps, order, size, what lies below, what is called, what is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, drawn, fits_across
from tests.e2e.people import Staff
from tools.browser.window import PHONE, TABLET, Device

WIDE = Device("screen on the wall", 1920, 1080, mobile=False)
APART = 150  # ms between two taps of somebody in a hurry


def next_step(staff: Staff, table: str = "Table 2") -> Locator:
    return staff.card(table).locator(".ticket-step")


def tap(page: Page, button: Locator, times: int, pause: int) -> None:
    """Tap with the true times of a finger, whatever the tests' machine does meanwhile."""
    box = button.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    begin = page.evaluate("performance.timeOrigin + performance.now()") / 1000
    for number in range(times):
        moment = {"timestamp": begin + number * pause / 1000, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            touch.send("Input.dispatchMouseEvent", {"type": kind, **at, **moment})


def test_four_taps_in_a_hurry_are_four_steps(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    expect(next_step(staff)).to_have_text("Accept")
    tap(staff.page, next_step(staff), 4, APART)
    cafe.wait_state(table, order["id"], "served")


def test_a_double_tap_is_one_step(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    expect(next_step(staff)).to_have_text("Accept")
    tap(staff.page, next_step(staff), 2, 25)
    expect(next_step(staff)).to_have_text("Prepare")
    cafe.wait_state(table, order["id"], "accepted")
    tap(staff.page, staff.card("Table 2").locator(".line-step"), 2, 25)
    expect(next_step(staff)).to_have_text("Finish")
    cafe.wait_state(table, order["id"], "preparing")


def test_what_comes_in_under_a_finger_is_not_taken_along(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    first = cafe.order(table, "Espresso")
    cafe.move(first["id"], "accepted")
    expect(next_step(staff)).to_have_text("Prepare")
    staff.page.evaluate(
        """() => new MutationObserver(() => {
            const button = document.querySelector(".ticket-step");
            if (!window.hit && button.textContent.includes("Accept")) {
              window.hit = true;
              button.click();
            }
        }).observe(document.querySelector(".tickets"), {subtree: true, childList: true,
          characterData: true})"""
    )
    second = cafe.order(table, "Carrot cake")
    becomes(staff.page, "window.hit")
    cafe.wait_state(table, first["id"], "preparing")
    assert cafe.state(table, second["id"]) == "new"


def fill(cafe: Cafe, count: int) -> list[str]:
    """Tables that order one after the other; every third one a lot."""
    codes = []
    for number in range(1, count + 1):
        code = cafe.open(f"Table {number}")
        dishes = [("Espresso", 1, "")] if number % 3 else [("Club sandwich", 1, "no onions")] * 4
        cafe.place(code, *dishes)
        codes.append(code)
    return codes


@pytest.mark.parametrize("count", [10, 12])
def test_cards_are_in_strict_order_oldest_first(staff: Staff, cafe: Cafe, count: int) -> None:
    codes = fill(cafe, count)
    cards = staff.page.get_by_role("article")
    expect(cards).to_have_count(count)
    in_reading_order(staff.page, [f"Table {number}" for number in range(1, count + 1)])
    cafe.order(codes[4], "Carrot cake", note="a long note " * 20)
    expect(staff.card("Table 5")).to_contain_text("Carrot cake")
    in_reading_order(staff.page, [f"Table {number}" for number in range(1, count + 1)])
    expect(staff.card("Table 3").locator(".ticket-rank")).to_have_text("3")


def in_reading_order(page: Page, names: list[str]) -> None:
    """The cards read row by row, from the start of each: nothing of a later one is higher."""
    places = page.locator(".ticket").evaluate_all(
        "all => all.map(one => [one.offsetTop, one.offsetLeft, one.querySelector('h3').innerText])"
    )
    assert [name for _, _, name in sorted(places)] == names


def test_what_is_below_the_edge_is_announced(staff: Staff, cafe: Cafe) -> None:
    fill(cafe, 24)
    expect(staff.page.get_by_role("article")).to_have_count(24)
    more = staff.page.get_by_role("button", name=re.compile(r"^\d+ more below$"))
    expect(more).to_be_visible()
    expect(staff.page.get_by_role("status").filter(has=more)).to_be_attached()
    axe(staff.page)
    last = staff.card("Table 24").locator(".ticket-step")
    for _ in range(20):
        if not more.count():
            break
        more.evaluate_all("found => found[0]?.click()")  # it may have gone by now
        drawn(staff.page)
    expect(more).to_have_count(0)
    expect(last).to_be_in_viewport()


def size(card: Locator) -> float:
    """The size of a card's text in px."""
    return float(
        card.locator(".what").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    )


def test_the_type_fills_the_screen(open_window: Open, staff: Staff, cafe: Cafe) -> None:
    fill(cafe, 2)
    wall = Staff(open_window(WIDE, signed_in=cafe.login)).arrive()
    expect(wall.page.get_by_role("article")).to_have_count(2)
    becomes(
        wall.page, "parseFloat(getComputedStyle(document.querySelector('.what')).fontSize) > 30"
    )
    assert size(staff.card("Table 1")) > 20
    fits_across(wall.page)
    axe(wall.page)
    staff.page.get_by_role("button", name="Settings").click()
    dialog = staff.page.get_by_role("dialog", name="Settings of this device")
    sizes = {}
    for name in ("Small", "Normal", "Large"):
        dialog.get_by_label("Size of the cards").select_option(name)
        wanted = {"Small": 1, "Normal": 1.25, "Large": 1.6}[name]
        becomes(
            staff.page,
            f"document.querySelector('.tickets').style.getPropertyValue('--size') == {wanted}",
        )
        sizes[name] = size(staff.card("Table 1"))
    assert sizes["Small"] < sizes["Normal"] < sizes["Large"]


def test_states_are_words_and_colours(staff: Staff, cafe: Cafe, table: str) -> None:
    colours = set()
    order = cafe.order(table, "Espresso")
    for state, word in [
        ("", "New"),
        ("accepted", "Accepted"),
        ("preparing", "Preparing"),
        ("ready", "Ready"),
    ]:
        if state:
            cafe.move(order["id"], state)
        line = staff.card("Table 2").locator(".line-state")
        expect(line).to_have_text(word)
        expect(line.locator("svg")).to_be_visible()
        colours.add(line.evaluate("one => getComputedStyle(one).color"))
    assert len(colours) == 4


def test_the_ranking_is_seen_when_all_are_late(open_window: Open, cafe: Cafe) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.clock.install()
    staff = Staff(page).arrive()
    cafe.order(cafe.open("Table 1"), "Espresso")
    expect(staff.card("Table 1")).to_be_visible()
    page.clock.fast_forward(16 * 60_000)
    cafe.order(cafe.open("Table 2"), "Espresso")
    expect(staff.card("Table 1")).to_have_attribute("data-over", "2")
    page.clock.fast_forward(11 * 60_000)
    expect(staff.card("Table 1")).to_have_attribute("data-over", "3")
    expect(staff.card("Table 1").locator(".ticket-rank")).to_have_text("1")
    axe(page)


def test_calls_never_lie_over_the_board(staff: Staff, cafe: Cafe) -> None:
    codes = fill(cafe, 8)
    for code in codes:
        cafe.call(code, "waiter")
        cafe.call(code, "bill")
    calls = staff.page.get_by_role("list", name="Calls", exact=True)
    expect(calls.get_by_role("listitem")).to_have_count(8)
    box, board = calls.bounding_box(), staff.page.locator(".board").bounding_box()
    assert box is not None
    assert board is not None
    assert box["height"] < 768 / 5
    assert board["y"] + board["height"] <= box["y"] + 1
    last = calls.get_by_role("button", name=re.compile("^On my way: Table 8"))
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


def test_on_a_phone_the_board_keeps_its_parts(open_window: Open, cafe: Cafe) -> None:
    codes = fill(cafe, 6)
    for code in codes:
        cafe.call(code, "bill")
    page = open_window(PHONE, signed_in=cafe.login, dark=True)
    staff = Staff(page).arrive()
    expect(page.get_by_role("article")).to_have_count(6)
    fits_across(page)
    axe(page)
    box = page.get_by_role("list", name="Calls", exact=True).bounding_box()
    assert box is not None
    assert box["height"] < 740 / 5
    staff.step("Table 1", "Accept")
    expect(next_step(staff, "Table 1")).to_have_text("Prepare")
