"""Two at once, and two hundred: on real PostgreSQL, with real threads."""

from collections import Counter

import pytest
from kit.errors import BadRequest, Conflict
from orders.actions import orders, sessions
from orders.models import Event, Order, OrderSession, Panel
from testing.client import ApiClient
from testing.races import at_once
from world import LOCATION, espresso, line

pytestmark = pytest.mark.django_db(transaction=True)


def place(code):
    return orders.order_create(code=code, line=line())


def test_fifty_sessions_of_one_name(location, codes, code, owner, monkeypatch):
    numbers = iter(range(1000))
    monkeypatch.setattr("orders.clients.code_issue", lambda: f"{next(numbers):040x}")
    monkeypatch.setattr("orders.selectors.open_name_taken", lambda *_: False)  # all pass the check
    body = {"location_id": LOCATION, "name": "Table 9"}
    answers = at_once(
        lambda _: ApiClient().send("/orders/sessions/create/", body, token=owner).json(), 50
    )
    reasons = Counter(answer.get("reason") for answer in answers)
    assert reasons == {None: 1, "duplicate_session": 49}
    assert OrderSession.objects.count() == Event.objects.count() == Panel.objects.get().seq == 1


def test_two_hundred_orders_in_one_session(table):
    at_once(lambda _: place(table), 200)
    created = Event.objects.filter(kind="order.created")
    assert Order.objects.count() == 200
    assert list(created.order_by("seq").values_list("seq", flat=True)) == list(range(1, 201))
    assert OrderSession.objects.get().order_count == OrderSession.objects.get().seq == 200


def test_orders_at_many_tables_of_one_location(location):
    tables = [f"{number:040x}" for number in range(8)]
    for number, code in enumerate(tables):
        sessions.session_create(code=code, location_id=LOCATION, name=f"Table {number}")
    at_once(lambda number: place(tables[number % 8]), 160)
    told = Event.objects.order_by("panel_seq").values_list("panel_seq", flat=True)
    assert list(told) == list(range(1, 8 + 160 + 1))
    assert Panel.objects.get().seq == 168
    assert {session.seq for session in OrderSession.objects.all()} == {20}


def test_closing_while_orders_come(table):
    def either(number):
        if number == 20:
            sessions.session_close(code=table)
            return "closed"
        try:
            return place(table) and "placed"
        except BadRequest as refused:
            return refused.reason

    outcomes = Counter(at_once(either, 40))
    assert outcomes["placed"] + outcomes["session_closed"] == 39
    assert Order.objects.count() == outcomes["placed"]
    last = Event.objects.order_by("seq").last()
    assert (last.kind, last.seq) == ("session.closed", outcomes["placed"] + 1)


def test_one_key_at_once_orders_once(table, sell):
    sell(1, espresso())
    headers = {"Idempotency-Key": "double tap", "Prefer": "return=minimal"}
    body = {"product_id": 1, "session_code": table}
    answers = at_once(lambda _: ApiClient().send("/orders/create/", body, headers=headers), 20)
    assert {answer.status_code for answer in answers} <= {
        200,
        503,
    }  # products may be slow to answer
    taken = {answer.content for answer in answers if answer.status_code == 200}
    assert len(taken) == Order.objects.count() == 1


def test_two_waiters_tap_at_once(table):
    place(table)
    order_id = Order.objects.get().id

    def tap(number):
        try:
            orders.order_move(
                order_id=order_id,
                to="accepted" if number % 2 else "cancelled",
                expected="new",
                reason="",
                user_id=number,
            )
        except Conflict as refused:
            return refused.reason
        return "moved"

    outcomes = Counter(at_once(tap, 12))
    assert outcomes == {"moved": 6, "order_changed": 6}
    assert Event.objects.filter(kind="order.changed").count() == 1
