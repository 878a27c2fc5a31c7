"""Many at once, and those who were away for a while."""

from __future__ import annotations

from collections import Counter

import pytest
import requests
from testing.races import at_once

from tests.integration.conftest import Listen
from tests.support.api import Api, Place, answer
from tests.support.elsewhere import Site
from tests.support.load import head
from tests.support.stack import Stack

WAITERS, ORDERS, LISTENERS = 50, 200, 5

RESUMED = 1000  # events; who has missed more gets a snapshot
QUEUED = 500  # frames; who has more of them waiting is cut


def test_one_name_is_given_once(stack: Site, place: Place) -> None:
    def open_table(_: int) -> tuple[int, str]:
        body = {**place.owner.claim, "location_id": place.location_id, "name": "Table 1"}
        got = requests.post(f"{stack.url}/orders/sessions/create/", json=body, timeout=30)
        return got.status_code, got.json().get("reason", "")

    told = Counter(at_once(open_table, WAITERS, threads=WAITERS))
    assert told == {(200, ""): 1, (400, "duplicate_session"): WAITERS - 1}
    kept = "SELECT count(*) FROM orders_ordersession WHERE location_id = %s"
    assert stack.sql("orders", kept, place.location_id) == [(1,)]


def test_parallel_orders_are_told_once_and_in_order(
    stack: Site, api: Api, table: str, listen: Listen
) -> None:
    listeners = [listen(table) for _ in range(LISTENERS)]

    def order(number: int) -> int:
        body = {"product_id": number + 1, "session_code": table}
        got = requests.post(f"{stack.url}/orders/create/", json=body, timeout=30)
        return len(answer(got)["orders"])

    assert max(at_once(order, ORDERS, threads=ORDERS)) == ORDERS
    orders = api.session(table)["orders"]
    assert {each["product_id"] for each in orders} == set(range(1, ORDERS + 1))
    numbered = "SELECT e.seq FROM orders_event e JOIN orders_ordersession s ON s.id = e.session_id"
    numbered += " WHERE s.code = %s AND e.seq > 0 ORDER BY e.seq"
    assert stack.sql("orders", numbered, table) == [(n,) for n in range(1, ORDERS + 1)]
    for listener in listeners:
        listener.reach(ORDERS)
        assert listener.seqs == list(range(1, ORDERS + 1))
        assert sorted(listener.orders) == [each["id"] for each in orders]
        assert [frame.data for frame in listener.events] == [
            frame.data for frame in listeners[0].events
        ]
        assert (len(listener.snapshots), listener.gaps, listener.repeats) == (1, 0, 0)


def test_who_was_cut_off_gets_exactly_what_was_missed(
    api: Api, place: Place, listen: Listen
) -> None:
    table = place.open()
    phone, other = listen(table), listen(table)
    panel = listen(path=f"/ws/panel/{place.location_id}/", token=lambda: place.owner.access)
    at = panel.seq
    for count in range(100):
        answer(api.order(table))
        if count == 29:
            phone.reach(30)
            panel.reach(at + 30)
            phone.cut()
            panel.cut()
    other.reach(100)
    assert (phone.seqs, panel.seqs[-1]) == (list(range(1, 31)), at + 30)
    for away in (phone, panel):
        away.come_back()
    phone.reach(100)
    panel.reach(at + 100)
    assert phone.seqs == other.seqs == list(range(1, 101))
    assert phone.orders == other.orders
    assert panel.seqs == list(range(at + 1, at + 101))
    assert [frame.data for frame in panel.events] == [frame.data for frame in phone.events]
    answer(api.order(table))
    phone.reach(101)
    for each in (phone, panel):
        assert (len(each.snapshots), each.gaps, each.repeats) == (1, 0, 0)


def test_who_missed_many_gets_them_all(api: Api, table: str, listen: Listen) -> None:
    """More than may wait for a slow reader: catching up is not being slow."""
    phone = listen(table)
    phone.cut()
    many = RESUMED - 100
    assert many > QUEUED
    api.order_many(table, many)
    phone.come_back()
    phone.reach(many)
    answer(api.order(table))
    phone.reach(many + 1)
    assert phone.seqs == list(range(1, many + 2))
    assert (len(phone.cuts), len(phone.snapshots), phone.gaps, phone.repeats) == (1, 1, 0, 0)


@pytest.mark.embedded("freezes a process")
def test_who_missed_ten_thousand_gets_a_snapshot(
    stack: Stack, api: Api, table: str, listen: Listen
) -> None:
    phone, awake = listen(table), listen(table)
    answer(api.order(table))
    phone.reach(1)
    phone.cut()
    many = 10_000
    api.order_many(table, many - 2 * RESUMED)
    with stack.hanging("orders-ws"):  # what it is not told now, it will never be told
        stack.redis().client_kill_filter(_type="pubsub")
        api.order_many(table, 2 * RESUMED)
    assert head(stack, table) == many + 1
    phone.come_back()
    for listener in (phone, awake):  # who was connected, but was told nothing, finds out by itself
        listener.reach(many + 1)
        assert len(listener.snapshots) == 2
        assert listener.orders == [each["id"] for each in api.session(table)["orders"]]
        assert len(listener.orders) == many + 1
    placed = answer(api.order(table))
    for listener in (phone, awake):
        listener.reach(many + 2)
        assert listener.events[-1].data == placed
