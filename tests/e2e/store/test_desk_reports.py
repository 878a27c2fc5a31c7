"""What was when, and figures of days: on the page and as files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.store.desk import WITHIN_MS, Desk, operator
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tests.support.stack import Stack
from tools.browser.window import TABLET

#: What other tests have left lies before these days.
LONG_AGO = (
    "UPDATE store_weightchange SET event_time = event_time - interval '400 days'",
    "UPDATE store_visit SET entered_at = entered_at - interval '400 days',"
    " exited_at = exited_at - interval '400 days' WHERE exited_at IS NOT NULL",
    "UPDATE store_receipt SET created_at = created_at - interval '400 days'",
)
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
def rack(shop: Shop, stack: Stack) -> Iterator[Played]:
    """The only machine of a store in which nothing has happened yet."""
    shop.let_all_out()
    shop.opens()
    for machine in shop.listed("/edge/machines/", shop.operator):
        shop.operates("DELETE", f"/edge/machines/{machine['machine_id']}/")
    for statement in LONG_AGO:
        stack.sql("edge", statement)
    made = shop.rack(2)
    yield made
    shop.retire(made)


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=operator(shop)))


def figures(desk: Desk) -> Locator:
    return desk.page.locator(".figures dd")


def saved(desk: Desk, place: Path) -> list[dict[str, str]]:
    """The rows of the file."""
    with desk.page.expect_download() as download:
        desk.press("CSV")
    download.value.save_as(place)
    return list(csv.DictReader(place.read_text("utf-8-sig").splitlines()))


def trip(shop: Shop, rack: Played) -> str:
    """Somebody takes two units of 1.25, and a reviewer agrees; the id of the visit."""
    customer = shop.customer()
    visit = customer.enters()
    rack.rack.take("001", 2)
    rack.tells()
    ticket = customer.leaves()[rack.rack.machine_id]
    shop.reviews("POST", f"/edge/tickets/{ticket['id']}/start/")
    shop.reviews("POST", f"/edge/tickets/{ticket['id']}/complete/", {})
    message = {"message": "I put one back"}
    shop.call(customer.user, "POST", f"/edge/visits/{visit}/contest/", message)
    return visit


def test_unaccounted_grams(desk: Desk, rack: Played, tmp_path: Path) -> None:
    desk.arrive("reports")
    expect(figures(desk)).to_have_text(["0 g", "0 g", "0"])
    rack.rack.take("001", 2)
    rack.tells()
    expect(figures(desk)).to_have_text(["302 g", "0 g", "1"], timeout=WITHIN_MS)
    rack.rack.put_other("002", 60)
    rack.tells()
    desk.page.reload()
    expect(figures(desk)).to_have_text(["302 g", "60 g", "2"])
    row = desk.card("By machine").locator("tbody tr")
    expect(row.get_by_role("cell")).to_contain_text(["302 g", "60 g", "2", ":00, 362 g"])
    days = desk.card("By day")
    days.get_by_text("As a table").click()
    today = days.get_by_role("row").filter(has_text=TODAY)
    expect(today.get_by_role("cell")).to_have_text("362 g")
    hours = [each for each in saved(desk, tmp_path / "lost.csv") if each["events"] != "0"]
    assert {each["machine_id"] for each in hours} == {rack.rack.machine_id}
    assert sum(int(each["picked_g"]) for each in hours) == 302
    assert sum(int(each["placed_g"]) for each in hours) == 60


def test_a_trip_is_counted(desk: Desk, shop: Shop, rack: Played, tmp_path: Path) -> None:
    trip(shop, rack)
    empty = shop.customer()
    empty.enters()
    empty.leaves()
    page = desk.arrive("reports").page
    desk.press("Reviewed by hand")
    expect(figures(desk)).to_have_text(["2", "0 (0 %)", "1", "1"])
    desk.press("Time to receipt")
    expect(figures(desk).nth(0)).to_have_text("1")  # nobody waits for an empty one
    expect(figures(desk).nth(1)).to_contain_text(" s")
    desk.press("Contested")
    expect(figures(desk)).to_have_text(["1", "1", "100 %"])
    expect(desk.card("By machine").get_by_role("cell")).to_have_text(["1", "1", "100 %"])
    desk.press("Takings")
    expect(figures(desk)).to_have_text(["2", "€2.50", "€0.00", "€2.50"])
    [day] = [each for each in saved(desk, tmp_path / "takings.csv") if each["day"] == TODAY]
    assert (day["receipts"], day["total"], day["due"], day["currency"]) == (
        *("2", "2.50", "2.50"),
        "EUR",
    )
    desk.press("Goods")
    sold = desk.card("By product").locator("tbody tr")
    expect(sold.get_by_role("rowheader")).to_have_text([f"{rack.rack.machine_id} 1"])
    expect(sold.get_by_role("cell")).to_have_text(["2", "€2.50"])
    page.get_by_label("To", exact=True).fill("2020-02-29")
    expect(page.get_by_text("Nothing was sold on these days.")).to_be_visible()


def test_a_period_that_is_too_long_says_so(desk: Desk, rack: Played, watch: Watch) -> None:
    watch.allow("status of 400")
    page = desk.arrive("reports").page
    page.get_by_label("From", exact=True).fill("2018-01-01")
    expect(page.get_by_role("alert").first).to_contain_text("at most 366 days")
    expect(figures(desk).first).to_have_text("0 g")  # what was there before


def test_what_was_when(desk: Desk, shop: Shop, rack: Played) -> None:
    page = desk.arrive("sessions").page
    shop.opens("REFILLMENT_MODE")
    first = page.locator("tbody tr").first
    expect(first.get_by_role("cell")).to_have_text(["Refilling", "you"], timeout=WITHIN_MS)
    desk.press("Machine sessions")
    expect(page.locator("tbody tr").first).to_contain_text("Refilling")
    expect(page.get_by_role("button", name="Scans")).to_have_count(0)
    shop.opens()


def test_reviewers_see_who_came(open_window: Open, shop: Shop, rack: Played) -> None:
    customer = shop.customer()
    customer.enters()
    customer.leaves()
    login = signed_in(shop.reviewer, "reviewer")
    page = Desk(open_window(TABLET, signed_in=login)).arrive("sessions").page
    left = page.locator("tbody tr").first
    expect(left.get_by_role("cell")).to_have_text(
        ["left", "Customer", str(customer.user.user_id), "–"]
    )
