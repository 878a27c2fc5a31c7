"""The store as it is now: its mode, who is inside, alerts, machines that are silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.store.desk import WITHIN_MS, Desk, operator
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tests.support.api import Api
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET

SILENT = "UPDATE store_machine SET last_seen = now() - interval '%s seconds' WHERE machine_id = %%s"
CLOSED = "UPDATE store_alert SET closed_at = now() WHERE closed_at IS NULL"


@pytest.fixture(autouse=True)
def _empty(shop: Shop, stack: Stack) -> Iterator[None]:
    """Open, empty, without alerts."""
    stack.sql("edge", CLOSED)
    shop.let_all_out()
    shop.opens()
    yield
    shop.let_all_out()
    shop.opens()


@pytest.fixture
def rack(shop: Shop) -> Iterator[Played]:
    made = shop.rack(2)
    yield made
    shop.retire(made)


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=operator(shop))).arrive()


def mode_of(shop: Shop) -> str:
    return str(shop.operates("GET", "/edge/store-mode/")["status"])


def test_a_mode_is_changed_at_once_while_nobody_is_inside(desk: Desk, shop: Shop) -> None:
    expect(desk.card("Inside")).to_contain_text("Nobody is inside.")
    desk.press("Refilling")
    desk.says("Mode: Refilling")
    expect(desk.page.get_by_role("button", name="Refilling")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(desk.card("Mode")).to_contain_text("Only operators and admins come in.")
    assert mode_of(shop) == "REFILLMENT_MODE"


def test_who_is_inside_is_asked_about_before_the_mode_changes(desk: Desk, shop: Shop) -> None:
    customer = shop.customer()
    customer.enters()
    inside = desk.card("Inside")
    expect(inside).to_contain_text("1 person is inside.", timeout=WITHIN_MS)
    expect(inside.locator("li")).to_contain_text("Customer, since")
    assert customer.user.username not in desk.page.locator("main").inner_text()
    desk.press("Maintenance")
    expect(desk.dialog.get_by_role("heading")).to_have_text("1 person is inside")
    expect(desk.dialog.get_by_role("listitem")).to_contain_text("Customer, since")
    desk.agree("Cancel")
    assert mode_of(shop) == "CUSTOMER_MODE"
    desk.press("Maintenance")
    desk.agree("Change all the same")
    desk.says("1 person is inside.")
    assert mode_of(shop) == "MAINTENANCE_MODE"


def test_somebody_is_let_out_with_a_reason(desk: Desk, shop: Shop, stack: Stack) -> None:
    visit = shop.customer().enters()
    out = desk.card("Inside").get_by_role("button", name="Let out: Customer")
    out.click()
    desk.agree("Let out")
    expect(desk.dialog).to_be_visible()  # a reason is wanted
    desk.dialog.get_by_label("Why").fill("the phone is empty")
    desk.agree("Let out")
    desk.says("They are out.")
    expect(desk.card("Inside")).to_contain_text("Nobody is inside.")
    reason = "SELECT close_reason, closed_by FROM store_visit WHERE id = %s"
    [row] = stack.sql("edge", reason, visit)
    assert tuple(row) == ("the phone is empty", shop.operator.user_id)


def test_an_alert_is_told_and_seen_to(desk: Desk, shop: Shop, rack: Played) -> None:
    alerts = desk.card("Alerts")
    expect(alerts).to_contain_text("No alert is open.")
    rack.rack.take("001")
    rack.tells()  # while nobody is inside
    expect(alerts.locator("li")).to_contain_text("nobody can account for it", timeout=WITHIN_MS)
    expect(desk.page).to_have_title("(1) Store desk")
    alerts.get_by_role("button", name="Seen to").click()
    expect(alerts).to_contain_text("No alert is open.")
    expect(desk.page).to_have_title("Store desk")
    assert shop.listed("/edge/alerts/?open=true", shop.operator) == []


def test_a_silent_machine_is_told(desk: Desk, stack: Stack, rack: Played) -> None:
    number = rack.rack.machine_id
    machines = desk.card("Machines")
    expect(machines).to_contain_text("on line.")
    stack.sql("edge", SILENT % 20, number)
    expect(machines.locator("li")).to_contain_text("Late", timeout=15_000)
    stack.sql("edge", SILENT % 90, number)
    expect(machines.locator("li")).to_contain_text("Off line", timeout=15_000)
    alert = desk.card("Alerts").locator("li")
    expect(alert).to_contain_text("closes by itself")
    expect(alert.get_by_role("button")).to_have_count(0)
    rack.tells()
    expect(machines).to_contain_text("on line.", timeout=WITHIN_MS)
    expect(desk.card("Alerts")).to_contain_text("No alert is open.")


def test_two_desks_say_the_same(desk: Desk, open_window: Open, shop: Shop) -> None:
    other = Desk(open_window(PHONE, signed_in=operator(shop))).arrive()
    desk.press("Refilling")
    expect(other.page.get_by_role("button", name="Refilling")).to_have_attribute(
        "aria-pressed", "true", timeout=WITHIN_MS
    )
    shop.opens()
    for each in (desk, other):
        expect(each.page.get_by_role("button", name="Open for customers")).to_have_attribute(
            "aria-pressed", "true", timeout=WITHIN_MS
        )


def test_what_is_pressed_without_a_connection_is_sent_once(
    desk: Desk, shop: Shop, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    before = len(shop.listed("/edge/store-mode-changes/", shop.operator))
    desk.page.context.set_offline(True)
    desk.stands("No connection.")
    desk.page.get_by_role("button", name="Refilling").dblclick()
    expect(desk.card("Mode")).to_contain_text("It is sent as soon as it can be.")
    desk.page.context.set_offline(False)
    desk.says("Mode: Refilling")
    changes = shop.listed("/edge/store-mode-changes/", shop.operator)
    assert len(changes) == before + 1
    assert changes[0]["status"] == "REFILLMENT_MODE"


def test_reviewers_see_alerts_and_reports_but_no_devices(
    open_window: Open, shop: Shop, rack: Played
) -> None:
    page = open_window(TABLET, signed_in=signed_in(shop.reviewer, "reviewer"))
    desk = Desk(page).arrive("machines")
    expect(page.locator(".tabs a")).to_have_text(["Now", "Sessions", "Reports"])
    expect(desk.card("Mode")).to_contain_text("Open for customers")
    expect(desk.card("Mode").get_by_role("button")).to_have_count(0)
    expect(desk.card("Tickets to review").get_by_role("link")).to_have_attribute(
        "href", "/store/review/"
    )
    expect(desk.card("Machines")).to_have_count(0)
    customer = shop.customer()
    customer.enters()
    expect(desk.card("Inside")).to_contain_text("1 person is inside.", timeout=WITHIN_MS)
    expect(desk.card("Inside").get_by_role("button")).to_have_count(0)
    desk.turn("Sessions")
    expect(page.get_by_role("button", name="Mode changes")).to_have_count(0)
    expect(page.locator("tbody tr").first).to_contain_text("came in")
    desk.turn("Reports")
    expect(page.locator(".figures")).to_be_visible()


def test_everybody_else_is_told_whom_it_is_for(open_window: Open, api: Api) -> None:
    page = open_window(PHONE, signed_in=signed_in(api.register()))
    page.goto("/store/desk/")
    expect(page.get_by_role("heading", name="This is for operators")).to_be_visible()
    expect(page.get_by_role("link", name="Go shopping in the store")).to_have_attribute(
        "href", "/store/"
    )


def test_an_operator_signs_in_and_out(open_window: Open, shop: Shop) -> None:
    page = open_window(PHONE)
    page.goto("/store/desk/")
    page.get_by_label("Username").fill(shop.operator.username)
    page.get_by_label("Password").fill(shop.operator.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    desk = Desk(page)
    expect(desk.card("Mode")).to_be_visible()
    page.route("**/verification/logout/", lambda route: route.fulfill(json={"success": True}))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(desk.card("Inside")).to_have_count(0)


def test_a_new_store_says_what_to_do_first(open_window: Open, shop: Shop) -> None:
    for machine in shop.listed("/edge/machines/", shop.operator):
        shop.operates("DELETE", f"/edge/machines/{machine['machine_id']}/")
    desk = Desk(open_window(PHONE, signed_in=operator(shop))).arrive()
    guide = desk.card("What to do first")
    expect(guide.locator("[aria-current=step]")).to_contain_text("Add a machine")
    rack = shop.rack(1, told=False)
    expect(guide.locator("[aria-current=step]")).to_contain_text("Switch it on")
    rack.tells()
    wait_for(lambda: desk.page.locator(".guide").count() == 0, 15, "the guide is done")
    shop.retire(rack)
    guide.get_by_role("link", name="Add a machine").click()
    expect(desk.page.get_by_role("heading", name="New machine")).to_be_visible()
