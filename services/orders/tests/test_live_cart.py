"""What listeners are told of a cart and of calls: each event once, in order, on both streams."""

import asyncio

import orjson
import pytest
from live import recorder
from orders import selectors
from orders.actions import calls, cart, cart_sending, orders
from orders.actions.cart import LineChange
from orders.models import CartLine, OrderSession
from sockets import Listener, listen, place
from testing.sockets import in_thread
from world import LOCATION, OWNER, UNLISTED, line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sockets_closed"),
]

EVENING = [
    *["line.added", "line.added", "line.changed", "line.added", "line.removed"],
    *["order.created", "order.created", "cart.sent", "call.made", "call.answered"],
]


async def watch_panel(owner, query=""):
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    return await Listener(f"/ws/panel/{LOCATION}/{query}", headers=headers).open()


def evening(code):
    """Two of three lines are sent, one of them changed; somebody calls and is answered."""
    lines = [orjson.loads(cart.line_add(code=code, line=line(guest=who)))["id"] for who in "AB"]
    cart.line_change(code=code, line_id=lines[0], change=LineChange(quantity=2))
    gone = orjson.loads(cart.line_add(code=code, line=line()))["id"]
    cart.line_remove(code=code, line_id=gone)
    sent = selectors.cart_lines(code, lines)
    cart_sending.cart_send(code=code, lines=sent, products={1: UNLISTED}, guest="B")
    call = calls.call_make(code=code, kind="bill")
    calls.call_answer(call_id=call, user_id=OWNER)


async def test_an_evening_is_told_on_both_streams(table, owner):
    phone, panel = await listen(table), await watch_panel(owner)
    first, of_panel = await phone.frame(), await panel.frame()
    assert (first["data"]["cart"], first["data"]["calls"]) == ([], [])
    await in_thread(evening, table)
    told, panel_told = await phone.frames(10), await panel.frames(10)
    assert [frame["type"] for frame in told] == EVENING
    assert [frame["seq"] for frame in told] == list(range(1, 11))
    start = of_panel["seq"] + 1
    assert [frame["seq"] for frame in panel_told] == list(range(start, start + 10))
    assert [frame["data"] for frame in panel_told] == [frame["data"] for frame in told]
    assert {frame["data"]["session"] for frame in told} == {table}
    assert await phone.silent()
    assert await panel.silent()


async def test_who_comes_later_sees_what_is_left(table, owner):
    await in_thread(evening, table)
    kept = orjson.loads(await in_thread(cart.line_add, code=table, line=line(note="mine")))
    await in_thread(calls.call_make, code=table, kind="waiter")
    for socket in (await listen(table), await watch_panel(owner)):
        data = (await socket.frame())["data"]
        [session] = data.get("sessions", [data])
        assert [each["guest"] for each in session["orders"]] == ["A", "B"]
        assert session["cart"] == [kept]
        assert [each["kind"] for each in session["calls"]] == ["waiter"]


async def test_who_was_away_gets_exactly_what_was_missed(table):
    epoch = (await in_thread(OrderSession.objects.get)).epoch
    await in_thread(evening, table)
    again = await listen(table, f"?since=5&epoch={epoch}")
    assert [frame["type"] for frame in await again.frames(5)] == EVENING[5:]
    assert await again.silent()


async def test_a_cart_whose_messages_are_lost_is_told_with_the_next(table, monkeypatch):
    phone = await listen(table)
    await phone.frame()
    monkeypatch.setattr(recorder, "publish", lambda _: True)
    await in_thread(evening, table)
    monkeypatch.undo()
    await place(table)
    told = await phone.frames(11)
    assert [frame["type"] for frame in told] == [*EVENING, "order.created"]
    assert await phone.silent()


async def test_two_who_send_at_once_are_told_once(table):
    phone = await listen(table)
    await phone.frame()

    def add_two():
        for _ in "ab":
            cart.line_add(code=table, line=line())
        return list(CartLine.objects.all())

    lines = await in_thread(add_two)
    sent = {"code": table, "lines": lines, "products": {1: UNLISTED}, "guest": ""}
    both = [in_thread(cart_sending.cart_send, **sent) for _ in "ab"]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["Conflict", "Sending"]
    told = [frame["type"] for frame in await phone.frames(5)]
    assert told == [*["line.added"] * 2, *["order.created"] * 2, "cart.sent"]
    assert await phone.silent()


async def test_a_batch_is_told_in_its_order(table, owner):
    phone, panel = await listen(table), await watch_panel(owner)
    await phone.frame()
    await panel.frame()
    wanted = [line(note=str(number)) for number in range(30)]
    await in_thread(orders.orders_place, code=table, lines=wanted, staff_id=OWNER)
    for socket in (phone, panel):
        told = await socket.frames(30)
        assert [frame["data"]["note"] for frame in told] == [str(number) for number in range(30)]
        assert {(frame["data"]["batch"], frame["data"]["by_staff"]) for frame in told} == {
            (1, True)
        }


async def test_an_old_client_hears_of_orders_only(table):
    socket = await Listener(f"/ws/session/{table}/").open()
    first = await socket.frame()
    await in_thread(cart.line_add, code=table, line=line())
    await in_thread(calls.call_make, code=table, kind="bill")
    assert await socket.silent()
    await place(table)
    later = await socket.frame()
    assert list(first) == list(later["session"])
    assert "cart" not in first
    assert len(later["session"]["orders"]) == 1
