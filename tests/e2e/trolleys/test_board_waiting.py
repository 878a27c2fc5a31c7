"""Who waits for the staff, longest first, and what is done about it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.boards import GIN, WITHIN, Board, approval, cart, session, visit
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import PHONE, TEA, Market
from tests.support.api import Api
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import TABLET

LATER = "It is sent as soon as it can be."


@pytest.fixture
def market(market: Market, api: Api) -> Market:
    return boards.opened(api, market.operator)


@pytest.fixture
def board(open_window: Open, market: Market) -> Board:
    """The owner at the list of who waits."""
    return Board(open_window(TABLET, signed_in=signed_in(market.place.owner)), market)


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


def test_who_waits_longest_comes_first(board: Board, market: Market) -> None:
    first, helped = visit(market, TEA)
    boards.wait_for_help(market, helped)
    second, _ = visit(market, GIN)
    board.arrive("waiting")
    board.sees(first, second)
    third, late = visit(market, TEA)
    boards.wait_for_help(market, late)
    board.sees(first, second, third)
    expect(board.page).to_have_title(re.compile(r"^\(3\) "))
    expect(board.page.locator("[data-tells=polite]")).to_contain_text(f"{third}: Wants help")
    boards.wait_for_help(market, helped, wanted=False)
    board.sees(second, third)
    board.press(f"{third}: Wants help – Done")
    board.sees(second)
    assert session(market, late)["help_since"] is None


def test_an_age_is_decided_and_the_phone_hears_of_it(board: Board, market: Market) -> None:
    old, adult = visit(market, GIN)
    young, child = visit(market, GIN)
    board.arrive("waiting").sees(old, young)
    board.press(f"{old}: Age 18: Gin – Old enough")
    board.sees(young)
    board.press(f"{young}: Age 18: Gin – Too young")
    expect(board.page.get_by_text("Nobody waits.")).to_be_visible()
    assert (approval(market, adult), approval(market, child)) == ("approved", "denied")


def test_cash_that_was_received_pays(board: Board, market: Market) -> None:
    boards.rules(market, cash=True)
    trolley, payer = visit(market, TEA)
    body = {"session_id": payer, "provider": "cash"}
    assert market.post("/api/session/checkout", body).status_code == 201
    board.arrive("waiting").press(f"{trolley}: Pays in cash – Money received")
    expect(board.page.get_by_text("Nobody waits.")).to_be_visible()
    wait_for(lambda: session(market, payer)["ended_by"] == "payment", WITHIN, "it is paid")


def test_a_spot_check_that_finds_something_is_done_again_with_everything(
    board: Board, market: Market
) -> None:
    boards.rules(market, spot_check_percent=100, spot_check_items=1)
    trolley, checked = visit(market, TEA)
    refused = market.post("/api/session/checkout", {"session_id": checked})
    assert refused.json()["error"] == "Spot check required"
    board.arrive("waiting").press(f"{trolley}: Spot check of 1 – Scan some things")
    field = board.dialog.get_by_label("Barcode")
    expect(field).to_be_focused()
    board.press("Compare")
    expect(board.dialog.locator(".banner")).to_have_text("Scan 1 more thing.")
    scan(board, PHONE)
    board.press("Compare")
    expect(board.dialog.get_by_text(f"Not in the cart: {PHONE}.")).to_be_visible()
    board.press("Close")
    board.press(f"{trolley}: Spot check of 1 – Scan some things")  # as whoever takes over does
    expect(board.dialog).to_contain_text("Scan everything that is in the trolley.")
    for barcode in (TEA, PHONE, PHONE):
        scan(board, barcode)
    board.dialog.get_by_role("button", name=f"Take {PHONE} out").last.click()
    board.press("This is everything")
    expect(board.toast).to_contain_text("the check is done")
    board.sees()
    names = {line["product"]["name"]: line["quantity"] for line in cart(market, checked)["items"]}
    assert names == {"Tea": 1, "Smartphone XYZ": 1}
    assert session(market, checked)["check"]["state"] == "passed"


def scan(board: Board, barcode: str) -> None:
    """As a hand scanner does it: it types and presses Enter, and goes on."""
    before = board.dialog.locator(".scanned li").count()
    board.page.keyboard.type(barcode)
    board.page.keyboard.press("Enter")
    expect(board.dialog.locator(".scanned li")).to_have_count(before + 1)


def test_what_is_pressed_without_a_network_is_sent_once_it_is_back(
    board: Board, market: Market, stack: Stack, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    trolley, shopper = visit(market, GIN)
    board.arrive("waiting").sees(trolley)
    board.page.context.set_offline(True)
    board.stands("No connection.")
    button = board.page.get_by_role("button", name=f"{trolley}: Age 18: Gin – Old enough")
    button.click()
    expect(board.card(trolley)).to_contain_text(LATER)
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    later, _ = visit(market, GIN)
    assert approval(market, shopper) == "waiting"
    board.page.context.set_offline(False)
    board.sees(later)
    assert approval(market, shopper) == "approved"
    assert decisions(stack, shopper) == ["age"]


def test_a_decision_whose_answer_is_lost_is_made_once(
    board: Board, market: Market, stack: Stack, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    trolley, shopper = visit(market, GIN)
    board.arrive("waiting")
    keys = lose_answers(board.page, "/api/session/approve")
    board.press(f"{trolley}: Age 18: Gin – Old enough")
    board.sees()
    asked_again(board, keys)
    assert len(set(keys)) == 1
    expect(board.toast).to_have_count(0)
    assert decisions(stack, shopper) == ["age"]


def test_a_release_whose_answer_is_lost_spares_the_next_shopper(
    board: Board, market: Market, stack: Stack, watch: Watch
) -> None:
    watch.allow("net::ERR_", "status of 409")
    trolley, shopper = visit(market, TEA)
    board.arrive()
    keys = lose_answers(board.page, "/force-unassign")
    release(board, trolley)
    arrived(board, lambda: session(market, shopper)["ended_by"] == "staff", "it is released")
    following = str(market.session(trolley)["session_id"])
    asked_again(board, keys)
    expect(board.toast).to_contain_text("Nobody has this trolley any more.")
    assert session(market, following)["state"] == "active"
    assert decisions(stack, shopper) == ["unassign"]


def asked_again(board: Board, keys: list[str]) -> None:
    arrived(board, lambda: len(keys) == 2, "it is asked again")


def arrived(board: Board, condition: Callable[[], object], what: str) -> None:
    """Wait; routes are handled while Playwright is asked for something."""
    wait_for(lambda: board.page.title() and condition(), WITHIN, what)


def release(board: Board, trolley: str) -> None:
    board.press(f"Force unassign {trolley}")
    board.dialog.get_by_role("button", name="Force unassign").click()


def decisions(stack: Stack, session_id: str) -> list[str]:
    """What staff have decided about a session."""
    rows = stack.sql(
        "trolleys",
        "SELECT d.kind FROM trolleys_staffdecision d JOIN trolleys_session s ON s.id = d.session_id"
        " WHERE s.session_id = %s ORDER BY d.id",
        session_id,
    )
    return [kind for (kind,) in rows]
