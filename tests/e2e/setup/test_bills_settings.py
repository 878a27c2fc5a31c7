"""How a place takes money, on the set-up page: kept as it was written, wrong fields told, and a
product's rate of tax by one tap.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.looks import PHONE_ZOOMED, fits_across, reachable, sampled
from tests.e2e.watch import Watch
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET, Device

LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-zoomed-german": (PHONE_ZOOMED, {"language": "de"}),
    "tablet-dark": (TABLET, {"dark": True}),
    "phone": (PHONE, {}),
}


def opened(page: Page, cafe: Cafe) -> Page:
    page.goto(f"/locations/setup/#/{cafe.location_id}/bills")
    page.locator("[name=tax_number]").wait_for()
    return page


@pytest.fixture
def bills(open_window: Open, cafe: Cafe) -> Page:
    """The owner at the settings of bills."""
    return opened(open_window(PHONE, signed_in=cafe.login), cafe)


def settings(cafe: Cafe) -> dict[str, Any]:
    return dict(answer(cafe.api.get(f"/orders/bills/settings/{cafe.location_id}/")))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def saved(page: Page) -> None:
    told = page.get_by_role("region", name="Messages")
    expect(told).to_contain_text("Saved: bills and receipts are like this from now on.")


def test_what_is_written_stands_on_receipts(bills: Page, cafe: Cafe) -> None:
    bills.get_by_label("Name on receipts").fill("Aisle GmbH")
    bills.get_by_label("Address on receipts").fill("Quay 7\n10999 Berlin")
    bills.get_by_label("Tax number").fill("13/123")
    bills.get_by_label("Words at the end").fill("Come again!")
    bills.get_by_label("Standard rate").fill("19")
    bills.get_by_role("button", name="Add a rate").click()
    bills.get_by_label("Rate no. 2").fill("7,5")
    bills.get_by_label("Tips that guests").fill("5, 10")
    bills.get_by_label("Guests may pay on their phones").uncheck()
    bills.get_by_label("A table closes itself").check()
    bills.get_by_label("Staff are asked before they close").uncheck()
    bills.get_by_label("A business day begins at").select_option("5")
    save(bills)
    saved(bills)
    found = settings(cafe)
    assert {name: found[name] for name in ("name", "address", "tax_number", "footer")} == {
        "name": "Aisle GmbH",
        "address": "Quay 7\n10999 Berlin",
        "tax_number": "13/123",
        "footer": "Come again!",
    }
    assert (found["vat_rates"], found["tips"]) == (["19.00", "7.50"], [5, 10])
    assert (found["pays_online"], found["close_paid"], found["day_begins"]) == (False, True, 5)
    assert not found["asks_unpaid"]
    bills.reload()
    expect(bills.get_by_label("Rate no. 2")).to_have_value("7.5")


def test_a_wrong_field_is_told_and_nothing_is_saved(bills: Page, cafe: Cafe) -> None:
    before = settings(cafe)
    bills.get_by_label("Standard rate").fill("a lot")
    bills.get_by_label("Tips that guests").fill("5, 5")
    save(bills)
    expect(bills.get_by_text("Write a percentage such as 7 or 19")).to_be_visible()
    expect(bills.get_by_text("Write up to five whole percentages")).to_be_visible()
    expect(bills.get_by_label("Standard rate")).to_be_focused()
    assert settings(cafe) == before
    bills.get_by_label("Tips that guests").fill("")
    bills.get_by_label("Standard rate").fill("19")
    bills.get_by_role("button", name="Add a rate").click()
    bills.get_by_label("Rate no. 2").fill("19,00")
    save(bills)
    expect(bills.get_by_text("One of these rates stands here twice.")).to_be_visible()
    bills.get_by_role("button", name="Remove").click()
    save(bills)
    saved(bills)


def test_a_product_takes_a_rate_of_its_place_by_one_tap(cafe: Cafe, open_window: Open) -> None:
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", vat_rates=["19", "7"])
    page = open_window(PHONE, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Espresso']}")
    page.get_by_text("Barcode, stock, tax").click()
    expect(page.get_by_text("Empty: the standard rate of your place, 19 %.")).to_be_visible()
    page.get_by_role("group", name="Rates of your place").get_by_role("button", name="7 %").click()
    expect(page.get_by_label("Value added tax in %")).to_have_value("7")
    save(page)
    expect(page.get_by_label("Value added tax in %")).to_have_count(0)
    product = answer(cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/"))
    assert product["vat_rate"] == "7.00"


def test_the_menu_opens_while_orders_does_not_answer(
    cafe: Cafe, open_window: Open, watch: Watch
) -> None:
    watch.allow("status of 503")
    page = open_window(PHONE, signed_in=cafe.login)
    body = {"success": False, "reason": "orders_service_unavailable"}
    page.route("**/orders/bills/settings/**", lambda route: route.fulfill(status=503, json=body))
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu")
    expect(page.locator("li.dish").first).to_be_visible()
    page.goto(f"/locations/setup/#/{cafe.location_id}/bills")
    expect(page.get_by_text("A part of the system does not answer")).to_be_visible()
    page.unroute("**/orders/bills/settings/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Tax number")).to_be_visible()


def test_waiters_are_not_offered_it(cafe: Cafe, open_window: Open) -> None:
    page = open_window(PHONE, signed_in=signed_in(cafe.hire("waiter")))
    page.goto(f"/locations/setup/#/{cafe.location_id}")
    expect(page.get_by_role("link", name="Staff")).to_be_visible()
    expect(page.get_by_role("link", name="Bills")).to_have_count(0)


@pytest.mark.parametrize("look", sampled(LOOKS, 2))
def test_every_look(cafe: Cafe, open_window: Open, look: str) -> None:
    device, options = LOOKS[look]
    rates = ["19", "7", "0", "13.5", "10", "5.5"]
    words = {"name": "Wirtschaftsbetriebe" * 5, "footer": "Danke " * 40}
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", vat_rates=rates, **words)
    page = opened(open_window(device, signed_in=cafe.login, **options), cafe)
    page.locator("[name=tips]").fill("x")
    page.locator("form [type=submit]").click()
    page.locator(".problem:visible").wait_for()
    fits_across(page)
    reachable(page)
    axe(page)
