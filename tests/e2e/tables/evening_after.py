"""The guests of the next evening, who see nothing of the one before; and those of the first."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.e2e.cafe import SMALL
from tests.e2e.people import Guest
from tests.e2e.tables.evening import NAMES, START, Evening
from tests.support.api import answer

DISHES = [dish["name"] for some in SMALL.values() for dish in some]


def next_guests(evening: Evening, page: Page, table: str, before: str, key: str) -> None:
    """They scan the same sticker, and nothing is there: neither on the page nor in the API."""
    code = evening.tables[table]["code"]
    page.goto(f"/t/{code}/")
    start = page.get_by_role("button", name=START)
    expect(start).to_be_visible()
    nothing_of_before(page, *DISHES, "€")
    start.click()
    guest = Guest(page, code).arrive()  # by a reload
    for view in ("Cart", "Orders", "Service"):
        guest.look(view)
    nothing_of_before(page)
    expect(guest.orders).to_have_count(0)
    now = evening.code(table)
    assert now != before
    api, phone = evening.cafe.api, {"X-Guest-Key": key}
    for path in ("/orders/sessions/get/{}/", "/orders/sessions/live/{}/"):
        told = answer(api.get(path.format(now), headers=phone))
        told = told.get("data", told)
        assert (told["orders"], told.get("cart", []), told.get("calls", [])) == ([], [], [])
    joined = answer(api.post(f"/orders/sessions/join/{now}/", {}, headers=phone))
    assert joined["guest_key"] != key
    assert Decimal(evening.found()[table]["sum"]) == 0
    late = {"session_code": before, "product_id": evening.cafe.menu["Espresso"]}
    assert api.post("/orders/create/", late, headers=phone).status_code == 400


def nothing_of_before(page: Page, *more: str) -> None:
    words = [name for names in NAMES.values() for name in names] + list(more)
    shown = page.locator("main").inner_text()
    assert [word for word in words if re.search(rf"\b{word}\b|{word}$", shown)] == [], shown


def the_first_guests_see_only_theirs(evening: Evening, owed: dict[str, Decimal]) -> None:
    """Their own orders with the sum that they have paid, until they scan the sticker anew."""
    for table, party in evening.parties.items():
        for phone in party[:1]:
            closed = phone.page.get_by_role("heading", name="This table is closed")
            expect(closed).to_be_visible()
            sum_of_all = phone.page.locator(".tab .sum .money")
            expect(sum_of_all).to_have_text(f"€{owed[table]}")
