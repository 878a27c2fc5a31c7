"""The board's camera: codes of receipts at the exit, barcodes in a spot check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.common.codes import film, square
from tests.e2e.common.test_camera import CAMERA, FILM
from tests.e2e.common.test_kit import bare
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.trolleys import boards
from tests.e2e.trolleys.boards import Board, session, visit
from tests.e2e.trolleys.test_board_trolleys import receipt_code
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Market
from tests.support.api import Api
from tests.support.stack import Stack
from tools.browser.window import PHONE, TABLET, launched, window

Before = Callable[[dict[str, Any]], Board]


@pytest.fixture
def market(market: Market, api: Api) -> Market:
    return boards.opened(api, market.operator)


@pytest.fixture
def before(
    browser: Browser,
    stack: Stack,
    watch: Watch,
    open_window: Open,
    market: Market,
    tmp_path: Path,
) -> Iterator[Before]:
    """The owner at the board, with a phone whose camera sees a picture."""
    with ExitStack() as opened:

        def see(picture: dict[str, Any]) -> Board:
            path = tmp_path / "codes.y4m"
            film(bare(open_window(TABLET)), path, [picture], frames=10)
            arguments = (*CAMERA, f"{FILM}={path}")
            other = opened.enter_context(launched(browser.browser_type, *arguments))
            login = signed_in(market.place.owner)
            context = window(other, PHONE, stack.url, signed_in=login)
            watch.over(context)
            return Board(context.new_page(), market)

        yield see


def test_the_exit_reads_codes(before: Before, market: Market) -> None:
    board = before({"matrix": square(receipt_code(market)), "module": 4}).arrive("exit")
    board.press("Camera")
    told = board.dialog.locator(".camera-told")
    expect(told).to_have_attribute("data-state", "good")
    expect(told).to_have_text("Paid: 1 thing, €4.50")
    board.press("Close")
    expect(board.page.locator(".verdict")).to_have_text("Paid: 1 thing, €4.50")


def test_a_spot_check_reads_barcodes(before: Before, market: Market) -> None:
    boards.rules(market, spot_check_percent=100, spot_check_items=1)
    trolley, checked = visit(market, TEA)
    market.post("/api/session/checkout", {"session_id": checked})
    board = before({"code": TEA, "module": 2}).arrive("waiting")
    board.press(f"{trolley}: Spot check of 1 – Scan some things")
    board.press("Camera")
    told = board.dialog.locator(".camera-told")
    expect(told).to_have_text(f"{TEA} – 1 of 1 scanned")
    board.dialog.get_by_role("button", name="Close").click()
    board.press("Compare")
    expect(board.toast).to_contain_text("the check is done")
    assert session(market, checked)["check"]["state"] == "passed"
