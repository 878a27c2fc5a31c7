"""A cart that changes under its shopper's hands, and what staff have to do with it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across
from tests.e2e.trolleys.shopping import WITHIN, Shopper
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import PHONE as SMARTPHONE
from tests.integration.trolleys.market import TEA, Json, Market
from tests.support.waiting import wait_for
from tools.browser.window import PHONE

NUMBERS = itertools.count(1)
#: Remembers what is heard and felt: pitches in Hz, patterns in milliseconds.
SENSES = """
globalThis.felt = [];
globalThis.heard = [];
navigator.vibrate = (pattern) => { felt.push(pattern); return true; };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  heard.push(this.frequency.value);
  start.apply(this, when);
};
"""
NOTICE = "Please look at this before you pay"


@pytest.fixture(autouse=True)
def refusals(watch: Watch) -> None:
    watch.allow("status of 40")


@pytest.fixture
def ann(open_window: Open, market: Market) -> Shopper:
    return Shopper(open_window(PHONE), market.trolley()).arrive().start()


def sell(market: Market, name: str, price: str, **more: object) -> tuple[str, int]:
    """A product of the test's own; returns its barcode and its id."""
    barcode = f"29{next(NUMBERS):010d}"
    digits = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(barcode))
    barcode += str(-digits % 10)
    return barcode, market.place.sell(name, price, barcode=barcode, **more)


def wait_issues(market: Market, ann: Shopper) -> None:
    """For what the page knows already: each process keeps products for up to two seconds."""
    query = {"session_id": ann.session_id}

    def found() -> bool:
        answers = [market.call("GET", "/api/cart/validate", query=query) for _ in range(3)]
        return not any(answer.json()["data"]["valid"] for answer in answers)

    wait_for(found, WITHIN, "the cart has issues")


def waiting(market: Market, ann: Shopper) -> list[Json]:
    """What of this visit waits for staff."""
    path, query = "/api/session/waiting", {"location_id": market.place.location_id}
    found = market.call("GET", path, user=market.operator, query=query).json()
    return [each for each in found if each["session_id"] == ann.session_id]


def test_a_price_that_was_raised_is_accepted_in_one_tap(ann: Shopper, market: Market) -> None:
    barcode, rice = sell(market, "Rice", "2.00", stock=10)
    ann.add(barcode, "Rice")
    market.edit(rice, price="2.50")
    expect(ann.line("Rice")).to_contain_text("Price increased by €0.50")
    expect(ann.line("Rice").locator("del")).to_have_text("€2.00")
    wait_issues(market, ann)
    ann.button("Pay").click()
    expect(ann.heading(NOTICE)).to_be_focused()
    ann.sees("Rice: Price increased by €0.50.")
    fits_across(ann.page)
    axe(ann.page)
    ann.button("Put it right").click()
    expect(ann.sum).to_have_text("€2.50")
    expect(ann.heading(NOTICE)).to_have_count(0)
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


def test_the_last_unit_goes_to_who_pays_first(
    ann: Shopper, open_window: Open, market: Market
) -> None:
    barcode, _ = sell(market, "Cake", "3.00", stock=1)
    ben = Shopper(open_window(PHONE), market.trolley()).arrive().start()
    for each in (ann, ben):
        each.add(barcode, "Cake")
    ann.add(TEA, "Tea")
    ben.pay()
    expect(ben.heading("Thank you. It is paid.")).to_be_visible()
    expect(ann.line("Cake")).to_contain_text("Sold out")
    ann.button("Pay").click()
    ann.sees("Cake: Only 0 available.")
    ann.button("Put it right").click()
    expect(ann.heading("Kept for later")).to_be_visible()
    ann.wait_units(market, {"Cake": 0, "Tea": 1})
    ann.pay()
    expect(ann.page.get_by_role("row").filter(has_text="Cake")).to_have_count(0)
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


def test_as_many_as_there_are_are_taken_in_one_tap(ann: Shopper, market: Market) -> None:
    barcode, milk = sell(market, "Milk", "1.00", stock=5)
    ann.add(barcode, "Milk")
    more = ann.button("One Milk more")
    for _ in range(3):
        more.click()
    ann.wait_units(market, {"Milk": 4})
    market.edit(milk, stock=2)
    ann.button("Take 2 of Milk").click()
    ann.wait_units(market, {"Milk": 2})
    expect(ann.line("Milk")).to_contain_text("Only 2 available")
    ann.type(barcode)
    expect(ann.told).to_contain_text("only 2 are left.")
    expect(ann.told).to_have_attribute("data-state", "bad")


def test_quick_taps_are_one_change(ann: Shopper, market: Market) -> None:
    ann.add(TEA, "Tea")
    for _ in range(4):
        ann.button("One Tea more").click()
    expect(ann.sum).to_have_text("€4.50")
    ann.wait_units(market, {"Tea": 5})
    expect(ann.sum).to_have_text("€22.50")
    ann.button("Keep Tea for later").click()
    ann.wait_units(market, {"Tea": 0})
    ann.button("Put Tea back into the cart").click()
    ann.wait_units(market, {"Tea": 1})
    ann.button("Take Tea out").click()
    ann.wait_units(market, {})
    ann.sees("Nothing is in the cart yet.")


def test_staff_look_at_an_age(ann: Shopper, market: Market) -> None:
    barcode, _ = sell(market, "Wine", "6.00", stock=9, min_age=16)
    ann.add(barcode, "Wine")
    expect(ann.line("Wine")).to_contain_text("From 16 years on. The staff were asked to check at")
    ann.button("Pay").click()
    expect(ann.heading(NOTICE)).to_be_focused()
    expect(ann.button("Put it right")).to_have_count(0)
    axe(ann.page)
    [asked] = waiting(market, ann)
    body = {"line_id": asked["line"]["id"], "approved": True}
    assert market.post("/api/session/approve", body, user=market.operator).status_code == 200
    expect(ann.told).to_have_text("Wine: Approved by the staff.")
    expect(ann.heading(NOTICE)).to_have_count(0)
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


