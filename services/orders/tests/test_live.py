"""The sockets of orders, on real PostgreSQL and Redis, through the service's ASGI application."""

import asyncio
import json
from typing import Any

import pytest
from channels.layers import get_channel_layer
from live import recorder, sendqueue, watch
from orders import events
from orders.actions import sessions
from orders.consumers import SessionConsumer
from orders.models import Event, OrderSession
from orders.streams import SessionSource
from sockets import Listener, listen, place
from testing.sockets import in_thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sockets_closed"),
]


async def test_snapshot_then_events(table):
    await place(table)
    socket = await listen(table)
    first = await socket.frame()
    assert (first["type"], first["seq"], len(first["data"]["orders"])) == ("snapshot", 1, 1)
    await place(table, 2)
    events_seen = await socket.frames(2)
    assert [frame["seq"] for frame in events_seen] == [2, 3]
    assert {frame["type"] for frame in events_seen} == {"order.created"}
    assert {frame["epoch"] for frame in events_seen} == {first["epoch"]}
    assert events_seen[0]["data"]["session"] == table


async def test_closing_is_told_and_the_socket_stays(table):
    socket = await listen(table)
    await socket.frame()
    await in_thread(sessions.session_close, code=table)
    frame = await socket.frame()
    assert (frame["type"], frame["data"]["state"]) == ("session.closed", "CLOSED")
    assert await socket.silent()


@pytest.mark.parametrize("path", ["/ws/orders/{}/", "/ws/orders/{}", "/ws/session/{}"])
async def test_both_forms_of_the_path(table, path):
    socket = await Listener(path.format(table)).open()
    assert socket.accepted


@pytest.mark.parametrize("code", ["0" * 40, "nonsense", "A" * 40])
async def test_an_unknown_code_is_closed_with_4404_after_accepting(db, code):
    socket = await Listener(f"/ws/orders/{code}/").open()
    assert socket.accepted
    assert await socket.close_code() == 4404


@pytest.mark.parametrize("path", ["/ws/session/" + "0" * 40 + "/", "/ws/nothing/", "/"])
async def test_refused_at_the_handshake(db, path):
    socket = await Listener(path).open()
    assert not socket.accepted


async def test_resuming_gets_exactly_what_was_missed(table):
    socket = await listen(table)
    epoch = (await socket.frame())["epoch"]
    await place(table, 3)
    await socket.frames(3)
    await socket.close()
    await place(table, 100)
    again = await listen(table, f"?since=3&epoch={epoch}")
    assert [frame["seq"] for frame in await again.frames(100)] == list(range(4, 104))
    await place(table)
    assert (await again.frame())["seq"] == 104


async def test_resuming_when_nothing_was_missed_is_silent(table):
    socket = await listen(table)
    epoch = (await socket.frame())["epoch"]
    again = await listen(table, f"?since=0&epoch={epoch}")
    assert await again.silent()
    await place(table)
    assert (await again.frame())["seq"] == 1


@pytest.mark.parametrize("query", ["?since=0&epoch=other", "?since=99&epoch={}", "?since=0"])
async def test_resuming_from_elsewhere_gets_a_snapshot(table, query):
    epoch = (await in_thread(OrderSession.objects.get)).epoch
    await place(table)
    socket = await listen(table, query.format(epoch))
    assert (await socket.frame())["type"] == "snapshot"


async def test_resuming_too_far_back_gets_a_snapshot(table, monkeypatch):
    monkeypatch.setattr("live.replay.RESUME_LIMIT", 5)
    epoch = (await in_thread(OrderSession.objects.get)).epoch
    await place(table, 6)
    socket = await listen(table, f"?since=0&epoch={epoch}")
    assert (await socket.frame())["type"] == "snapshot"
    other = await listen(table, f"?since=1&epoch={epoch}")
    assert [frame["seq"] for frame in await other.frames(5)] == [2, 3, 4, 5, 6]


async def test_resuming_after_events_were_pruned_gets_a_snapshot(table):
    epoch = (await in_thread(OrderSession.objects.get)).epoch
    await place(table, 3)
    await in_thread(Event.objects.filter(seq=2).delete)
    socket = await listen(table, f"?since=0&epoch={epoch}")
    frame = await socket.frame()
    assert (frame["type"], len(frame["data"]["orders"])) == ("snapshot", 3)


@pytest.mark.parametrize(
    "since", ["x", "-1", "1.5", "9" * 30, "9" * 5000, "%C2%B2", "%D9%A3", "+3", "1_0"]
)
async def test_an_odd_since_is_refused(table, since):
    socket = await Listener(f"/ws/orders/{table}/?since={since}&epoch=e").open()
    assert await socket.close_code() == 4400


async def test_a_gap_is_filled_from_the_database(table, monkeypatch):
    socket = await listen(table)
    await socket.frame()
    monkeypatch.setattr(recorder, "publish", lambda _: True)  # two messages get lost
    await place(table, 2)
    assert await socket.silent()
    monkeypatch.undo()
    await place(table)
    assert [frame["seq"] for frame in await socket.frames(3)] == [1, 2, 3]
    assert await socket.silent()


async def test_a_message_lost_at_the_very_end_is_found_by_the_watch(table, monkeypatch):
    monkeypatch.setattr(watch, "PERIOD", 0.1)
    socket = await listen(table)
    await socket.frame()
    monkeypatch.setattr(recorder, "publish", lambda _: True)
    await place(table, 2)
    assert [frame["seq"] for frame in await socket.frames(2)] == [1, 2]


