"""What reviewers are told when something is missing, or is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.store.reviewing import Console, Floor, floor, people
from tests.e2e.watch import Watch
from tools.browser.window import TABLET

__all__ = ["floor", "people"]


def open_ticket(open_window: Open, floor: Floor, ticket: dict[str, Any]) -> Console:
    return Console(open_window(TABLET, signed_in=floor.login())).arrive(ticket)


def contested(floor: Floor) -> dict[str, Any]:
    """A ticket whose visitor says that the receipt is wrong."""
    ticket = floor.visit(("001", 1))
    for step in ("start", "complete"):
        floor.step(ticket, step, by=floor.rival)
    said = {
        "message": "I took nothing at all",
        "lines": [{"product_id": ticket["lines"][0]["product_id"], "quantity": 0}],
    }
    path = f"/edge/visits/{ticket['visit_id']}/contest/"
    floor.shop.call(floor.ann.user, "POST", path, said)
    return ticket


def test_nothing_waits_until_something_does(open_window: Open, floor: Floor) -> None:
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive()
    expect(console.page.get_by_role("status").get_by_text("Nothing waits for you.")).to_be_visible()
    ticket = floor.odd()
    expect(console.row(ticket)).to_contain_text("1 weight fits no number of units")
    expect(console.page).to_have_title("(1) Review")


def test_the_dearest_is_first_and_what_a_customer_contests_before_all(
    open_window: Open, floor: Floor
) -> None:
    cheap, dear = floor.odd(), floor.contested(("003", 3))[0]
    against = contested(floor)
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive()
    rows = console.page.locator("li.ticket-row h3 a")
    shown = [against["TktID"], dear["TktID"]]
    expect(rows).to_have_count(4)
    assert rows.all_inner_texts()[:2] == shown
    assert rows.all_inner_texts()[-1] == cheap["TktID"]
    expect(console.row(against)).to_contain_text("The customer contests: I took nothing at all")


def test_what_the_customer_says_stands_on_top(open_window: Open, floor: Floor) -> None:
    ticket = contested(floor)
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive()
    console.keys("s")
    expect(console.page.locator(".contest")).to_contain_text("I took nothing at all")
    expect(console.page.locator(".contest li")).to_contain_text("0 ×")
    console.keys("r")
    expect(console.total).to_have_text("€0.00")
    console.keys("a")
    expect(console.page.get_by_text(f"{ticket['TktID']} is complete.").first).to_be_visible()
    visit = floor.shop.reviews("GET", f"/edge/visits/{ticket['visit_id']}/")
    assert (visit["receipt"]["status"], visit["receipt"]["total"]) == ("reviewed", "0.00")


def test_a_connection_that_is_lost_is_told(open_window: Open, floor: Floor, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket")
    ticket = floor.visit(("001", 1))
    console = open_ticket(open_window, floor, ticket)
    console.keys("s")
    console.shows(ticket)
    console.page.context.set_offline(True)
    expect(console.page.locator(".top .status")).to_contain_text("No connection.")
    console.page.keyboard.press("a")
    expect(console.page.locator(".bar")).to_contain_text("It is sent as soon as it can be.")
    console.page.context.set_offline(False)
    expect(console.page.get_by_text(f"{ticket['TktID']} is complete.").first).to_be_visible()
    assert floor.ticket(ticket)["status"] == "REVIEW_COMPLETE"


def test_footage_that_is_not_there(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    console = open_ticket(open_window, floor, ticket)
    expect(console.page.locator(".clip")).to_contain_text("No camera has filmed this")
    floor.films(ticket, is_there=False)
    console.press("Look again")
    expect(console.page.locator(".clip")).to_contain_text("This footage is not to be had")


@pytest.mark.parametrize(
    ("status", "words"),
    [(503, "The archive of clips does not answer"), (404, "This footage is not to be had")],
)
def test_footage_that_does_not_come(
    open_window: Open, floor: Floor, watch: Watch, status: int, words: str
) -> None:
    watch.allow(str(status))
    ticket = floor.visit(("001", 1))
    floor.films(ticket)
    page = open_window(TABLET, signed_in=floor.login())
    page.route("**/footage/**", lambda route: route.fulfill(status=status, body=""))
    console = Console(page).arrive(ticket)
    expect(console.page.locator(".clip")).to_contain_text(words)
    page.unroute("**/footage/**")
    console.press("Look again")
    expect(page.locator("video")).to_be_visible()


def test_a_link_that_has_ended_is_asked_for_anew(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    floor.films(ticket)
    page = open_window(TABLET, signed_in=floor.login())
    page.clock.install()
    console = Console(page).arrive(ticket)
    expect(page.locator("video")).to_be_visible()
    ended = page.locator("video").get_attribute("src") or ""
    page.wait_for_timeout(1000)  # the next link ends a second later at least
    page.clock.fast_forward("09:30")
    console.events.first.get_by_role("button").first.click()
    expect(page.locator("video")).not_to_have_attribute("src", ended)


def test_a_rack_of_which_nobody_knows_what_lies_there(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    for scale in ("001", "002", "003", "004"):
        floor.shop.operates("DELETE", f"{floor.rack.path}scales/{scale}/")
    console = open_ticket(open_window, floor, ticket)
    expect(console.page.get_by_text("Nobody has said what lies on this rack.")).to_be_visible()
    other = floor.shop.customer()
    other.enters()
    floor.rack.rack.take("004")
    floor.rack.tells()
    unknown = other.leaves()[floor.rack.rack.machine_id]
    console.arrive()
    expect(console.row(unknown)).to_contain_text("Nobody has said what lies on scale 004")


def test_a_ticket_of_staff_is_never_billed(open_window: Open, floor: Floor) -> None:
    worker = floor.shop.customer(floor.shop.operator)
    worker.enters()
    floor.rack.rack.take("001")
    floor.rack.tells()
    ticket = worker.leaves()[floor.rack.rack.machine_id]
    console = Console(open_window(TABLET, signed_in=floor.login())).arrive()
    expect(console.row(ticket)).to_contain_text("Staff: never billed")
    console.row(ticket).get_by_role("link").click()
    expect(console.page.get_by_text("it is kept and never billed")).to_be_visible()


def test_who_is_no_reviewer_is_told(open_window: Open, floor: Floor) -> None:
    page = open_window(TABLET, signed_in=floor.login(floor.shop.operator, "operator"))
    page.goto("/store/review/")
    expect(page.get_by_role("heading", name="This is for reviewers")).to_be_visible()


def test_who_has_not_signed_in_does_so_here(open_window: Open, floor: Floor) -> None:
    ticket = floor.visit(("001", 1))
    page = open_window(TABLET)
    page.goto("/store/review/")
    page.get_by_label("Username").fill(floor.shop.reviewer.username)
    page.get_by_label("Password", exact=True).fill(floor.shop.reviewer.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(Console(page).row(ticket)).to_be_visible()


def test_a_ticket_that_does_not_exist(open_window: Open, floor: Floor, watch: Watch) -> None:
    watch.allow("404")
    page = open_window(TABLET, signed_in=floor.login())
    page.goto("/store/review/#/ticket/00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text("There is no such ticket.")).to_be_visible()
