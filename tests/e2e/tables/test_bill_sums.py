"""A page reckons what a part of a bill comes to just as the server does, to the cent."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Page

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.tables.payers import bill_of
from tools.browser.window import PHONE

AMOUNT = """async ([bill, wanted]) => {
  const { amountOf, leftOf } = await import("/orders/static/orders/bill/sums.js");
  const { priceText } = await import("/orders/static/pages/money.js");
  return [priceText(amountOf(bill, wanted)), priceText(leftOf(bill))];
}"""
NOTES = """async (amount) => {
  const { handedOver } = await import("/orders/static/orders/bill/sums.js");
  return handedOver(amount);
}"""
ROUNDS, TABLES = 8, 6  # payments of a table at most, and tables
DISHES = ("Espresso", "Flat white", "Avocado toast", "Club sandwich", "Carrot cake")


def test_a_page_shows_what_the_server_asks_for(open_window: Open, cafe: Cafe) -> None:
    page, chance = open_window(PHONE), random.Random(18)
    page.goto("/t/")
    for number in range(TABLES):
        table = cafe.open(f"Table {number}")
        for _ in range(chance.randint(1, 6)):
            cafe.order(table, chance.choice(DISHES), quantity=chance.randint(1, 3))
        percent = chance.choice((3, 10, 33))
        cafe.staff(f"/orders/bills/discount/{table}/", percent=percent, reason="regulars")
        for _ in range(ROUNDS):
            pay_some(page, cafe, table, chance)


def test_usual_notes_are_offered_for_an_amount(open_window: Open) -> None:
    page = open_window(PHONE)
    page.goto("/t/")
    assert page.evaluate(NOTES, 1830) == [1830, 2000, 5000, 10000]
    assert page.evaluate(NOTES, 4101) == [4101, 4500, 5000, 6000, 10000]
    assert page.evaluate(NOTES, 500) == [500, 1000, 2000, 5000, 10000]


def pay_some(page: Page, cafe: Cafe, table: str, chance: random.Random) -> None:
    """The server takes what the page says, and refuses a sum that is another one."""
    bill = bill_of(cafe, table)
    wanted = some_part(bill, chance)
    amount, left = page.evaluate(AMOUNT, [bill, wanted])
    assert left == bill["left"]
    if amount == "0.00":
        return
    if wanted["part"] == "amount":
        wanted["amount"] = amount
    path = f"/orders/bills/take/{table}/"
    taken = cafe.staff(path, kind="card", **wanted, expected=amount)
    assert taken["amount"] == amount


def some_part(bill: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """As pages write it: the amount in cents."""
    part = chance.choice(("items", "share", "share", "amount"))
    if part == "items":
        open_lines = [line["order_id"] for line in bill["lines"] if line["left"] != "0.00"]
        count = min(len(open_lines), chance.randint(1, 3))
        return {"part": part, "orders": chance.sample(open_lines, count)} if count else ALL
    if part == "share":
        of = chance.choice((2, 3, 7))
        return {"part": part, "shares_of": of, "shares": chance.randint(1, of - 1)}
    return {"part": part, "amount": chance.randint(1, 900)}


ALL = {"part": "all"}
