"""From the code on a trolley's handle to the code at the exit, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import fits_across
from tests.e2e.trolleys.shopping import Shopper, played
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import PHONE as SMARTPHONE
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api
from tests.support.stack import Stack
from tools.browser.window import PHONE


def test_the_whole_trip(open_window: Open, market: Market, stack: Stack) -> None:
    trolley_id = market.trolley()
    ann = Shopper(open_window(PHONE), trolley_id).arrive()
    with played(stack.port, trolley_id, market.key(trolley_id)) as machine:
        ann.start()
        machine.play(f"until unlocked\nscan {TEA} 2\nsettle")
        expect(ann.told).to_contain_text("Tea: now 2")
        ann.add(SMARTPHONE, "Smartphone XYZ")
        expect(ann.lines).to_have_count(2)
        expect(ann.sum).to_have_text("€608.99")
        ann.pay()
        expect(ann.heading("Thank you. It is paid.")).to_be_visible()
        machine.play("until locked")
    expect(ann.page.get_by_alt_text("The code of your receipt")).to_be_visible()
    expect(ann.page.get_by_role("row")).to_contain_text(["Tea", "Smartphone", "Total"])
    fits_across(ann.page)
    axe(ann.page)
    receipt = market.call(
        "GET",
        f"/api/receipts/{ann.session(market)['receipt_id']}",
        query={"session_id": ann.session_id},
    ).json()
    checked = market.post(
        "/api/receipts/verify", {"code": receipt["exit_code"]}, user=market.operator
    )
    assert (checked.status_code, checked.json()["items"]) == (200, 3)
    ann.page.reload()
    ann.sees("Checked at the exit. Goodbye!")
    ann.button("Start a new visit").click()
    expect(ann.button("Start shopping")).to_be_visible()


def test_a_second_person_is_told_who_has_the_trolley(
    open_window: Open, market: Market, api: Api, watch: Watch
) -> None:
    watch.allow("status of 409")
    user, trolley_id = api.register(), market.trolley()
    ben = Shopper(open_window(PHONE), trolley_id).arrive()
    ann = Shopper(open_window(PHONE, signed_in=signed_in(user)), trolley_id).arrive()
    ann.sees(f"You are signed in as {user.username}")
    ann.start()
    assert ann.session(market)["user"] == user.user_id
    ben.button("Start shopping").click()  # it was free when the page was opened
    taken = f"This trolley is already in use by {user.username}. Please take another one."
    expect(ben.heading(taken)).to_be_visible()
    ben.is_focused(taken)
    axe(ben.page)
    ben.button("Look again").click()
    expect(ben.heading(taken)).to_be_visible()
    expect(ben.button("Start shopping")).to_have_count(0)
    assert ann.session(market)["state"] == "active"


def test_who_is_signed_in_goes_on_at_another_phone(
    open_window: Open, market: Market, api: Api
) -> None:
    user, trolley_id = api.register(), market.trolley()
    ann = Shopper(open_window(PHONE, signed_in=signed_in(user)), trolley_id).arrive().start()
    ann.add(TEA, "Tea")
    other = Shopper(open_window(PHONE, signed_in=signed_in(user)), trolley_id).arrive()
    other.button("Go on shopping").click()
    expect(other.line("Tea")).to_be_visible()
    other.add(SMARTPHONE, "Smartphone XYZ")
    expect(ann.line("Smartphone XYZ")).to_be_visible()
    assert other.session_id == ann.session_id


def test_a_guest_signs_in_on_the_page(open_window: Open, market: Market, api: Api) -> None:
    user, trolley_id = api.register(), market.trolley()
    ann = Shopper(open_window(PHONE), trolley_id).arrive()
    ann.sees("You need no account.")
    ann.button("Sign in").click()
    ann.is_focused("Sign in")
    ann.page.get_by_label("Username").fill(user.username)
    ann.page.get_by_label("Password").fill(user.password)
    axe(ann.page)
    ann.page.get_by_role("form", name="Sign in").get_by_role("button", name="Sign in").click()
    ann.sees(f"You are signed in as {user.username}")
    ann.start()
    assert ann.session(market)["assigned_to"] == user.username


def test_a_wheel_sticks(open_window: Open, market: Market, stack: Stack) -> None:
    old, new = market.trolley(), market.trolley()
    ann = Shopper(open_window(PHONE), old).arrive().start()
    ann.add(TEA, "Tea")
    session_id = ann.session_id
    with played(stack.port, new, market.key(new)) as machine:
        ann.page.goto(f"/trolley/{new}")
        expect(ann.heading(f"You have trolley {old}")).to_be_visible()
        axe(ann.page)
        ann.button("Move my cart here").click()
        expect(ann.line("Tea")).to_be_visible()
        machine.play(f"until unlocked\nscan {TEA}\nsettle")
        expect(ann.told).to_contain_text("Tea: now 2")
    expect(ann.page.get_by_role("heading", level=1)).to_have_text(new)
    assert ann.session_id == session_id
    assert market.shown(old)["status"] == "available"
    assert ann.units(market) == {"Tea": 2}


@pytest.mark.parametrize("typed", ["NOPE", "no such one"])
def test_an_unknown_trolley_asks_for_the_right_one(
    open_window: Open, market: Market, watch: Watch, typed: str
) -> None:
    watch.allow("status of 404")
    trolley_id = market.trolley()
    page = open_window(PHONE)
    page.goto(f"/trolley/{typed}")
    expect(page.get_by_role("alert").filter(has_text="There is no such trolley.")).to_be_visible()
    axe(page)
    page.get_by_label("Name of the trolley").fill(trolley_id)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="This trolley is free")).to_be_visible()