async def test_a_repeated_message_is_told_once(table):
    socket = await listen(table)
    await socket.frame()
    await place(table)
    first = await socket.frame()
    repeat = {"type": "live.event", "seq": 1, "text": json.dumps(first)}
    await get_channel_layer().group_send(events.SESSION.group.format(table), repeat)
    assert await socket.silent()


async def test_a_client_may_ask_again_on_an_open_socket(table):
    socket = await listen(table)
    epoch = (await socket.frame())["epoch"]
    await place(table, 2)
    await socket.frames(2)
    await socket.wire.send_to(json.dumps({"type": "resume", "since": 1, "epoch": epoch}))
    assert (await socket.frame())["seq"] == 2
    await socket.wire.send_to('{"type":"ping"}')
    assert await socket.frame() == {"type": "pong"}


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", "null", '{"type":"dance"}', '{"type":"resume"}', '{"type":["ping"]}'),
        '{"type":"resume","since":-1,"epoch":""}',
        '{"type":"resume","since":1000000000000000000,"epoch":""}',
        '{"type":"resume","since":"²","epoch":""}',
        '{"type":"resume","since":"٣","epoch":""}',
        '{"type":"resume","since":3.7,"epoch":""}',
        '{"type":"resume","since":true,"epoch":""}',
        '{"type":"resume","since":" 3","epoch":""}',
        '{"type":"resume","since":"1_0","epoch":""}',
    ],
)
async def test_nonsense_from_a_client_closes_its_socket(table, text):
    socket = await listen(table)
    await socket.frame()
    await socket.wire.send_to(text)
    assert await socket.close_code() == 4400


async def test_a_slow_reader_is_cut_and_holds_up_nobody(table, monkeypatch):
    sockets = [await listen(table), await listen(table)]
    for socket in sockets:
        await socket.frame()
    stuck: Any = next(iter(watch.watch(SessionConsumer.source)._listeners[table]))
    monkeypatch.setattr(stuck.queue, "_send", lambda text: asyncio.Event().wait())
    for _ in range(sendqueue.LIMIT):  # as many as may wait
        stuck.queue.push({"type": "websocket.send", "text": "{}"})
    await place(table, 10)
    seen = [await received(socket) for socket in sockets]
    assert sorted(seen, key=str) == [list(range(1, 11)), [1013]]


async def test_catching_up_is_not_being_slow(table, monkeypatch):
    monkeypatch.setattr("live.sendqueue.LIMIT", 5)
    epoch = (await in_thread(OrderSession.objects.get)).epoch
    await place(table, 20)
    socket = await listen(table, f"?since=0&epoch={epoch}")
    assert [frame["seq"] for frame in await socket.frames(20)] == list(range(1, 21))
    await place(table)
    assert (await socket.frame())["seq"] == 21


async def test_at_most_one_catch_up_waits_for_a_socket(table, monkeypatch):
    socket = await listen(table)
    await socket.frame()
    await place(table, 3)
    await socket.frames(3)
    stuck: Any = next(iter(watch.watch(SessionConsumer.source)._listeners[table]))
    gate, send = asyncio.Event(), stuck.queue._send
    reads = []

    async def gated(message):
        await gate.wait()
        await send(message)

    monkeypatch.setattr(stuck.queue, "_send", gated)
    monkeypatch.setattr(
        stuck.source, "events", lambda *asked: reads.append(asked) or SessionSource().events(*asked)
    )
    for _ in range(4):
        await socket.wire.send_to(json.dumps({"type": "resume", "since": 0, "epoch": stuck.epoch}))
    assert await socket.silent()
    assert len(reads) == 1
    gate.set()
    assert [frame["seq"] for frame in await socket.frames(3)] == [1, 2, 3]


async def received(socket):
    """The numbers of the frames until the socket falls silent or is closed: then the close code."""
    seen = []
    while not await socket.silent():
        message = await socket.wire.receive_output()
        if message["type"] == "websocket.close":
            return [*seen, message["code"]]
        seen.append(json.loads(message["text"])["seq"])
    return seen


async def test_many_listeners_share_the_database_reads(table, monkeypatch):
    reads = []
    snapshot = SessionConsumer.source.snapshot
    monkeypatch.setattr(
        type(SessionConsumer.source),
        "snapshot",
        lambda self, code: reads.append(code) or snapshot(code),
    )
    sockets = await asyncio.gather(*(listen(table) for _ in range(30)))
    frames = await asyncio.gather(*(socket.frame() for socket in sockets))
    assert len({json.dumps(frame) for frame in frames}) == 1
    assert len(reads) < 15


async def test_redis_down_fails_no_order(table, settings, monkeypatch):
    from live import publisher

    broken = publisher.Publisher("redis://127.0.0.1:9/0", "orders")
    monkeypatch.setattr(publisher, "_publisher", broken)
    await place(table, 3)
    socket = await listen(table)
    assert (await socket.frame())["seq"] == 3


async def test_who_asks_to_go_on_all_the_time_is_closed(table):
    socket = await listen(table)
    epoch = (await socket.frame())["epoch"]
    for _ in range(6):  # each counts as five frames
        await socket.send(type="resume", since=0, epoch=epoch)
    assert await socket.close_of() == (4429, "too_many_requests")
