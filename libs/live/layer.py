"""The channel layer: groups over one Redis subscription per process, named channels as
channels_redis does them.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import msgpack
import redis
from channels.exceptions import ChannelFull
from channels_redis.core import RedisChannelLayer
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from live.hub import Hub, Receiver
from live.publisher import redis_channel

# Messages that wait for an ordinary consumer; more are dropped, as in every channel layer.
MAILBOX = 100


class LiveLayer(RedisChannelLayer):  # type: ignore[misc]
    """A Channels layer whose group messages reach a consumer's receiver directly (`attach`).

    Consumers that attach nothing get group messages through `receive()` as usual. Sending to a
    plain channel name is inherited. Measured: fan-out to 1,000 listeners is several times faster
    than a queue per consumer.
    """

    def __init__(self, *, hosts: list[str], prefix: str) -> None:
        # A kept connection that Redis has closed is opened anew, once and at once.
        super().__init__(
            hosts=[{"address": hosts[0], "retry": Retry(NoBackoff(), 1)}], prefix=prefix
        )
        self._url = hosts[0]
        self._hub: Hub | None = None
        self._process = uuid.uuid4().hex
        self._attached: dict[str, Receiver] = {}
        self._mailboxes: dict[str, asyncio.Queue[dict[str, Any]]] = {}

    def hub(self) -> Hub:
        """The hub of the running event loop."""
        if self._hub is None or self._hub.loop is not asyncio.get_running_loop():
            self._hub = Hub(self._url)
        return self._hub

    async def new_channel(self, prefix: str = "live") -> str:
        return f"{prefix}.{self._process}!{uuid.uuid4().hex}"

    def attach(self, channel: str, receiver: Callable[[dict[str, Any]], None]) -> None:
        """Deliver what this channel gets to `receiver` at once, instead of keeping it for
        `receive()`.
        """
        self._attached[channel] = receiver

    def detach(self, channel: str) -> None:
        self._attached.pop(channel, None)

    async def group_add(self, group: str, channel: str) -> None:
        self.require_valid_group_name(group)
        receiver = self._attached.get(channel) or self._mail(channel)
        await self.hub().join(redis_channel(self.prefix, group), channel, receiver)

    async def group_discard(self, group: str, channel: str) -> None:
        await self.hub().leave(redis_channel(self.prefix, group), channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._publish(redis_channel(self.prefix, group), message)

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        if "!" not in channel:
            await super().send(channel, message)
        else:
            await self._publish(redis_channel(self.prefix, channel), message)

    async def receive(self, channel: str) -> dict[str, Any]:
        if "!" not in channel:
            return dict(await super().receive(channel))
        self._mail(channel)
        own = redis_channel(self.prefix, channel)
        await self.hub().join(own, channel, self._mail(channel))
        try:
            return await self._mailboxes[channel].get()
        except asyncio.CancelledError:
            self._mailboxes.pop(channel, None)
            await self.hub().leave(own, channel)
            raise

    def _mail(self, channel: str) -> Receiver:
        mailbox = self._mailboxes.setdefault(channel, asyncio.Queue(MAILBOX))

        def put(message: dict[str, Any]) -> None:
            if message["type"] != "live.check" and not mailbox.full():
                mailbox.put_nowait(message)

        return put

    async def _publish(self, redis_name: str, message: dict[str, Any]) -> None:
        try:
            # Kept per event loop by channels_redis, which closes it with the loop.
            await self.connection(0).publish(redis_name, msgpack.packb(message))
        except redis.RedisError as error:
            raise ChannelFull(str(error)) from error
