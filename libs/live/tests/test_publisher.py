"""The publisher, which does not wait for Redis: what it notices, what it keeps in order."""

import asyncio
import os
import signal
import time

import redis
from live import publisher
from live.publisher import Publisher, redis_channel
from own_redis import event, seqs, until


async def test_a_publisher_finds_its_redis_started_anew(own_redis, local_hub):
    heard = []
    sender = Publisher(own_redis.url, "p")
    assert sender.send([("g", event(1))])
    own_redis.down()
    await own_redis.up()
    await local_hub.join(redis_channel("p", "g"), "one", heard.append)
    assert sender.send([("g", event(2))])
    await until(lambda: seqs(heard) == [2])


async def test_a_refusal_is_noticed_at_the_next_message(own_redis, monkeypatch):
    monkeypatch.setattr(publisher, "REST", 60.0)
    sender = Publisher(own_redis.url, "p")
    with redis.Redis.from_url(own_redis.url) as operator:
        operator.execute_command("ACL SETUSER default -publish")
        assert sender.send([("g", event(1))])
        await until(lambda: not sender.send([("g", event(2))]))
        operator.execute_command("ACL SETUSER default +publish")
    assert not sender.send([("g", event(3))])
    sender._resting_until = 0.0
    assert sender.send([("g", event(4))])


async def test_a_silent_redis_holds_nobody_up(own_redis, monkeypatch):
    monkeypatch.setattr(publisher, "REST", 60.0)
    monkeypatch.setattr(publisher, "TIMEOUT", 0.1)
    sender = Publisher(own_redis.url, "p")
    assert sender.send([("g", event(1))])
    await until(lambda: sender.send([("g", event(2))]) and sender._unanswered == 1)
    os.kill(own_redis.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    await until(lambda: not sender.send([("g", event(3))]))
    assert 0.1 <= time.monotonic() - began < 2
    os.kill(own_redis.process.pid, signal.SIGCONT)
    sender._resting_until = 0.0
    assert sender.send([("g", event(4))])


async def test_replies_do_not_pile_up(own_redis):
    sender = Publisher(own_redis.url, "p")
    for _ in range(2000):
        assert sender.send([("g", event(1)), ("h", event(1))])
    await until(lambda: sender.send([("g", event(2))]) and sender._unanswered == 1)


async def test_messages_of_one_change_stay_together_among_threads(own_redis, local_hub):
    heard = []
    await local_hub.join(redis_channel("p", "g"), "one", heard.append)
    sender, pairs = Publisher(own_redis.url, "p"), 200

    def send_all(thread):
        for n in range(pairs):
            seq = (thread * pairs + n) * 2
            assert sender.send([("g", event(seq)), ("g", event(seq + 1))])

    await asyncio.gather(*(asyncio.to_thread(send_all, thread) for thread in range(4)))
    await until(lambda: len(seqs(heard)) == 4 * pairs * 2)
    found = seqs(heard)
    assert [seq + 1 for seq in found[::2]] == found[1::2]
    for thread in range(4):
        own = [seq for seq in found if seq // (pairs * 2) == thread]
        assert own == sorted(own)
