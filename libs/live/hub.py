"""One Redis subscription per process, and which of its receivers belong to which group."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgpack
import redis.asyncio
from kit.hiding import masked
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError

from live.frames import wire

log = logging.getLogger("live")

Receiver = Callable[[dict[str, Any]], None]
SUBSCRIBE_WITHIN = 2.0  # seconds
WORD_WITHIN = 2.0  # seconds that Redis may take to read a command of ours, or a connection to end
LONGEST_PAUSE = 2.0  # seconds between tries to reach Redis


class Hub:
    """Hands each message of a Redis channel to the local receivers of that channel, in order.

    A receiver is a function that must not block: it puts the message into its own bounded queue.
    Lives in one event loop. While Redis is away `join` still works: the subscription follows when
    Redis is back.
    """

    def __init__(self, url: str) -> None:
        self.loop = asyncio.get_running_loop()
        # Nothing reconnects by itself: two of us who did so at once would leave a socket behind.
        self._redis = redis.asyncio.Redis.from_url(url, retry=Retry(NoBackoff(), 0, ()))
        self._pubsub: redis.asyncio.client.PubSub | None = None
        self._receivers: dict[str, dict[str, Receiver]] = {}
        self._confirmed: dict[str, asyncio.Event] = {}
        self._writing = asyncio.Lock()
        self._reader = self.loop.create_task(self._read(), name="live hub")

    async def join(self, channel: str, name: str, receiver: Receiver) -> None:
        """Deliver the channel's messages to `receiver` from now on; returns when Redis has
        confirmed.
        """
        first = channel not in self._receivers
        self._receivers.setdefault(channel, {})[name] = receiver
        confirmed = self._confirmed.setdefault(channel, asyncio.Event())
        if first:
            await self._write("subscribe", channel)
        try:
            await asyncio.wait_for(confirmed.wait(), SUBSCRIBE_WITHIN)
        except TimeoutError:
            log.warning("subscription to %s is not confirmed yet", masked(channel))

    async def leave(self, channel: str, name: str) -> None:
        members = self._receivers.get(channel, {})
        members.pop(name, None)
        if channel in self._receivers and not members:
            del self._receivers[channel]
            self._confirmed.pop(channel, None)
            await self._write("unsubscribe", channel)

    async def close(self) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._drop_subscription()
        await self._redis.aclose()

    async def _write(self, command: str, channel: str) -> None:
        async with self._writing:
            # While we waited somebody may have joined anew or left: do what is needed now.
            needed = "subscribe" if channel in self._receivers else "unsubscribe"
            if command != needed or not self._connected():
                return
            try:
                async with asyncio.timeout(WORD_WITHIN):
                    await getattr(self._pubsub, command)(channel)
            except (RedisError, OSError) as error:  # a TimeoutError is an OSError
                # The reader will connect and subscribe anew.
                log.warning("%s failed: %s", command, error)

    async def _read(self) -> None:
        pause = 0.1
        while True:
            try:
                await self._subscribe_all()
                pause = 0.1
                await self._receive()
            except (RedisError, OSError) as error:
                log.warning("live subscription lost: %s", error)
            await self._drop_subscription()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _subscribe_all(self) -> None:
        async with self._writing:
            self._pubsub = self._redis.pubsub()
            # A name that nobody publishes to keeps the subscription open while there are no
            # listeners.
            async with asyncio.timeout(WORD_WITHIN):
                await self._pubsub.subscribe("aisle:idle", *self._receivers)

    async def _receive(self) -> None:
        while True:
            if self._pubsub is None or not self._connected():
                raise ConnectionLost("the connection was closed")
            message = await self._pubsub.handle_message(await self._pubsub.parse_response())  # type: ignore[no-untyped-call]
            if message is None:
                continue
            channel = message["channel"].decode()
            if message["type"] == "message":
                self._deliver(channel, message["data"])
            elif message["type"] == "subscribe" and channel in self._confirmed:
                self._confirmed[channel].set()
                self._hand_out(channel, {"type": "live.check"})

    def _connected(self) -> bool:
        connection = self._pubsub.connection if self._pubsub is not None else None
        return connection is not None and connection.is_connected

    async def _drop_subscription(self) -> None:
        async with self._writing:
            lost, self._pubsub = self._pubsub, None
            for confirmed in self._confirmed.values():
                confirmed.clear()
            if lost is None:
                return
            with suppress(RedisError, OSError):
                async with asyncio.timeout(WORD_WITHIN):
                    await lost.aclose()  # type: ignore[no-untyped-call]

    def _deliver(self, channel: str, data: bytes) -> None:
        try:
            message = msgpack.unpackb(data)
            if message["type"] == "live.event":
                message["wire"] = wire(message["text"])
        except (ValueError, TypeError, KeyError):
            log.error("message of an unknown format on %s", masked(channel))
            return
        self._hand_out(channel, message)

    def _hand_out(self, channel: str, message: dict[str, Any]) -> None:
        for receiver in list(self._receivers.get(channel, {}).values()):
            try:
                receiver(message)
            except Exception:
                log.exception("a receiver of %s failed", masked(channel))
