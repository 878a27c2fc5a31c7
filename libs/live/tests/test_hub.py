"""The hub, the channel layer and the publisher on a Redis that is killed; the queue; frames."""

import asyncio
import json

import pytest
import redis.asyncio
from channels.consumer import AsyncConsumer
from channels.exceptions import ChannelFull
from channels.testing import ApplicationCommunicator
from live import publisher
from live.frames import Event, frame, wire
from live.layer import LiveLayer
from live.publisher import Publisher, redis_channel
from live.sendqueue import SendQueue
from own_redis import event, seqs, until


async def send(server, *messages):
    return Publisher(server.url, "p").send([("g", message) for message in messages])


async def test_messages_reach_every_receiver_of_the_group_in_order(own_redis, local_hub):
    one, two, other = [], [], []
    await local_hub.join(redis_channel("p", "g"), "one", one.append)
    await local_hub.join(redis_channel("p", "g"), "two", two.append)
    await local_hub.join(redis_channel("p", "x"), "other", other.append)
    assert await send(own_redis, event(1), event(2), event(3))
    await until(lambda: len(seqs(two)) == 3)
    assert seqs(one) == seqs(two) == [1, 2, 3]
    assert seqs(other) == []


async def test_who_leaves_hears_nothing_more_and_may_come_back(own_redis, local_hub):
    one, two, channel = [], [], redis_channel("p", "g")
    await local_hub.join(channel, "one", one.append)
    await local_hub.leave(channel, "one")
    await local_hub.join(channel, "two", two.append)
    await send(own_redis, event(1))
    await until(lambda: seqs(two) == [1])
    assert seqs(one) == []


async def test_a_receiver_that_fails_cuts_nobody_off(own_redis, local_hub):
    heard = []
    await local_hub.join(redis_channel("p", "g"), "bad", lambda message: 1 / 0)
    await local_hub.join(redis_channel("p", "g"), "good", heard.append)
    await send(own_redis, event(1))
    await until(lambda: seqs(heard) == [1])


async def test_garbage_on_the_channel_is_passed_over(own_redis, local_hub):
    heard = []
    await local_hub.join(redis_channel("p", "g"), "one", heard.append)
    async with local_hub._redis.client() as raw:
        for garbage in (b"", b"\xc1", b"text", b"\x90"):
            await raw.publish(redis_channel("p", "g"), garbage)
    await send(own_redis, event(1))
    await until(lambda: seqs(heard) == [1])


async def test_redis_dies_and_comes_back(own_redis, local_hub):
    """The subscription returns by itself, and the receivers are told to check what they missed."""
    heard = []
    await local_hub.join(redis_channel("p", "g"), "one", heard.append)
    checks = len(heard)
    own_redis.down()
    assert not await send(own_redis, event(1))
    late = asyncio.create_task(local_hub.join(redis_channel("p", "late"), "late", heard.append))
    await own_redis.up()
    await until(lambda: len(heard) >= checks + 2)
    await late
    assert await send(own_redis, event(2))
    await until(lambda: seqs(heard) == [2])
    assert {message["type"] for message in heard} == {"live.check", "live.event"}


async def test_a_publisher_that_failed_rests(own_redis, monkeypatch):
    monkeypatch.setattr(publisher, "REST", 60.0)
    sender = Publisher(own_redis.url, "p")
    own_redis.down()
    assert not sender.send([("g", event(1))])
    await own_redis.up()
    assert not sender.send([("g", event(2))])
    sender._resting_until = 0.0
    assert sender.send([("g", event(3))])


class Ordinary(AsyncConsumer):
    """A consumer that knows nothing of hubs."""

    async def begin(self, message):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.send({"type": "begun", "channel": self.channel_name})

    async def said(self, message):
        await self.send({"type": "heard", "words": message["words"]})


async def test_it_is_a_channel_layer_for_ordinary_consumers(layer):
    listeners = [ApplicationCommunicator(Ordinary(), {"type": "sample"}) for _ in range(2)]
    channels = []
    for listener in listeners:
        await listener.send_input({"type": "begin"})
        channels.append((await listener.receive_output())["channel"])
    await layer.group_send("room", {"type": "said", "words": "to all"})
    await layer.send(channels[0], {"type": "said", "words": "to one"})
    heard = [(await listeners[0].receive_output(5))["words"] for _ in range(2)]
    assert sorted(heard) == ["to all", "to one"]
    assert (await listeners[1].receive_output(5))["words"] == "to all"
    assert await listeners[1].receive_nothing()
    await layer.group_discard("room", channels[1])
    await layer.group_send("room", {"type": "said", "words": "again"})
    assert (await listeners[0].receive_output(5))["words"] == "again"
    assert await listeners[1].receive_nothing()


