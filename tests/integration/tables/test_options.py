"""Options of dishes at tables, with the real ledger: the last one of what is counted is sold once,
with whatever it is chosen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import requests
from testing.races import at_once

from tests.support.api import MINIMAL, Api, Place, answer
from tests.support.elsewhere import Site
from tests.support.waiting import wait_for

PHONES = 40
TOLD = 2.0  # seconds in which a table knows what was switched off


class Choice:
    """Two dishes that come with one of two milks, one of which is counted; one is left."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.carton = place.sell("Oat milk, cups", "0", stock=1, is_listed=False)
        oat: dict[str, Any] = {"name": "Oat milk", "product_id": self.carton}
        options = [{"name": "Cow's milk"}, oat]
        made = self.staff("/products/options/create/", group=self._group(options))
        self.cow, self.oat = (each["id"] for each in made["options"])
        groups = {"option_groups": [made["id"]]}
        self.dishes = [place.sell(name, "3.00", **groups) for name in ("Latte", "Cappuccino")]

    def staff(self, path: str, **body: Any) -> Any:
        return answer(self._place.api.post(path, body, headers=self._place.owner.bearer))

    def _group(self, options: list[dict[str, Any]]) -> dict[str, Any]:
        numbers = {"least": 1, "most": 1, "location_id": self._place.location_id}
        return {"name": "Milk", "options": options, **numbers}


@pytest.fixture
def milk(place: Place) -> Choice:
    return Choice(place)


def test_two_tables_and_forty_phones_order_the_last_oat_milk(
    stack: Site, api: Api, place: Place, milk: Choice
) -> None:
    tables = [place.open(), place.open()]

    def order(number: int) -> tuple[int, str]:
        body = {
            "product_id": milk.dishes[number % 2],
            "session_code": tables[number // 2 % 2],
            "options": [milk.oat],
        }
        key = {"Idempotency-Key": f"phone {number}", **MINIMAL}
        got = requests.post(f"{stack.url}/orders/create/", json=body, headers=key, timeout=30)
        if got.status_code == 409:
            assert got.json()["details"] == [{"product_id": milk.carton, "available": 0}]
        return got.status_code, got.json().get("reason", "")

    told = Counter(at_once(order, PHONES, threads=PHONES))
    assert told == {(200, ""): 1, (409, "sold_out"): PHONES - 1}
    [sold] = [each for table in tables for each in api.session(table)["orders"]]
    assert [each["name"] for each in sold["options"]] == ["Oat milk"]
    assert answer(api.get(f"/products/get/{milk.carton}/"))["stock"] == 0
    assert stack.sql("orders", "SELECT count(*) FROM orders_taking") == [(0,)]
    cow = api.order(tables[0], milk.dishes[0], options=[milk.cow])
    assert answer(cow)["price"] == "3.00"


def test_what_is_switched_off_is_so_with_each_dish(api: Api, table: str, milk: Choice) -> None:
    answer(api.order(table, milk.dishes[0], options=[milk.cow]))
    milk.staff(f"/products/options/sold_out/{milk.cow}/", sold_out=True)

    def refused() -> bool:
        got = [api.order(table, dish, options=[milk.cow]) for dish in milk.dishes]
        return [each.json().get("reason") for each in got] == ["option_unavailable"] * 2

    wait_for(refused, TOLD, "nobody gets cow's milk")


def test_the_choice_of_a_line_is_changed_until_it_is_sent(
    api: Api, table: str, milk: Choice
) -> None:
    body = {"product_id": milk.dishes[0], "session_code": table, "options": [milk.cow]}
    line = answer(api.post("/orders/cart/add/", body))
    path = f"/orders/cart/change/{line['id']}/"
    change = {"session_code": table, "options": [milk.oat], "expected_options": [milk.cow]}
    changed = answer(api.post(path, change))
    late = api.post(path, {**change, "options": [milk.cow]})
    told = {"success": False, "reason": "line_changed", "details": [changed]}
    assert (late.status_code, late.json()) == (409, told)
    [order] = answer(api.post("/orders/cart/send/", {"session_code": table}))["orders"]
    assert [each["id"] for each in order["options"]] == [milk.oat]
    assert answer(api.get(f"/products/get/{milk.carton}/"))["stock"] == 0
