"""Guests move, merge and split while somebody else waits to write at their table."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from orders.actions import calls, merging, orders, seating, sessions, tables
from orders.models import Order
from rooms import new_table, seated, session_of, table_of
from testing.races import waiting
from world import line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("location")]

WITHIN = 20.0  # seconds


def meanwhile(first, then):
    """What `then` returns that began before `first` was committed, and had to wait for it."""

    def run():
        try:
            return then()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            result = pool.submit(run)
            deadline = time.monotonic() + WITHIN
            while not waiting():
                assert time.monotonic() < deadline, "nobody waits"
                time.sleep(0.01)
        return result.result(WITHIN)


@pytest.fixture
def code():
    """The code of a session with an order of three."""
    code = seated()[1]
    orders.order_create(code=code, line=line(quantity=3))
    return code


def merged(code, into):
    return lambda: merging.session_merge(code=code, into=into)


def move(to="accepted"):
    what = {"order_id": Order.objects.get().id, "to": to, "expected": "new"}
    return lambda: orders.order_move(**what, reason="", user_id=7)


def test_an_order_is_moved_on_while_its_table_is_merged(code):
    into = seated()[1]
    meanwhile(merged(code, into), move())
    order = Order.objects.get()
    assert (order.state, order.session.code) == ("accepted", into)


def test_an_order_is_cancelled_while_it_is_split_off(code):
    order_ids, free = [Order.objects.get().id], new_table()
    split = {"code": code, "order_ids": order_ids, "table_id": free["id"], "new_code": "a" * 40}
    meanwhile(lambda: seating.session_split(**split), move("cancelled"))
    order = Order.objects.get()
    assert (order.state, order.session.code) == ("cancelled", "a" * 40)
    assert [session_of(each).order_count for each in (code, "a" * 40)] == [0, 0]


def test_some_of_an_order_are_cancelled_while_its_table_is_merged(code):
    into = seated()[1]
    order_id = Order.objects.get().id

    def cancel():
        return orders.order_cancel_some(
            order_id=order_id, quantity=1, expected="new", reason="sold out", user_id=7
        )

    meanwhile(merged(code, into), cancel)
    found = Order.objects.order_by("id").values_list("state", "quantity", "session__code")
    assert list(found) == [("new", 2, into), ("cancelled", 1, into)]


def test_a_call_is_answered_while_its_table_is_merged(code):
    into = seated()[1]
    call_id = calls.call_make(code=code, kind="bill")
    meanwhile(merged(code, into), lambda: calls.call_answer(call_id=call_id, user_id=7))
    [call] = session_of(into).calls.all()
    assert call.answered_by == 7


def test_a_table_is_renamed_while_its_guests_move_away():
    (before, code), after = seated("Terrace 1"), new_table("Terrace 2")
    meanwhile(
        lambda: seating.session_move(code=code, table_id=after["id"]),
        lambda: tables.table_edit(table_id=before["id"], fields={"name": "Garden"}),
    )
    session = session_of(code)
    assert (session.table_id, session.name) == (after["id"], "Terrace 2")
    assert table_of(before).name == "Garden"


def test_a_table_is_switched_off_while_its_guests_leave():
    table, code = seated()
    meanwhile(
        lambda: sessions.session_close(code=code),
        lambda: tables.table_edit(table_id=table["id"], fields={"is_active": False}),
    )
    assert table_of(table).is_active is False


def test_a_table_is_taken_away_while_its_guests_leave():
    table, code = seated()
    meanwhile(
        lambda: sessions.session_close(code=code),
        lambda: tables.table_remove(table_id=table["id"]),
    )
    assert table_of(table).removed_at is not None
