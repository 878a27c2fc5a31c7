"""Options at the panel: what was chosen stands on every card, and staff choose for a guest."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.people import Staff
from tests.e2e.watch import Watch

WHITE = "Flat white"


@pytest.fixture
def milk(cafe: Cafe) -> dict[str, Any]:
    """Flat white comes with one of two milks."""
    options = ({"name": "Cow's milk"}, {"name": "Oat milk", "price": "0.50"})
    return cafe.choices(WHITE, "Milk", *options, least=1, most=1)


def test_what_was_chosen_stands_on_the_card_in_the_totals_and_at_the_table(
    cafe: Cafe, table: str, milk: dict[str, Any], staff: Staff
) -> None:
    cow, oat = (each["id"] for each in milk["options"])
    for option, quantity in ((oat, 2), (cow, 1), (oat, 1)):
        cafe.order(table, WHITE, options=[option], quantity=quantity)
    card = staff.card("Table 2")
    expect(card.locator(".line-options")).to_have_text(["Oat milk", "Cow's milk", "Oat milk"])
    axe(staff.page)
    staff.look("All day")
    totals = staff.page.get_by_role("list", name="All-day totals").get_by_role("listitem")
    expect(totals).to_have_text(
        [re.compile(r"3×\s*Flat white\s*Oat milk"), re.compile(r"1×\s*Flat white\s*Cow's milk")]
    )
    staff.look("Tables")
    staff.table("Table 2").click()
    dialog = staff.page.get_by_role("dialog", name="Table 2")
    expect(dialog.get_by_text("Oat milk")).to_have_count(2)
    expect(dialog).to_contain_text("€16.70")
    axe(staff.page)


def test_staff_choose_for_a_guest(
    cafe: Cafe, table: str, milk: dict[str, Any], staff: Staff, watch: Watch
) -> None:
    watch.allow("status of 409")
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Order for the guest").click()
    ordering = staff.page.get_by_role("dialog", name="Order for Table 2")
    for name in ("Oat milk", "Cow's milk", "Oat milk"):
        ordering.get_by_role("button", name=re.compile(f"^{WHITE}")).click()
        asked = staff.page.get_by_role("dialog", name=WHITE)
        asked.get_by_role("button", name="Choose").click()
        expect(asked.get_by_role("alert").filter(has_text="Choose one")).to_be_visible()
        asked.get_by_label(name).check()
        axe(staff.page)
        asked.get_by_role("button", name="Choose").click()
        expect(asked).to_have_count(0)
    basket = ordering.locator(".basket > li")
    expect(basket).to_have_count(2)
    expect(basket.first).to_contain_text("Oat milk")
    expect(basket.first).to_contain_text("€8.60")
    dearer = [{"id": each["id"]} for each in milk["options"]]
    dearer[1]["price"] = "0.80"
    cafe.staff(f"/products/options/edit/{milk['id']}/", group={"options": dearer})
    expect(basket.first).to_contain_text("€9.20")
    axe(staff.page)
    ordering.get_by_role("button", name=re.compile("^Order 3 items")).click()
    expect(ordering).to_have_count(0)
    orders = cafe.live(table)["orders"]
    assert [(each["quantity"], each["price"]) for each in orders] == [(2, "4.60"), (1, "3.80")]
