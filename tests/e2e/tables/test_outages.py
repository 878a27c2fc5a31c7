"""Networks that break, on either side: nothing is lost or doubled, and the page says so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.people import Guest, Staff
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET


@pytest.fixture(autouse=True)
def broken_networks(watch: Watch) -> None:
    """What Chromium itself writes about them."""
    watch.allow("net::ERR_", "WebSocket connection to")


def lose_answers(page: Page, path: str, times: int = 1) -> list[str]:
    """The next POSTs there arrive, but their answers do not; returns the keys that were sent."""
    keys: list[str] = []

    def handle(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > times:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    page.route(re.compile(path), handle)
    return keys


def names(cafe: Cafe, table: str) -> list[str]:
    return [order["name"] for order in cafe.api.session(table)["orders"]]


def test_a_sending_whose_answer_is_lost_orders_once(guest: Guest, cafe: Cafe, table: str) -> None:
    guest.add("Espresso", name="Mia")
    keys = lose_answers(guest.page, "/orders/cart/send/")
    guest.send()
    expect(guest.orders).to_have_count(1)
    expect(guest.page.get_by_role("region", name="Orders")).to_contain_text("order has arrived")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert names(cafe, table) == ["Espresso"]


def test_adding_whose_answer_is_lost_adds_once(guest: Guest, cafe: Cafe, table: str) -> None:
    keys = lose_answers(guest.page, "/orders/cart/add/")
    guest.add("Espresso", name="Mia")
    guest.look_at_cart(lines=1)
    assert len(set(keys)) == 1
    assert [line["name"] for line in cafe.live(table)["cart"]] == ["Espresso"]


def test_a_guest_without_network_orders_when_it_is_back(
    guest: Guest, cafe: Cafe, table: str
) -> None:
    guest.add("Espresso", name="Mia")
    guest.look_at_cart(lines=1)
    guest.page.context.set_offline(True)
    expect(guest.page.get_by_text("No connection.", exact=True)).to_be_visible()
    guest.send_button.click()
    expect(guest.page.get_by_role("region", name="Cart")).to_contain_text("Checking: there is no")
    axe(guest.page)
    cafe.order(table, "Carrot cake", guest="Jonas")
    guest.page.context.set_offline(False)
    expect(guest.orders).to_have_count(2)
    expect(guest.page.get_by_text("Live", exact=True).first).to_be_visible()
    assert sorted(names(cafe, table)) == ["Carrot cake", "Espresso"]


def test_what_is_on_its_way_survives_a_reload(guest: Guest, cafe: Cafe, table: str) -> None:
    guest.page.route(re.compile("/orders/cart/add/"), lambda route: route.abort())
    guest.add("Espresso", name="Mia")
    guest.look("Cart")
    expect(guest.lines).to_contain_text("On its way")
    guest.page.unroute_all()
    guest.page.reload()
    expect(guest.lines).to_have_count(1)
    expect(guest.lines).not_to_contain_text("On its way")
    assert [line["name"] for line in cafe.live(table)["cart"]] == ["Espresso"]


def test_the_panel_without_network_keeps_taps_and_misses_nothing(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    first = cafe.order(table, "Espresso")
    card = staff.card("Table 2")
    expect(card).to_be_visible()
    staff.page.context.set_offline(True)
    expect(staff.page.get_by_text("No connection.", exact=True)).to_be_visible()
    staff.step("Table 2", "Accept")
    expect(card.get_by_role("button", name=re.compile("Espresso Accepted"))).to_be_visible()
    expect(staff.page.get_by_text("1 tap waits to be sent.")).to_be_visible()
    staff.page.get_by_role("button", name="What to do").click()
    axe(staff.page)
    staff.page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    cafe.order(table, "Carrot cake")
    cafe.order(table, "Carrot cake")
    staff.page.context.set_offline(False)
    expect(card.get_by_role("button", name=re.compile("Carrot cake New"))).to_have_count(2)
    expect(staff.page.get_by_text("1 tap waits to be sent.")).to_be_hidden()
    cafe.wait_state(table, first["id"], "accepted")


def _wanted(request: Request) -> str:
    """The state that a tap asks for, "None" for other requests."""
    body = request.post_data_json if "/orders/move/" in request.url else None
    return str((body or {}).get("state"))


def test_a_tap_whose_answer_is_lost_moves_once(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso")
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        if len(lost) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    staff.page.route(re.compile("/orders/move/"), lose)
    staff.step("Table 2", "Accept")
    with staff.page.expect_response(lambda answer: _wanted(answer.request) == "preparing"):
        staff.step("Table 2", "Prepare")
    assert cafe.state(table, order["id"]) == "preparing"
    assert len(lost) == 3
    line = staff.card("Table 2").get_by_role("button", name=re.compile("Espresso Preparing"))
    expect(line).not_to_contain_text(re.compile("sending|not sent"))
    expect(staff.page.locator(".line-notice:visible")).to_have_count(0)


def test_a_guest_behind_a_wall_polls_and_says_so(open_window: Open, cafe: Cafe, table: str) -> None:
    page = open_window(PHONE)
    page.clock.install()
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    guest = Guest(page, table).arrive()
    page.clock.run_for(11_000)
    expect(page.get_by_text("Updates every 15 seconds.").first).to_be_visible()
    axe(page)
    order = cafe.order(table, "Espresso")
    page.clock.run_for(16_000)
    guest.look("Orders")
    expect(guest.orders).to_have_count(1)
    cafe.move(order["id"], "accepted")
    page.clock.run_for(16_000)
    expect(guest.orders).to_contain_text("Accepted")
    cafe.close(table)
    page.clock.run_for(16_000)
    expect(page.get_by_role("heading", name="This table is closed")).to_be_visible()


def test_a_panel_behind_a_wall_polls_and_says_so(open_window: Open, cafe: Cafe, table: str) -> None:
    page = open_window(TABLET, signed_in=cafe.login)
    page.clock.install()
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    staff = Staff(page).arrive()
    page.clock.run_for(11_000)
    expect(page.get_by_text("Updates every 15 seconds.").first).to_be_visible()
    cafe.order(table, "Espresso")
    page.clock.run_for(16_000)
    expect(staff.card("Table 2")).to_contain_text("Espresso")
    axe(page)
