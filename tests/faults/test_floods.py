"""One table floods: other tables, staff and the table's own guests go on (H6)."""

from __future__ import annotations

import json
import time

from testing.scale import scaled

from tests.faults import figures
from tests.faults.attack import STRANGER, attack
from tests.faults.attackers import Options, _request
from tests.support.api import LINES, Api, Place, answer
from tests.support.guests import Guest
from tests.support.stack import Stack
from tests.support.waiting import wait_for

TIMES = scaled(100, least=30)
TABLES = 3  # of the others; each may order 200 times at once
TARGET = 3.0  # times as long as without the flood
THROUGH_WITHIN = 60.0  # seconds after a flood, for a guest of the flooded table


def flood(stack: Stack, requests: list[bytes], per_second: float, seconds: float = 60) -> Options:
    texts = [each.decode() for each in requests]
    options = {"requests": texts, "per_second": per_second, "seconds": seconds}
    return Options("ask", stack.port, [STRANGER], 8, **options)  # type: ignore[arg-type]


def batch(code: str) -> bytes:
    lines = [{"product_id": 1, "quantity": 99}] * LINES
    return _request("POST", "/orders/place/", json.dumps({"session_code": code, "lines": lines}))


def test_a_table_orders_without_end(stack: Stack, place: Place, table: str, guest: Guest) -> None:
    elsewhere = [place.open() for _ in range(TABLES)]

    def measure() -> figures.Measured:
        quiet = guest.orders(elsewhere, TIMES)
        with attack(flood(stack, [batch(table)], 95)) as running:
            attacked = guest.orders(elsewhere, TIMES)
            staff = guest.order(table, Authorization=place.owner.bearer["Authorization"])
        assert running.counts.get("429", 0) > running.counts.get("200", 0)
        assert staff[0] == 200, staff
        wait_for(lambda: guest.order(table)[0] == 200, THROUGH_WITHIN, "the guest gets through")
        return attacked, quiet + guest.orders(elsewhere, TIMES)

    figures.compare_best("a table orders without end: an order of others, p50", measure, TARGET)


def test_staff_refuse_what_a_flood_has_left(place: Place, table: str, api: Api) -> None:
    lines = [{"product_id": 1, "quantity": 99}] * LINES
    body = {"session_code": table, "lines": lines}
    orders = answer(api.post("/orders/place/", body))["orders"]
    numbers = {order["batch"] for order in orders}
    assert len(numbers) == 1
    refuse = {"session_code": table, "batch": numbers.pop(), "reason": "nobody sits there"}
    refused = answer(api.post("/orders/refuse/", refuse, headers=place.owner.bearer))
    assert {order["state"] for order in refused["orders"]} == {"cancelled"}
    again = answer(api.post("/orders/refuse/", refuse, headers=place.owner.bearer))
    assert again == refused
    assert api.post("/orders/refuse/", refuse).status_code == 403


def test_a_full_table_is_read_without_end(
    stack: Stack, place: Place, table: str, guest: Guest
) -> None:
    bearer = place.owner.bearer
    body = {"session_code": table, "lines": [{"product_id": 1, "note": "x" * 500}] * LINES}
    for _ in range(20):
        answer(place.api.post("/orders/place/", body, headers=bearer))
    elsewhere = [place.open() for _ in range(TABLES)]
    paths = (f"/orders/sessions/get/{table}/", f"/orders/sessions/live/{table}/")
    reads = [_request("GET", path) for path in paths]

    def measure() -> figures.Measured:
        quiet = guest.orders(elsewhere, TIMES)
        with attack(flood(stack, reads, 95)) as running:
            attacked = guest.orders(elsewhere, TIMES)
            own = guest.ask("GET", paths[0], Authorization=bearer["Authorization"])
        assert running.counts.get("429", 0) > 0
        assert own[0] == 200, own
        return attacked, quiet + guest.orders(elsewhere, TIMES)

    figures.compare_best("a full table is read 95/s: an order of others, p50", measure, TARGET)


def test_a_cart_changes_without_end(
    stack: Stack, place: Place, table: str, guest: Guest, api: Api
) -> None:
    line = answer(api.post("/orders/cart/add/", {"session_code": table, "product_id": 1}))
    elsewhere = [place.open() for _ in range(TABLES)]
    changes = [
        _request("POST", f"/orders/cart/change/{line['id']}/", json.dumps(body))
        for quantity in (2, 3)
        for body in [{"session_code": table, "quantity": quantity}]
    ]
    permitted, made = 0.0, 0

    def measure() -> figures.Measured:
        nonlocal permitted, made
        quiet = guest.orders(elsewhere, TIMES)
        began = time.monotonic()
        with attack(flood(stack, changes, 95)) as running:
            attacked = guest.orders(elsewhere, TIMES)
        permitted += 100 + 10 * (time.monotonic() - began)
        made += running.counts["200"]
        return attacked, quiet + guest.orders(elsewhere, TIMES)

    figures.compare_best("a cart changes without end: an order of others, p50", measure, TARGET)
    figures.count("changes of a cart that floods", made, permitted)