async def test_named_channels_as_the_seed_checks_them(layer):
    await layer.send("test_channel", {"type": "hello"})
    assert await layer.receive("test_channel") == {"type": "hello"}


async def test_an_outbox_sends_in_order_and_stops_when_full(monkeypatch):
    monkeypatch.setattr("live.sendqueue.LIMIT", 3)
    sent, gate, cut = [], asyncio.Event(), []

    async def sending(message):
        await gate.wait()
        sent.append(message)

    async def overflow():
        cut.append(True)

    box = SendQueue(sending, overflow)
    for number in range(3):
        box.push(number)
    gate.set()
    await until(lambda: sent == [0, 1, 2])
    gate.clear()
    for number in range(6):
        box.push(number)
        await asyncio.sleep(0)
    await until(lambda: cut == [True])
    gate.set()
    box.push(9)
    await asyncio.sleep(0.01)
    assert sent == [0, 1, 2]


async def test_an_outbox_writes_at_once_only_when_nothing_waits():
    sent, takes = [], [True]

    async def sending(message):
        sent.append(("later", message))

    def write_now(message):
        if takes[0]:
            sent.append(("now", message))
        return takes[0]

    async def overflow():
        raise AssertionError

    box = SendQueue(sending, overflow, write_now)
    box.push(1)
    takes[0] = False
    box.push(2)
    takes[0] = True
    box.push(3)  # 2 still waits
    await box.drained()
    box.push(4)
    box.push(5, 6)  # a catch-up
    await box.drained()
    assert sent == [
        *(("now", 1), ("later", 2), ("later", 3), ("now", 4), ("later", 5), ("later", 6))
    ]


@pytest.mark.parametrize(("size", "head"), [(5, 2), (125, 2), (126, 4), (65535, 4), (65536, 10)])
def test_a_frame_is_made_as_rfc_6455_says(size, head):
    made = wire("x" * size)["frame"]
    assert made[0] == 0x81  # final, text
    length = made[1] if head == 2 else int.from_bytes(made[2:head], "big")
    assert (length, made[head:]) == (size, b"x" * size)


def test_the_envelope():
    text = frame("order.created", 3, "e1", '{"a":1}')
    assert json.loads(text) == {"type": "order.created", "seq": 3, "epoch": "e1", "data": {"a": 1}}
    assert wire("ä")["frame"] == b"\x81\x02\xc3\xa4"
    assert Event(3, text).seq == 3


async def test_messages_of_the_layer_take_one_kept_connection(own_redis):
    """Also after Redis was started anew: the connection that broke is replaced at once."""
    layer = LiveLayer(hosts=[own_redis.url], prefix="p")
    heard = []
    try:
        await layer.hub().join(redis_channel("p", "g"), "one", heard.append)
        before = await connections(own_redis)
        for seq in range(10):
            await layer.group_send("g", event(seq))
        await until(lambda: seqs(heard) == list(range(10)))
        assert await connections(own_redis) - before == 2  # ours, and the question itself
        own_redis.down()
        with pytest.raises(ChannelFull):
            await layer.group_send("g", event(10))
        await own_redis.up()
        await layer.group_send("g", event(11))
    finally:
        await layer.hub().close()


async def connections(server):
    """How many connections its Redis has had."""
    async with redis.asyncio.Redis.from_url(server.url) as client:
        return (await client.info("stats"))["total_connections_received"]


async def test_no_line_of_the_hub_tells_a_code(own_redis, local_hub, monkeypatch, caplog):
    monkeypatch.setattr("live.hub.SUBSCRIBE_WITHIN", 0.05)
    own_redis.down()
    code = "0123456789abcdef" * 2 + "deadbeef"
    await local_hub.join(f"orders:group:session_{code}", "one", print)
    local_hub._deliver(f"orders:group:session_{code}", b"\xc1")
    assert "is not confirmed" in caplog.text
    assert "of an unknown format" in caplog.text
    assert code[6:] not in caplog.text
