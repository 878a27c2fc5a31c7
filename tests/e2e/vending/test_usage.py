"""What machines sell and take: on the page and in its files."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.vending.desk import WITHIN_MS, Desk
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.integration.machines.vendor import Stand
from tools.browser.window import TABLET


def saved(desk: Desk, button: str, place: Path) -> list[dict[str, str]]:
    """The rows of the file behind a button."""
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name=button).click()
    download.value.save_as(place)
    return list(csv.DictReader(place.read_text("utf-8-sig").splitlines()))


def choose(desk: Desk, stand: Stand) -> None:
    desk.page.get_by_label("Machine", exact=True).select_option(stand.machine_id)


def test_files_hold_the_figures(open_window: Open, shop: Shop, tmp_path: Path) -> None:
    stand = shop.machine(name="Lobby")
    whole = stand.customer(3).buys()
    whole.ends("delivered", dispensed=3, left=7)
    stand.faults.dispensed = 1
    short = stand.customer(2).buys()
    short.ends("partly_delivered", dispensed=1, refunded=150, left=6)
    desk = Desk(open_window(TABLET, signed_in=shop.login)).arrive("usage")
    choose(desk, stand)
    figures = desk.page.locator(".figures dd")
    expect(figures).to_have_text(["2", "4", "₹7.50", "₹1.50", "₹6.00", "0"])
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    takings = desk.page.locator("section").filter(has_text="Takings by day")
    takings.get_by_text("As a table").click()
    row = takings.get_by_role("row").filter(has_text=today)
    expect(row.get_by_role("cell")).to_have_text("₹7.50")
    days = saved(desk, "Figures as CSV", tmp_path / "usage.csv")
    [day] = [each for each in days if each["day"] == today]
    assert {each["machine_id"] for each in days} == {stand.machine_id}
    assert (day["sales"], day["units"], day["failed"]) == ("2", "4", "0")
    assert (day["takings_minor"], day["refunded_minor"]) == ("750", "150")
    assert day["net_minor"] == "600"
    sales = saved(desk, "Transactions as CSV", tmp_path / "transactions.csv")
    assert [(each["transaction_id"], each["state"], each["amount_minor"]) for each in sales] == [
        (short.transaction_id, "partly_delivered", "300"),
        (whole.transaction_id, "delivered", "450"),
    ]


def test_figures_follow_the_sales(open_window: Open, shop: Shop, watch: Watch) -> None:
    watch.allow("status of 400")
    stand, other = shop.machine(), shop.machine()
    desk = Desk(open_window(TABLET, signed_in=shop.login)).arrive("usage")
    choose(desk, stand)
    figures = desk.page.locator(".figures dd")
    expect(figures.nth(0)).to_have_text("0")
    other.customer(1).buys().ends("delivered", dispensed=1, left=9)
    stand.customer(1).buys().ends("delivered", dispensed=1, left=9)
    expect(figures.nth(2)).to_have_text("₹1.50", timeout=WITHIN_MS)
    desk.page.get_by_label("To", exact=True).fill("2020-02-29")
    expect(figures.nth(0)).to_have_text("0")
    desk.page.get_by_label("From", exact=True).fill("2018-01-01")
    expect(desk.page.get_by_role("alert").first).to_contain_text("at most 366 days")
