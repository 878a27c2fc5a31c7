"""What the day has brought: figures to the cent, files, other days, and what is told when there is
nothing to see. With AISLE_SHOTS=directory each state is kept as a picture there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable, sampled
from tests.e2e.tables.bills import take
from tests.e2e.tables.days import Takings, day_of
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-zoomed-dark": (PHONE_ZOOMED, {"dark": True}),
    "tablet": (TABLET, {}),
    "phone-german": (PHONE, {"language": "de"}),
    "tablet-german-dark": (TABLET, {"language": "de", "dark": True}),
}
CSV = """async ([columns, rows]) => {
  const { csv } = await import("/orders/static/pages/files.js");
  return csv(columns, rows);
}"""
GET = "**/orders/takings/get/**"
A4 = ViewportSize(width=718, height=1046)  # CSS pixels within the margins
MINUTE = 60_000  # milliseconds


@pytest.fixture
def day(cafe: Cafe) -> Cafe:
    day_of(cafe)
    return cafe


@pytest.fixture
def takings(open_window: Open, day: Cafe) -> Takings:
    return Takings(open_window(TABLET, signed_in=day.login), day).open()


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"takings-{name}.png"), full_page=True)


def test_the_figures_agree_to_the_cent_with_what_was_paid(takings: Takings) -> None:
    expected = {"Sold": "€20.20", "Paid": "€17.70", "Tips": "€1.50", "Given back": "€1.00"}
    for name, amount in {**expected, "Taken off": "€0.50", "Orders": "4"}.items():
        expect(takings.figure(name)).to_have_text(amount)
    expect(takings.page.locator(".unpaid")).to_contain_text(
        "1 table of these days has not paid €2.50"
    )
    assert takings.rows("By kind of payment") == [
        ["Cash", "1", "€13.70", "€1.50", "€15.20", "€0.00"],
        ["Card", "1", "€4.00", "€0.00", "€4.00", "€1.00"],
    ]
    assert takings.rows("Value added tax") == [["19 %", "€17.70", "€14.87", "€2.83"]]
    assert takings.rows("Taken off bills") == [
        ["late", "Discount", takings.cafe.owner.username, "1", "€0.50"]
    ]
    assert takings.rows("Cancelled") == [["spilled", "1", "1", "€3.80"]]
    assert takings.rows("By who took it")[0][:3] == [
        *(takings.cafe.owner.username, "€17.70", "€1.50"),
    ]


def test_tables_are_sorted_by_what_is_pressed(takings: Takings) -> None:
    def names() -> list[str]:
        return [row[0] for row in takings.rows("By dish")]

    assert names() == ["Avocado toast", "Espresso", "Carrot cake"]
    units = takings.table("By dish").get_by_role("button", name="Units")
    units.click()
    expect(takings.table("By dish").locator("th[aria-sort=descending]")).to_have_text("Units")
    assert names()[0] == "Espresso"
    units.click()
    assert names()[-1] == "Espresso"


def test_the_hours_are_a_table_too(takings: Takings) -> None:
    takings.page.get_by_text("As a table").click()
    hours = takings.rows("Sold by hour")
    assert [row[1] for row in hours if row[1] != "€0.00"] in (["€20.20"], ["€13.70", "€6.50"])


def test_files_open_right_in_spreadsheets(takings: Takings, tmp_path: Path) -> None:
    assert takings.saved("CSV: By kind of payment", tmp_path)[1] == {
        "kind": "card",
        "payments": "1",
        "amount": "4.00",
        "tips": "0.00",
        "total": "4.00",
        "refunds": "1.00",
    }
    receipts = takings.saved("Receipts as CSV", tmp_path)
    assert [(each["kind"], each["total"]) for each in receipts] == [
        *(("sale", "15.20"), ("sale", "5.00"), ("refund", "-1.00")),
    ]


def test_amounts_below_zero_stay_numbers_and_formulas_texts(takings: Takings) -> None:
    rows = [{"sum": "-1.20", "what": "-2+3"}, {"sum": "=1", "what": "-"}]
    written = takings.page.evaluate(CSV, [["sum", "what"], rows])
    assert written == "sum,what\r\n-1.20,'-2+3\r\n'=1,'-\r\n"


def test_todays_page_renews_itself_each_minute(open_window: Open, day: Cafe) -> None:
    page = open_window(TABLET, signed_in=day.login)
    page.clock.install()
    takings = Takings(page, day).open()
    expect(takings.figure("Paid")).to_have_text("€17.70")
    take(day, next(each["code"] for each in sessions(day) if each["name"] == "Table 2"), "cash")
    page.clock.fast_forward(MINUTE + 1000)
    expect(takings.figure("Paid")).to_have_text("€20.20")
    expect(page.locator(".unpaid")).to_have_count(0)


def sessions(cafe: Cafe) -> list[dict[str, Any]]:
    path = f"/orders/sessions/find/?location_id={cafe.location_id}&state=OPEN"
    return list(cafe.staff_get(path))


def test_other_days_and_an_empty_one(takings: Takings) -> None:
    page = takings.page
    page.get_by_role("button", name="Yesterday").click()
    expect(page.get_by_text("Nothing was sold and nothing was paid")).to_be_visible()
    page.get_by_role("button", name="This month").click()
    expect(takings.figure("Paid")).to_have_text("€17.70")
    page.get_by_role("button", name="Other days").click()
    page.get_by_role("textbox", name="From").fill("2026-01-31")
    page.get_by_role("textbox", name="To").fill("2026-01-01")
    expect(page.locator(".which")).to_contain_text("Jan 1, 2026")
    expect(page.get_by_text("A day begins at 04:00 (UTC)")).to_be_visible()


def test_a_failing_service_is_told_and_the_figures_stay(takings: Takings, watch: Watch) -> None:
    watch.allow("status of 503")
    page = takings.page
    expect(takings.figure("Paid")).to_have_text("€17.70")
    body = '{"success": false, "reason": "verification_service_unavailable"}'

    def fail(route: Route) -> None:
        route.fulfill(status=503, content_type="application/json", body=body)

    page.route(GET, fail)
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("A part of the system does not answer")).to_be_visible()
    expect(takings.figure("Paid")).to_have_text("€17.70")
    page.unroute(GET)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("A part of the system does not answer")).to_have_count(0)


def test_who_may_look(cafe: Cafe, open_window: Open) -> None:
    address = f"/orders/takings/#/{cafe.location_id}"
    page = open_window(PHONE)
    page.goto(address)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    for role, shows in (("kitchen", "This is for managers"), ("manager", "Nothing was sold")):
        page = open_window(PHONE, signed_in=signed_in(cafe.hire(role)))
        page.goto(address)
        expect(page.get_by_text(shows)).to_be_visible()
    page = open_window(PHONE, signed_in=signed_in(cafe.hire("waiter")))
    page.goto(address)
    expect(page.get_by_role("heading", name="What has to be in the drawer")).to_be_visible()
    expect(page.get_by_role("link", name="Takings")).to_have_count(0)
    expect(page.get_by_role("button", name="Close the day")).to_have_count(0)


def test_a_stranger_has_no_place_here(cafe: Cafe, open_window: Open) -> None:
    page = open_window(PHONE, signed_in=signed_in(cafe.api.register()))
    page.goto(f"/orders/takings/#/{cafe.location_id}")
    expect(page.get_by_text("No place yet")).to_be_visible()


def test_the_panel_leads_here(day: Cafe, open_window: Open) -> None:
    page = open_window(PHONE, signed_in=day.login)
    page.goto(f"/orders/panel/#/{day.location_id}")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Takings and closing the day").click()
    expect(Takings(page, day).figure("Paid")).to_have_text("€17.70")


def test_the_panel_leads_waiters_to_the_drawer(day: Cafe, open_window: Open) -> None:
    page = open_window(PHONE, signed_in=signed_in(day.hire("waiter")))
    page.goto(f"/orders/panel/#/{day.location_id}")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Drawer").click()
    expect(page.locator(".expected")).to_have_text("€15.20")


@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_look(day: Cafe, open_window: Open, look: str) -> None:
    device, options = LOOKS[look]
    name = "Kartoffelpuffer-mit-Apfelmus-und-Zimtzucker-nach-Großmutters-Rezept " * 2
    day.menu["long"] = day.offer("Kitchen", {"name": name.strip(), "price": "12345.60"})
    day.wait_offered("long")
    day.order(sessions(day)[0]["code"], "long", quantity=9)
    page = open_window(device, signed_in=day.login, **options)
    Takings(page, day).open()
    page.locator(".figures-table").first.wait_for()
    fits_across(page)
    reachable(page)
    axe(page)
    picture(page, look)
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    fits_across(page)
    picture(page, f"{look}-print")
