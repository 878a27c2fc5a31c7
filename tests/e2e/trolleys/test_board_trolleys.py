"""The trolleys of a place: who has them, taking one away, adding, keys, switching off; the exit."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import becomes, told_within
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.boards import Board, session, visit
from tests.e2e.trolleys.test_board_waiting import asked_again, lose_answers, release
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api
from tools.browser.window import PHONE, TABLET

AT_ONCE = told_within(1.0)  # seconds
PRINTER = """globalThis.print = () => {
  globalThis.printed = [...document.querySelectorAll(".sheet .ticket")].map((each) =>
    [each.querySelector("strong").textContent, each.querySelector("img").naturalWidth]);
  dispatchEvent(new Event("afterprint"));
};"""


@pytest.fixture
def market(market: Market, api: Api) -> Market:
    return boards.opened(api, market.operator)


@pytest.fixture
def board(open_window: Open, market: Market) -> Board:
    return Board(open_window(TABLET, signed_in=signed_in(market.place.owner)), market)


@pytest.fixture
def operator(open_window: Open, market: Market) -> Board:
    """Somebody who may change the trolleys themselves."""
    login = signed_in(market.operator, "operator")
    return Board(open_window(TABLET, signed_in=login), market)


def receipt_code(market: Market) -> str:
    """What the phone shows at the exit, of somebody who has paid for tea."""
    _, payer = visit(market, TEA)
    receipt = market.pay(payer)["receipt_id"]
    shown = market.call("GET", f"/api/receipts/{receipt}", query={"session_id": payer})
    return str(shown.json()["exit_code"])


def test_force_unassign_is_seen_by_phone_and_colleague_at_once(
    board: Board, open_window: Open, market: Market, api: Api
) -> None:
    holder = api.register()
    trolley, held = visit(market, TEA, user=holder)
    login = signed_in(market.place.owner)
    colleague = Board(open_window(PHONE, signed_in=login), market).arrive()
    card = board.arrive().card(trolley)
    expect(card).to_contain_text(holder.username)
    expect(card).to_contain_text("1 thing, €4.50")
    board.press(f"Force unassign {trolley}")
    expect(board.dialog).to_contain_text(f"The visit of {holder.username} ends")
    began = time.monotonic()
    board.dialog.get_by_role("button", name="Force unassign").click()
    expect(colleague.card(trolley).get_by_text("Available", exact=True)).to_be_visible()
    ended = session(market, held)
    assert time.monotonic() - began < AT_ONCE
    assert (ended["state"], ended["ended_by"]) == ("ended", "staff")
    expect(board.toast).to_contain_text(f"{trolley} is free.")
    expect(card.get_by_text("Available", exact=True)).to_be_visible()


def test_a_reservation_is_taken_away_too(board: Board, market: Market, api: Api) -> None:
    trolley = market.trolley()
    market.post(f"/api/trolleys/{trolley}/reserve", {}, user=api.register())
    expect(board.arrive().card(trolley)).to_contain_text("Reserved until")
    release(board, trolley)
    expect(board.card(trolley).get_by_text("Available", exact=True)).to_be_visible()
    assert market.shown(trolley)["reserved_until"] is None


def test_one_of_many_trolleys_is_found(board: Board, market: Market) -> None:
    used, _ = visit(market, TEA)
    free, off = market.trolley(), market.trolley(is_active=False)
    names = board.arrive().page.locator(".fleet h3")
    expect(names).to_have_count(3)
    for chip, found in [("In use 1", used), ("Available 1", free), ("Switched off 1", off)]:
        board.press(chip)
        expect(names).to_have_text([found])
    expect(board.page.get_by_role("button", name="Switched off 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    board.press("All 3")
    board.page.get_by_role("searchbox").fill(free[-5:].lower())
    expect(names).to_have_text([free])
    board.page.get_by_role("searchbox").fill("none is called so")
    expect(board.page.get_by_text("No trolley is like that.")).to_be_visible()


def test_a_code_of_a_receipt_is_good_once(board: Board, market: Market, watch: Watch) -> None:
    watch.allow("status of 40[49]")
    code, other = receipt_code(market), receipt_code(market)
    board.arrive("trolleys").turn("Exit")
    field = board.page.get_by_label("Code of the receipt")
    expect(field).to_be_focused()
    verdict = board.page.locator(".verdict")
    for scanned, words in [
        (code, "Paid: 1 thing, €4.50"),
        (other, "Paid: 1 thing, €4.50"),
        (code, "This receipt was checked before, at"),
        ("no code", "This is no code of a receipt of ours."),
    ]:
        board.page.keyboard.type(scanned)  # as a hand scanner does it, without looking
        board.page.keyboard.press("Enter")
        expect(verdict).to_contain_text(words)
        expect(field).to_be_focused()
    expect(verdict).to_have_attribute("data-state", "bad")
    expect(board.page.locator(".before li")).to_have_count(3)


def test_a_check_at_the_exit_whose_answer_is_lost_is_no_second_one(
    board: Board, market: Market, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    code = receipt_code(market)
    keys = lose_answers(board.arrive("exit").page, "/api/receipts/verify")
    board.page.get_by_label("Code of the receipt").fill(code)
    board.press("Check")
    verdict = board.page.locator(".verdict")
    expect(verdict).to_contain_text("It is asked again.")
    asked_again(board, keys)
    expect(verdict).to_contain_text("Paid: 1 thing")
    assert len(set(keys)) == 1


def test_a_key_is_shown_once(operator: Board, market: Market) -> None:
    trolley = market.trolley()
    operator.arrive("fleet").press(f"{trolley} – New key")
    first = operator.dialog.locator(".key").inner_text()
    assert len(first) > 20
    operator.press("Close")
    operator.press(f"{trolley} – New key")
    expect(operator.dialog.locator(".key")).not_to_have_text(first)
    operator.press("Close")
    assert first not in operator.page.content()


def test_a_trolley_is_added_and_switched_off(operator: Board, market: Market, watch: Watch) -> None:
    watch.allow("status of 4(00|09)")
    name = market.trolley().replace("TROLLEY", "NEW")
    operator.arrive("fleet")
    for typed, words in [(name, ""), (name, "of this name already"), ("a b", "cannot be taken")]:
        operator.press("New trolley")
        operator.dialog.get_by_label("Its name").fill(typed)
        operator.press("Make it")
        if words:
            expect(operator.toast.filter(has_text=words)).to_be_visible()
        expect(operator.card(name)).to_have_count(1)
    assert market.shown(name)["location_id"] == market.place.location_id
    operator.press(f"{name} – Switch off")
    expect(operator.card(name)).to_contain_text("Switched off")
    assert market.shown(name)["status"] == "inactive"
    assert market.scan(name).status_code == 400
    operator.press(f"{name} – Switch on")
    expect(operator.card(name)).not_to_contain_text("Switched off")
    assert market.shown(name)["status"] == "available"


def test_codes_are_printed_and_nothing_of_them_stays(board: Board, market: Market) -> None:
    trolleys = [market.trolley(), market.trolley()]
    page = board.page
    page.add_init_script(PRINTER)
    board.arrive("fleet").press("Print these QR codes")
    becomes(page, "globalThis.printed")
    printed = page.evaluate("printed")
    assert sorted(name for name, _ in printed) == sorted(trolleys)
    assert all(width > 0 for _, width in printed)
    expect(page.locator(".sheet")).to_have_count(0)
