"""What staff look up at the board: visits, usage; and what an owner decides."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.boards import Board, visit
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api, User, answer
from tools.browser.window import TABLET

TEXT = "Bags are at the till."


@pytest.fixture
def market(market: Market, api: Api) -> Market:
    return boards.opened(api, market.operator)


@pytest.fixture
def board(open_window: Open, market: Market) -> Board:
    return Board(open_window(TABLET, signed_in=signed_in(market.place.owner)), market)


@pytest.fixture
def shopper(api: Api) -> User:
    return api.register()


def three_visits(market: Market, shopper: User) -> list[str]:
    """The trolleys: the shopper paid, a guest gave it back, the shopper is still there."""
    paid, payer = visit(market, TEA, TEA, user=shopper)
    market.pay(payer)
    returned, guest = visit(market)
    market.post("/api/session/end", {"session_id": guest})
    held, _ = visit(market, TEA, user=shopper)
    return [paid, returned, held]


def test_visits_are_filtered_and_saved(
    board: Board, market: Market, shopper: User, tmp_path: Path
) -> None:
    paid, returned, held = three_visits(market, shopper)
    names = board.arrive("visits").page.locator("tbody th")
    expect(names).to_have_text([held, returned, paid])
    rows = board.page.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("goes on")
    expect(rows.nth(1)).to_contain_text("given back")
    expect(rows.nth(2)).to_contain_text("€9.00")
    rows.nth(0).get_by_role("button", name=shopper.username).click()
    expect(names).to_have_text([held, paid])
    board.page.get_by_label("Trolley", exact=True).select_option(paid)
    expect(names).to_have_text([paid])
    with board.page.expect_download() as saved:
        board.press("CSV")
    saved.value.save_as(tmp_path / "visits.csv")
    [row] = csv.DictReader((tmp_path / "visits.csv").read_text("utf-8-sig").splitlines())
    found = {name: row[name] for name in ("trolley_id", "username", "items", "amount", "ended_by")}
    assert found == {
        "trolley_id": paid,
        "username": shopper.username,
        "items": "2",
        "amount": "9.00",
        "ended_by": "payment",
    }
    board.page.get_by_label("Trolley", exact=True).select_option("")
    board.press(f"{shopper.username} Show everybody")
    expect(names).to_have_count(3)
    board.page.get_by_label("To", exact=True).fill("2020-02-29")
    expect(board.page.get_by_text("Nobody had a trolley on these days.")).to_be_visible()
    expect(board.page.get_by_label("From", exact=True)).to_have_value("2020-02-29")


def test_usage_is_a_chart_and_a_table(board: Board, market: Market, shopper: User) -> None:
    paid, *_ = three_visits(market, shopper)
    page = board.arrive("usage").page
    figures = page.locator(".figures > div")
    expect(figures.filter(has_text="Visits")).to_contain_text("3")
    expect(figures.filter(has_text="Paid")).to_contain_text("1 (33 %)")
    expect(figures.filter(has_text="Revenue")).to_contain_text("€9.00")
    day = page.locator("section").filter(has_text="Visits by day")
    assert day.locator("svg path").get_attribute("d") == "M291 100v-100h8V100z"
    day.get_by_text("As a table").click()
    today = day.get_by_role("row").filter(has_text=f"{datetime.now(UTC):%Y-%m-%d}")
    expect(today.get_by_role("cell")).to_have_text("3")
    trolley = page.locator("section").filter(has_text="By trolley").get_by_role("row")
    expect(trolley.filter(has_text=paid).get_by_role("cell").nth(1)).to_have_text("1")


def test_an_owner_decides_what_the_pages_of_trolleys_say(board: Board, market: Market) -> None:
    trolley = market.trolley()
    page = board.arrive("rules").page
    percent = page.get_by_label("Spot checks, of a hundred visits")
    percent.fill("101")
    page.get_by_label("What the page of each trolley says").fill(TEXT)
    board.press("Save")
    expect(page.get_by_text("A whole number from 0 to 100.")).to_be_visible()
    expect(percent).to_be_focused()
    percent.fill("30")
    page.get_by_label("Cash is taken by the staff").check()
    board.press("Save")
    expect(board.toast).to_contain_text("Saved.")
    assert market.shown(trolley)["page_text"] == TEXT
    board.turn("Usage")
    board.turn("Rules")
    expect(percent).to_have_value("30")


def test_other_staff_read_the_rules(open_window: Open, market: Market, shopper: User) -> None:
    owner = market.place.owner
    path = f"/locations/staff/add/{market.place.location_id}/"
    body = {**owner.claim, "username": shopper.username}
    answer(market.api.post(path, body))
    board = Board(open_window(TABLET, signed_in=signed_in(shopper)), market).arrive("rules")
    expect(board.page.get_by_text("The owner of the place changes these.")).to_be_visible()
    expect(board.page.get_by_role("button", name="Save")).to_have_count(0)
    board.turn("Codes and keys")
    expect(board.page.get_by_role("button", name="New trolley")).to_have_count(0)


def test_a_part_that_could_not_be_loaded_comes_with_the_network(
    board: Board, market: Market, watch: Watch
) -> None:
    watch.allow("net::ERR_", "WebSocket connection to")
    market.trolley()
    board.arrive()
    board.page.context.set_offline(True)
    board.stands("No connection.")
    board.turn("Usage")
    expect(board.page.get_by_text("This part has not loaded.")).to_be_visible()
    board.page.context.set_offline(False)
    expect(board.page.locator(".figures")).to_be_visible()