@pytest.fixture
def spot_checks(market: Market) -> Iterator[None]:
    """All sessions of the market are drawn."""
    path = f"/api/trolleys/settings?location_id={market.place.location_id}"
    rules = {"spot_check_percent": 100, "spot_check_items": 1}
    assert market.call("PUT", path, rules, user=market.operator).status_code == 200
    yield
    market.call("PUT", path, {"spot_check_percent": 0}, user=market.operator)


@pytest.mark.usefixtures("spot_checks")
def test_staff_look_into_the_trolley(ann: Shopper, market: Market) -> None:
    ann.add(TEA, "Tea")
    ann.button("Pay").click()
    ann.is_focused("A short look into the trolley")
    expect(ann.page.get_by_role("timer")).to_contain_text("You have been waiting for 0:")
    fits_across(ann.page)
    axe(ann.page)
    body = {"session_id": ann.session_id, "barcodes": [TEA]}
    assert market.post("/api/session/check", body, user=market.operator).status_code == 200
    expect(ann.page.locator(".toast")).to_contain_text("All is right. You can pay now.")
    ann.is_focused("In the cart")
    ann.pay()
    expect(ann.heading("Thank you. It is paid.")).to_be_visible()


@pytest.mark.usefixtures("spot_checks")
def test_what_staff_have_counted_is_in_the_cart(ann: Shopper, market: Market) -> None:
    ann.add(TEA, "Tea")
    ann.button("Pay").click()
    ann.is_focused("A short look into the trolley")
    body: Json = {"session_id": ann.session_id, "barcodes": [SMARTPHONE]}
    assert market.post("/api/session/check", body, user=market.operator).status_code == 200
    ann.sees("The staff scan everything once more, so that the cart is right.")
    axe(ann.page)
    whole = {**body, "barcodes": [TEA, TEA, SMARTPHONE], "whole": True}
    assert market.post("/api/session/check", whole, user=market.operator).status_code == 200
    expect(ann.page.locator(".toast")).to_contain_text("The cart is as the staff have counted it.")
    expect(ann.sum).to_have_text("€608.99")
    expect(ann.line("Tea").get_by_role("status")).to_have_text("2")


def test_help_is_called_and_taken_back(ann: Shopper, market: Market) -> None:
    ann.button("Help").click()
    ann.sees("Somebody of the staff was called at")
    assert [each["kind"] for each in waiting(market, ann)] == ["help"]
    fits_across(ann.page)
    axe(ann.page)
    ann.button("Help").click()
    expect(ann.page.get_by_text("Somebody of the staff was called")).to_have_count(0)
    assert waiting(market, ann) == []


def test_a_full_trolley_is_given_back_after_a_question(ann: Shopper, market: Market) -> None:
    ann.add(TEA, "Tea")
    ann.button("Give the trolley back").click()
    dialog = ann.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing in it is paid. Put the goods back first")
    axe(ann.page)
    dialog.get_by_role("button", name="Go on shopping").click()
    assert ann.units(market) == {"Tea": 1}
    ann.button("Give the trolley back").click()
    dialog.get_by_role("button", name="Give it back").click()
    ann.is_focused("This visit is over.")
    wait_for(
        lambda: market.shown(ann.trolley_id)["status"] == "available", WITHIN, "the trolley is free"
    )


def test_an_empty_trolley_is_given_back_at_once(ann: Shopper) -> None:
    ann.button("Give the trolley back").click()
    ann.is_focused("This visit is over.")


def test_a_search_adds_and_says_what_is_sold_out(ann: Shopper, market: Market) -> None:
    sell(market, "Green olives", "2.20", stock=3)
    sell(market, "Black olives", "2.40", stock=0)
    ann.field.fill("olives")
    found = ann.page.get_by_role("list", name="Found").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(found.filter(has_text="Black olives")).to_contain_text("Sold out")
    axe(ann.page)
    ann.button("Add Green olives").click()
    expect(ann.told).to_have_text("Green olives is in the cart")
    ann.field.fill("no such thing")
    ann.sees("Nothing of that name is sold here.")


def test_an_unknown_barcode_is_told_until_the_next_one(ann: Shopper) -> None:
    ann.type("4000000000006")
    expect(ann.told).to_contain_text("4000000000006: this is not known here.")
    ann.add(TEA, "Tea")
    expect(ann.told).to_have_text("Tea is in the cart")


def test_nothing_takes_the_focus_from_who_types(ann: Shopper, market: Market) -> None:
    ann.field.fill("chocolate")
    market.add(ann.session_id)
    expect(ann.line("Tea")).to_be_visible()
    expect(ann.field).to_be_focused()
    expect(ann.field).to_have_value("chocolate")


def test_taken_and_refused_are_heard_and_felt(open_window: Open, market: Market) -> None:
    page = open_window(PHONE)
    page.add_init_script(SENSES)
    ann = Shopper(page, market.trolley()).arrive().start()
    ann.add(TEA, "Tea")
    expect(ann.told).to_have_attribute("data-state", "good")
    becomes(page, "felt.length === 1 && heard.length === 1")
    ann.type("4000000000006")
    expect(ann.told).to_have_attribute("data-state", "bad")
    taken, *refused = page.evaluate("heard")
    assert taken > max(refused)
    assert page.evaluate("felt") == [[40], [120, 60, 120]]
