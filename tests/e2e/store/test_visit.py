"""A visit on the customer's phone: in by a code, a cart that follows the racks, out by another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import press
from tests.e2e.store.visiting import FOLLOWS, IN_CODE, OUT_CODE, TOLD_MS, Visitor
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tests.integration.store.shop import Played, Shop
from tests.support.api import Api
from tools.browser.window import PHONE, TABLET
from tools.devices.store.gates import ENTRY, EXIT

MOST_BYTES = 100_000  # of all that the page loads before somebody may enter


pytestmark = pytest.mark.usefixtures("open_store")


def name(rack: Played, at: int) -> str:
    """Of what lies on a scale."""
    return f"{rack.rack.machine_id} {at}"


def test_the_cart_follows_the_racks(ann: Visitor, rack: Played) -> None:
    ann.enter()
    ann.is_focused("In your cart")
    ann.reads("Take what you like.")
    rack.rack.take("001", 2)
    rack.tells()
    expect(ann.line(name(rack, 1))).to_be_visible(timeout=TOLD_MS)
    expect(ann.line(name(rack, 1))).to_contain_text("New")
    expect(ann.line(name(rack, 1))).to_contain_text("2 × €1.25")
    expect(ann.sum).to_have_text("€2.50")
    said = ann.page.locator("[data-tells=polite]")
    expect(said).to_contain_text(f"{name(rack, 1)} is in your cart: 2.")
    rack.rack.take("002")
    rack.rack.put_back("001")
    rack.tells()
    expect(ann.sum).to_have_text("€3.50", timeout=TOLD_MS)
    rack.rack.put_back("001")
    rack.tells()
    expect(ann.line(name(rack, 1))).to_contain_text("Put back", timeout=TOLD_MS)
    expect(said).to_contain_text(f"{name(rack, 1)} is out of your cart.")
    expect(ann.line(name(rack, 1))).to_have_count(0)  # the mark lasts some seconds
    expect(ann.sum).to_have_text("€2.25")


def test_in_and_out(ann: Visitor, rack: Played) -> None:
    expect(ann.page.get_by_role("button", name="Leave")).to_have_count(0)
    visit_id = ann.enter()
    rack.rack.take("002")
    rack.tells()
    ann.page.get_by_role("link", name="Visits").click()
    ann.reads("You are in the store")
    expect(ann.page.locator(".visit")).to_have_text([re.compile("Inside")])
    ann.page.get_by_role("link", name="To the cart").click()
    ann.button("Leave").click()
    ann.is_focused(OUT_CODE)
    expect(ann.line(name(rack, 2))).to_be_visible()
    assert ann.leave()
    ann.sees(FOLLOWS, within=TOLD_MS)
    ann.reads("What the racks have noticed so far")
    assert ann.page.url.endswith(f"#visit/{visit_id}")
    ann.page.reload()
    ann.sees(FOLLOWS)
    ann.page.get_by_role("link", name="Back to the store").last.click()
    ann.sees(IN_CODE)


def test_by_the_keyboard_alone(ann: Visitor, rack: Played) -> None:
    ann.enter()
    rack.rack.take("001")
    rack.tells()
    expect(ann.sum).to_have_text("€1.25")
    press(ann.page, ann.button("Leave"))
    ann.is_focused(OUT_CODE)
    press(ann.page, ann.button("Hide the code"))
    ann.is_focused("In your cart")
    expect(ann.code(OUT_CODE)).to_have_count(0)
    press(ann.page, ann.button("Leave"))
    ann.leave()
    ann.is_focused(FOLLOWS)
    press(ann.page, ann.page.get_by_role("link", name="Visits").first)
    ann.sees("Your visits")
    press(ann.page, ann.page.locator(".visit").first)
    ann.sees(FOLLOWS)


def test_a_reload_goes_on_inside(ann: Visitor, rack: Played) -> None:
    ann.enter()
    rack.rack.take("003", 2)
    rack.tells()
    expect(ann.sum).to_have_text("€6.50")
    ann.page.reload()
    ann.sees("In your cart")
    expect(ann.sum).to_have_text("€6.50")
    rack.rack.put_back("003")
    rack.tells()
    expect(ann.sum).to_have_text("€3.25", timeout=TOLD_MS)


def test_two_phones_of_one_account(ann: Visitor, open_window: Open, rack: Played) -> None:
    window = open_window(TABLET, signed_in=signed_in(ann.customer.user))
    other = Visitor(window, ann.customer).arrive()
    other.sees(IN_CODE)
    ann.enter()
    other.sees("In your cart", within=TOLD_MS + 1500)
    rack.rack.take("001")
    rack.tells()
    expect(other.sum).to_have_text("€1.25", timeout=TOLD_MS)
    other.leave()
    ann.sees(FOLLOWS, within=TOLD_MS)
    other.sees(FOLLOWS, within=TOLD_MS)


def test_staff_let_somebody_out(ann: Visitor, shop: Shop) -> None:
    ann.enter()
    shop.let_all_out()
    ann.page.get_by_role("heading", level=2).first.wait_for()
    expect(ann.page.locator("main h2")).not_to_have_text("In your cart", timeout=TOLD_MS)
    assert "#visit/" in ann.page.url


def test_whoever_comes_to_work(open_window: Open, shop: Shop, rack: Played) -> None:
    user = shop.staff("operator")
    page = open_window(PHONE, signed_in=signed_in(user, "operator"))
    olga = Visitor(page, shop.customer(user)).arrive()
    expect(page.get_by_label("I come to work: nothing is billed")).to_be_checked()
    olga.enter()
    olga.reads("You are here to work: nothing is billed.")
    olga.leave()
    olga.sees("You are checked out")
    olga.reads("Your visit is kept as work in the store.")
    page.get_by_role("link", name="Back to the store").last.click()
    before = olga.token(IN_CODE)
    page.get_by_label("I come to buy, as a customer").check()
    expect(page.get_by_label("I come to buy, as a customer")).to_be_checked()
    waiting = page.locator(".code img")
    expect(waiting).to_be_visible()
    assert olga.token(IN_CODE) != before
    olga.enter()
    assert olga.visits()[0]["role"] == "customer"
    expect(page.get_by_text("nothing is billed")).to_have_count(0)


def test_a_code_of_a_closed_store_stays_good(ann: Visitor, shop: Shop) -> None:
    shop.opens("MAINTENANCE_MODE")
    token = ann.token(IN_CODE)
    answer = shop.try_scan(ENTRY, token)
    assert (answer.status_code, answer.json()["code"]) == (403, "refused_by_mode")
    ann.reads("If the gate stays shut, its display says why")
    shop.opens()
    ann.enter()


def test_signed_out_in_another_tab(ann: Visitor, api: Api) -> None:
    tab = ann.page.context.new_page()
    tab.goto("/store/#visits")
    tab.get_by_role("button", name="Sign out").click()
    ann.sees("Sign in")
    expect(ann.code(IN_CODE)).to_have_count(0)
    ann.page.get_by_role("button", name="I am new here: create an account").click()
    ann.is_focused("Create an account")


def test_somebody_else_signs_in(ann: Visitor, shop: Shop) -> None:
    ann.enter()
    other = shop.customer()
    tab = ann.page.context.new_page()
    tab.goto("/store/#visits")
    tab.get_by_role("button", name="Sign out").click()
    tab.get_by_label("Username").fill(other.user.username)
    tab.get_by_label("Password").fill(other.user.password)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    ann.sees(IN_CODE)
    expect(tab.get_by_role("heading", name="Your visits")).to_be_visible()
    expect(tab.get_by_text("You have not been in the store yet.")).to_be_visible()


def test_a_new_account_by_the_page(open_window: Open, api: Api) -> None:
    page = open_window(PHONE)
    page.goto("/store/")
    page.get_by_role("button", name="I am new here: create an account").click()
    page.get_by_label("First name").fill("Ann")
    page.get_by_label("Last name").fill("Example")
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_label("Username").fill(f"ann-{api.register().user_id}")
    page.get_by_label("Password").fill("a long enough one")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_alt_text(IN_CODE)).to_be_visible()


def test_others_visits_are_not_there(ann: Visitor, shop: Shop, watch: Watch) -> None:
    watch.allow("status of 404")
    other = shop.customer()
    visit_id = other.enters()
    for address in (f"#visit/{visit_id}", "#visit/none"):
        ann.page.goto(f"/store/{address}")
        ann.reads("There is no such visit of yours.")
    ann.page.get_by_role("link", name="Your visits").click()
    ann.reads("You have not been in the store yet.")


def test_past_visits_page_by_page(ann: Visitor, shop: Shop) -> None:
    for _ in range(21):
        shop.gates[ENTRY].scan(shop.code(ann.customer.user))
        shop.gates[EXIT].scan(shop.code(ann.customer.user))
    ann.page.goto("/store/#visits")
    ann.page.reload()
    rows = ann.page.locator(".visit")
    expect(rows).to_have_count(20)
    ann.button("Show older ones").click()
    expect(rows).to_have_count(21)
    expect(ann.button("Show older ones")).to_have_count(0)
    rows.last.click()
    expect(ann.page.locator(".end h2")).to_be_visible()


def test_light_enough_for_a_slow_phone(open_window: Open, shop: Shop) -> None:
    customer = shop.customer()
    page = open_window(PHONE, signed_in=signed_in(customer.user))
    weight = Weight(page)
    Visitor(page, customer).arrive().token(IN_CODE)
    assert weight.total < MOST_BYTES, weight.table()
