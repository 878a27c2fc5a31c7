"""Reviewers at their console: by the keyboard alone, by touch, two at once, and back again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.looks import becomes
from tests.e2e.store.reviewing import Console, Floor, floor, people
from tests.e2e.watch import Watch
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET

__all__ = ["floor", "people"]

NOTE = "Seen on the clip"


def at_the_console(open_window: Open, floor: Floor) -> Console:
    return Console(open_window(TABLET, signed_in=floor.login())).arrive()


def rivals(open_window: Open, floor: Floor) -> Console:
    return Console(open_window(TABLET, signed_in=floor.login(floor.rival))).arrive()


def test_a_contested_ticket_in_four_keys(open_window: Open, floor: Floor) -> None:
    of_ann, of_bob = floor.contested(("001", 1), ("002", 2))
    console = at_the_console(open_window, floor)
    expect(console.row(of_ann)).to_contain_text("2 picks may be of several people")
    console.keys("s")
    console.shows(of_ann)
    console.keys("c")
    expect(console.events.first).to_contain_text("This visitor's")
    console.keys("c")
    expect(console.total).to_have_text("€5.75")
    console.keys("a")
    expect(console.page.get_by_text(f"{of_ann['TktID']} is complete.").first).to_be_visible()
    console.shows(of_bob)  # the next one has opened by itself
    expect(console.events.nth(1)).to_contain_text("Somebody else's")
    done = floor.ticket(of_ann)
    assert (done["status"], [line["quantity"] for line in done["lines"]]) == (
        *("REVIEW_COMPLETE", [1, 2]),
    )
    assert floor.ann.holds()
    assert not floor.bob.holds()


def test_an_event_plays_the_clip_from_before_it(open_window: Open, floor: Floor) -> None:
    of_ann, _ = floor.contested(("001", 1), ("002", 2))
    clip = floor.films(of_ann)
    floor.films(of_ann, is_there=False)
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive(of_ann)
    page = console.page
    expect(page.locator("video")).to_have_attribute("src", re.compile(clip))
    becomes(page, "document.querySelector('video').readyState >= 2")
    at = page.evaluate("document.querySelector('video').currentTime")
    assert 2.5 < at < 9, "the first event, three seconds before"
    page.evaluate("document.querySelector('video').currentTime = 0")
    page.keyboard.press("2")
    becomes(page, "document.querySelector('video').currentTime > 2.5")
    becomes(page, "!document.querySelector('video').paused")
    page.keyboard.press("p")
    becomes(page, "document.querySelector('video').paused")
    before = page.evaluate("document.querySelector('video').currentTime")
    page.keyboard.press("j")
    becomes(page, f"document.querySelector('video').currentTime < {before}")
    expect(console.events.nth(1)).to_have_attribute("aria-current", "true")


def test_what_another_takes_leaves_the_queue(open_window: Open, floor: Floor) -> None:
    of_ann, of_bob = floor.contested(("001", 1))
    console, other = at_the_console(open_window, floor), rivals(open_window, floor)
    console.row(of_ann).get_by_role("button", name="Take").click()
    console.shows(of_ann)
    expect(other.row(of_ann)).to_have_count(0)
    other.press("All 2")
    name = floor.shop.reviewer.username
    expect(other.row(of_ann)).to_contain_text(f"{name} has it")
    other.arrive(of_ann)
    expect(other.page.get_by_text(f"{name} has this ticket.")).to_be_visible()
    expect(other.button("Accept")).to_have_count(0)
    other.page.get_by_role("link", name="Queue").click()
    expect(other.page.locator("section.queue")).to_be_visible()
    other.keys("s")
    other.shows(of_bob)


def test_taking_what_is_taken_says_by_whom(open_window: Open, floor: Floor, watch: Watch) -> None:
    """It was taken while the answer was on its way."""
    watch.allow("409")
    of_ann, _ = floor.contested(("001", 1))
    console = at_the_console(open_window, floor)

    def too_late(route: Route) -> None:
        floor.step(of_ann, "start", by=floor.rival)
        route.continue_()

    console.page.route("**/start/", too_late)
    console.row(of_ann).get_by_role("button", name="Take").click()
    expect(console.toast).to_contain_text(f"{floor.rival.username} has this ticket already.")
    expect(console.row(of_ann)).to_have_count(0)


def test_a_pick_of_two_people_is_claimed_once(
    open_window: Open, floor: Floor, watch: Watch
) -> None:
    watch.allow("409")
    of_ann, of_bob = floor.contested(("001", 1))
    console = at_the_console(open_window, floor)
    console.keys("s")
    console.shows(of_ann)
    floor.step(of_bob, "start", by=floor.rival)
    claim = {"event_id": of_bob["events"][0]["id"]}

    def too_late(route: Route) -> None:
        floor.step(of_bob, "claim-event", claim, by=floor.rival)
        route.continue_()

    console.page.route("**/claim-event/", too_late)
    console.keys("c")
    name = floor.rival.username
    expect(console.toast).to_contain_text(f"{name} has given this pick to another visitor.")
    expect(console.events.first).to_contain_text("Somebody else's")
    assert floor.bob.holds()
    assert not floor.ann.holds()


def test_a_split_a_refusal_and_all_of_it_undone(open_window: Open, floor: Floor) -> None:
    of_ann, of_bob = floor.contested(("001", 3))
    console = at_the_console(open_window, floor)
    console.keys("sx")
    dialog = console.page.get_by_role("dialog", name="How many are this visitor's?")
    dialog.get_by_role("button", name="2 units").click()
    expect(console.events).to_have_count(2)
    expect(console.total).to_have_text("€2.50")
    console.keys("r")
    expect(console.events).to_have_count(1)
    assert sorted(each["quantity"] for each in floor.ticket(of_bob)["events"]) == [1, 2]
    console.keys("z")
    expect(console.events).to_have_count(2)
    console.keys("z")
    expect(console.events).to_have_count(1)
    expect(console.events.first).to_contain_text("Took 3 ×")
    expect(console.total).to_have_text("€0.00")
    console.keys("z")
    expect(console.button("Take")).to_be_visible()
    assert floor.ticket(of_ann)["status"] == "TO_BE_REVIEWED"


def test_a_completion_is_undone_with_what_was_typed(open_window: Open, floor: Floor) -> None:
    of_ann, of_bob = floor.contested(("001", 1))
    console = at_the_console(open_window, floor)
    console.keys("sc")
    expect(console.total).to_have_text("€1.25")
    product = floor.rack.rack.machine_id
    console.press(f"Add one {product} 2")
    console.press(f"One {product} 1 more")
    expect(console.total).to_have_text("€4.75")
    console.page.get_by_label("Note").fill(NOTE)
    console.page.get_by_role("heading", name="Events").click()
    console.keys("a")
    console.shows(of_bob)
    done = floor.ticket(of_ann)
    assert (done["note"], sorted(line["quantity"] for line in done["lines"])) == (NOTE, [1, 2])
    console.keys("z")
    console.shows(of_ann)
    expect(console.total).to_have_text("€4.75")
    expect(console.page.get_by_label("Note")).to_have_value(NOTE)

    def is_back() -> bool:
        return bool(floor.ticket(of_bob)["status"] == "TO_BE_REVIEWED")

    wait_for(is_back, 10, "the next one went back to the queue")
    assert [line["quantity"] for line in floor.ticket(of_ann)["lines"]] == [1]


def test_what_the_sensors_missed_is_found_by_name(open_window: Open, floor: Floor) -> None:
    other = floor.shop.rack(1)
    floor.racks.append(other)
    ticket = floor.visit(("001", 1))
    console = at_the_console(open_window, floor)
    console.keys("sf")
    name = f"{other.rack.machine_id} 1"
    console.page.get_by_label("Something else from the store").fill(name)
    console.press(f"Add one {name}")
    expect(console.total).to_have_text("€2.50")
    console.page.get_by_role("heading", name="Events").click()
    console.keys("a")
    expect(console.page.get_by_text("Nothing waits for you.").first).to_be_visible()
    assert sorted(each["name"] for each in floor.ticket(ticket)["lines"]) == sorted(
        [f"{floor.rack.rack.machine_id} 1", name]
    )


def test_a_complete_ticket_is_reopened_with_a_reason(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    floor.step(ticket, "start", by=floor.rival)
    floor.step(ticket, "complete", by=floor.rival)
    console = at_the_console(open_window, floor)
    console.press("Complete")
    console.row(ticket).get_by_role("link", name=ticket["TktID"]).click()
    console.press("Reopen…")
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("The wrong clip")
    dialog.get_by_role("button", name="Reopen", exact=True).click()
    expect(console.button("Take")).to_be_visible()  # whoever presses keys sees that it is open
    console.keys("s")
    console.shows(ticket)


def test_by_touch_on_a_phone(open_window: Open, floor: Floor) -> None:
    of_ann, _ = floor.contested(("001", 2))
    console = Console(open_window(PHONE, signed_in=floor.login())).arrive()
    console.row(of_ann).get_by_role("button", name="Take").tap()
    console.events.first.get_by_role("button", name="This visitor's", exact=True).tap()
    expect(console.total).to_have_text("€2.50")
    console.button("Accept").tap()
    expect(console.page.get_by_text(f"{of_ann['TktID']} is complete.").first).to_be_visible()
    console.page.locator(".finished").get_by_role("button", name="Undo").tap()
    console.shows(of_ann)


def test_keys_rest_where_people_type_and_when_they_are_off(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    console = at_the_console(open_window, floor)
    console.keys("sn")
    note = console.page.get_by_label("Note")
    expect(note).to_be_focused()
    console.page.keyboard.type("all seas")
    expect(note).to_have_value("all seas")
    console.page.get_by_role("heading", name="Events").click()
    console.page.keyboard.press("Control+a")
    switch_off(console.page)
    console.page.keyboard.press("a")
    console.page.keyboard.press("z")
    console.page.reload()
    console.shows(ticket)
    console.page.keyboard.press("a")
    console.page.get_by_role("link", name="Queue").click()
    assert floor.ticket(ticket)["status"] == "UNDER_REVIEW"


def switch_off(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    dialog.get_by_label("Single keys do something").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
