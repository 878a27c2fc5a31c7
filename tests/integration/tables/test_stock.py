"""Counted products at tables: the last unit is sold once, and what came to no order comes back."""

from __future__ import annotations

import signal
import time
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import requests
from testing.races import at_once

from tests.support.api import MINIMAL, Api, Place, answer
from tests.support.elsewhere import Site
from tests.support.stack import Stack
from tests.support.waiting import wait_for

PHONES = 50
FRESH = 2.0  # seconds after which a new price and category hold
KILLED = ("orders-http", "products-http", "orders-worker", "postgres")
BACK = 2.0  # seconds in which units of a cancelled order are for sale again


@pytest.fixture
def cake(place: Place) -> int:
    """A counted product; one is left."""
    return place.sell("Cake", "3.50", stock=1)


def product(api: Api, product_id: int) -> dict[str, Any]:
    return dict(answer(api.get(f"/products/get/{product_id}/")))


def ordered(api: Api, *tables: str) -> int:
    """How many units are on order, those that were cancelled aside."""
    orders = [each for table in tables for each in api.session(table)["orders"]]
    return sum(each["quantity"] for each in orders if each["state"] != "cancelled")


def test_two_tables_and_fifty_phones_order_the_last_slice(
    stack: Site, api: Api, place: Place, cake: int
) -> None:
    tables = [place.open(), place.open()]

    def order(number: int) -> tuple[int, str]:
        body = {"product_id": cake, "session_code": tables[number % 2]}
        key = {"Idempotency-Key": f"phone {number}", **MINIMAL}
        url = f"{stack.url}/orders/create/"
        got = requests.post(url, json=body, headers=key, timeout=30)
        if got.status_code == 409:
            assert got.json()["details"] == [{"product_id": cake, "available": 0}]
        return got.status_code, got.json().get("reason", "")

    told = Counter(at_once(order, PHONES, threads=PHONES))
    assert told == {(200, ""): 1, (409, "sold_out"): PHONES - 1}
    assert ordered(api, *tables) == 1
    assert product(api, cake)["stock"] == 0
    assert stack.sql("orders", "SELECT count(*) FROM orders_taking") == [(0,)]


def test_a_cancelled_order_is_for_sale_again(api: Api, place: Place, table: str, cake: int) -> None:
    order = answer(api.order(table, cake))
    assert product(api, cake)["available"] == 0
    cancelled = {"state": "cancelled", "reason": "dropped", **place.owner.claim}
    answer(api.post(f"/orders/move/{order['id']}/", cancelled))
    wait_for(lambda: product(api, cake)["available"] == 1, BACK, "the slice is back")
    path = f"/products/movements/{cake}/"
    movements = answer(api.get(path, headers=place.owner.bearer))
    assert [each["kind"] for each in movements[:2]] == ["restock", "sale"]
    answer(api.order(table, cake))


def test_a_cart_of_several_is_sent_whole_or_not_at_all(
    api: Api, place: Place, table: str, cake: int
) -> None:
    tea = place.sell("Tea")
    for product_id in (tea, cake):
        answer(api.post("/orders/cart/add/", {"product_id": product_id, "session_code": table}))
    answer(api.order(place.open(), cake))
    got = api.post("/orders/cart/send/", {"session_code": table})
    assert (got.status_code, got.json()["reason"]) == (409, "sold_out")
    assert ordered(api, table) == 0
    again = api.post("/orders/cart/add/", {"product_id": cake, "session_code": table})
    assert (again.status_code, again.json()["reason"]) == (409, "sold_out")


def test_a_new_price_and_category_hold_after_two_seconds_under_load(
    stack: Site, api: Api, place: Place, table: str
) -> None:
    """Of a product that is ordered all the time, and of one that was never ordered before."""
    busy, cold = place.sell("Espresso", "2.40"), place.sell("Tea", "2.40")
    product = {
        "location_id": place.location_id,
        "price": "9.90",
        "categories": [{"name": "Evening"}],
    }
    answer(api.order(table, busy))
    crowd = [place.open() for _ in range(4)]  # one table is full after a thousand orders

    def change_products() -> float:
        for product_id in (busy, cold):
            body = {**place.owner.claim, "product": product}
            answer(api.post(f"/products/edit/{product_id}/", body))
        return time.time()

    def order(number: int) -> float:
        if number == PHONES:
            return change_products()
        body = {"product_id": busy, "session_code": crowd[number % len(crowd)]}
        requests.post(f"{stack.url}/orders/create/", json=body, headers=MINIMAL, timeout=30)
        return 0.0

    changed = max(at_once(order, 20 * PHONES, threads=8))
    while time.time() < changed + FRESH:
        answer(api.order(table, busy))
    answer(api.order(table, cold))
    orders = [order for code in (table, *crowd) for order in api.session(code)["orders"]]
    category = dict(stack.sql("orders", "SELECT id, category FROM orders_order"))
    late = [each for each in orders if _moment(each) > changed + FRESH]
    assert {(each["price"], category[each["id"]]) for each in late} == {("9.90", "Evening")}
    assert (orders[0]["price"], category[orders[0]["id"]]) == ("2.40", "")


def _moment(order: dict[str, Any]) -> float:
    return datetime.fromisoformat(order["timestamp"]).timestamp()


def order_while_killed(stack: Stack, api: Api, place: Place, name: str) -> tuple[int, str, int]:
    """Fifty phones order cakes and a process is killed; returns the product, of which there were
    100, the table, and how many orders were answered. What the killed one had begun is still open.
    """
    cakes, table = place.sell(f"Cakes of {name}", stock=100), place.open()

    def order(number: int) -> int:
        if number == PHONES // 2:
            stack.strike(name, signal.SIGKILL)
        body = {"product_id": cakes, "session_code": table}
        key = {"Idempotency-Key": f"phone {number}", **MINIMAL}
        try:
            url = f"{stack.url}/orders/create/"
            return requests.post(url, json=body, headers=key, timeout=30).status_code
        except requests.RequestException:  # an answer that is cut off, too
            return 0

    told = Counter(at_once(order, PHONES, threads=8))
    assert set(told) <= {200, 0, 502, 503, 504}, name
    path = f"/products/get/{cakes}/"
    wait_for(lambda: api.get(path).status_code == 200, 30, "the database answers again")
    wait_for(stack.ready, 30, "all is ready again")
    return cakes, table, told[200]


@pytest.mark.timeout(180)
@pytest.mark.embedded("kills processes")
def test_processes_are_killed_while_phones_order(stack: Stack, api: Api, place: Place) -> None:
    """Whatever was answered: units that are gone from the stock are units on order. What each kill
    has left open is closed after the same quarter of a minute, so they are waited for together.
    """
    left = {name: order_while_killed(stack, api, place, name) for name in KILLED}

    def agree() -> bool:
        """Whether nothing is under way any more, and no unit is missing."""
        open_ = stack.sql("orders", "SELECT count(*) FROM orders_taking")
        sold = [100 - product(api, cakes)["stock"] for cakes, _, _ in left.values()]
        return open_ == [(0,)] and sold == [ordered(api, table) for _, table, _ in left.values()]

    wait_for(agree, 40, "stock and orders agree")
    for name, (_, table, answered) in left.items():
        assert ordered(api, table) >= answered, name
