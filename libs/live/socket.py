"""A websocket of somebody who was admitted: what readers of streams and devices share.

It admits or refuses, ends with the caller's credential, sends through a bounded queue, takes frames
at a bounded pace, answers pings, and cleans up however it ends. A subclass says who is admitted and
what a frame means.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import orjson
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.db import DatabaseError
from kit.errors import ApiError, BadRequest, TooMany
from kit.pace import Bucket
from kit.tokens import Caller, read_token

from live.database import in_database
from live.frames import wire
from live.places import CROWDED
from live.sendqueue import WRITE_NOW, SendQueue

log = logging.getLogger("live")

FOREVER = float("inf")  # Unix time at which a credential without an end ends
EXPIRED, TOO_MANY, TRY_AGAIN_LATER = 4401, 4429, 1013  # close codes, see docs/protocol.md
PONG = '{"type":"pong"}'


class Socket(ABC, AsyncWebsocketConsumer):  # type: ignore[misc]
    """One websocket. Hooks, in the order of a socket's life: `admit`, `opened`, `handle` for each
    frame of the client, `deliver` for each message of a group, `left`.
    """

    queue: SendQueue
    is_open: bool
    _groups: list[str]
    _end: asyncio.TimerHandle | None
    _frames: Bucket
    _ending: bool  # whether it was closed here: what the client sends behind that has no effect

    frames_at_once, frames_per_second = 20.0, 10.0  # of the client; above that it is closed
    reserved = False  # True: may take the last places of a process, since `admit` asks who it is
    refused_before_accepting = False  # True: a refusal is HTTP 403 at the handshake, without reason

    @abstractmethod
    async def admit(self) -> float:
        """Decide before the handshake is answered: the Unix time until which the caller may stay,
        or `FOREVER`. Raises ApiError to refuse. Groups that are joined here miss nothing.
        """

    async def opened(self) -> None:
        """The handshake was accepted: from now on frames go out, and messages of groups arrive."""

    async def handle(self, message: dict[str, Any]) -> None:
        """A frame of the client that is no ping. An ApiError closes the socket with its status."""
        raise BadRequest("malformed_json")

    def deliver(self, message: dict[str, Any]) -> None:
        """A message of a group that was joined. Must not block."""

    async def left(self) -> None:
        """An opened socket has ended, whoever closed it; its groups are left already."""

    def push(self, *texts: str) -> None:
        """Send text frames after those before; together they count once in the bounded queue. A
        client that is too slow for it is closed with 1013.
        """
        self.queue.push(*[wire(text) for text in texts])

    def spend(self, frames: float) -> None:
        """Count what the client asks for as so many frames; raises 429 `too_many_requests`."""
        wait = self._frames.take(frames)
        if wait > 0:
            raise TooMany("too_many_requests", retry_after=math.ceil(wait))

    async def join(self, group: str) -> None:
        """Get the group's messages through `deliver`, until the socket ends."""
        self._groups.append(group)
        self.channel_layer.attach(self.channel_name, self._arrived)
        await self.channel_layer.group_add(group, self.channel_name)

    def end_at(self, until: float, code: int, reason: str) -> None:
        """Close the socket at this Unix time and no longer at an earlier one; `FOREVER`: never."""
        if self._end is not None:
            self._end.cancel()
            self._end = None
        if until != FOREVER:
            seconds = max(0.0, until - time.time())
            self._end = asyncio.get_running_loop().call_later(seconds, self.end, code, reason)

    def end(self, code: int, reason: str) -> None:
        """Close the socket now; what waits to be sent is dropped."""
        self._ending = True
        self.queue.close()
        self._closing = asyncio.create_task(self.close(code, reason))

    async def caller(self) -> Caller:
        """Whose access token the handshake carries; raises 403 `incorrect_credentials`, or 503 when
        the keys to check it cannot be had.
        """
        return await in_database(lambda: read_token(offered_token(self.scope), use="access"))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # Messages of the channel layer come through `_arrived`, so there is one thing to wait for,
        # not two.
        self.scope, self.base_send = scope, send
        self.channel_layer = get_channel_layer()
        self.channel_name = await self.channel_layer.new_channel()
        self.queue = SendQueue(send, self._too_slow, scope.get("extensions", {}).get(WRITE_NOW))
        self.is_open = self._ending = False
        self._groups = []
        self._end = None
        self._frames = Bucket(self.frames_at_once, self.frames_per_second)
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            await self._clean_up()

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Channels would hop to a thread before each message to close old database connections; ours
        # are in a pool.
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        crowded = self.scope.get("extensions", {}).get(CROWDED)
        if crowded is not None and crowded() and not self.reserved:
            await self.accept(self._protocol())
            await self.close(TRY_AGAIN_LATER, "too_many_connections")
            return
        try:
            until = await self.admit()
        except (ApiError, DatabaseError) as error:
            refusal = isinstance(error, ApiError)
            if not (refusal and self.refused_before_accepting):
                # A close before accepting reaches a browser as 1006, without code and reason.
                await self.accept(self._protocol())
            await self.fail(error)
            return
        await self.accept(self._protocol())
        self.end_at(until, EXPIRED, "token_expired")
        self.is_open = True
        await self.opened()

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """Counts a frame before anything of it is read."""
        if not self.is_open or self._ending:
            return
        try:
            self.spend(1)
        except TooMany as error:
            await self.fail(error)
        else:
            await super().websocket_receive(message)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """`{"type":"ping"}` is answered, other objects with a `type` are handled, and anything else
        closes the socket with 4400.
        """
        try:
            message = orjson.loads(text_data or "")
            if not isinstance(message, dict) or "type" not in message:
                raise BadRequest("malformed_json")
            if message["type"] == "ping":
                self.push(PONG)
            else:
                await self.handle(message)
            await self.understood()
        except orjson.JSONDecodeError:
            await self.fail(BadRequest("malformed_json"))
        except (ApiError, DatabaseError) as error:
            await self.fail(error)

    async def understood(self) -> None:
        """A frame of the client was answered; a service may take that for a sign of life."""

    async def fail(self, error: ApiError | DatabaseError) -> None:
        """Close because of an error: with 4000 + its HTTP status, or with 1013 when the database
        does not answer.
        """
        self._ending = True
        if isinstance(error, ApiError):
            await self.close(4000 + error.status, error.reason)
        else:
            log.error("a socket is closed, the database does not answer: %s", error)
            await self.close(TRY_AGAIN_LATER, "service_unavailable")

    def _arrived(self, message: dict[str, Any]) -> None:
        if self.is_open and not self.queue.closed:
            self.deliver(message)

    def _protocol(self) -> str | None:
        return spoken(self.scope["subprotocols"])

    async def _too_slow(self) -> None:
        self._ending = True
        await self.close(TRY_AGAIN_LATER, "too_slow")

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def _clean_up(self) -> None:
        self.queue.close()
        self.end_at(FOREVER, 0, "")
        self.channel_layer.detach(self.channel_name)
        try:
            for group in self._groups:
                await self.channel_layer.group_discard(group, self.channel_name)
        finally:
            if self.is_open:
                await self.left()


def spoken(offers: Iterable[str]) -> str | None:
    """The first subprotocol offered that is not the token."""
    return next((name for name in offers if not name.startswith("bearer.")), None)


def offered_token(scope: dict[str, Any]) -> str:
    """The access token of a handshake, "" without one: `Authorization: Bearer …`, or, as browsers
    can send no header, the subprotocol `bearer.<token>` beside another one, which is accepted.
    """
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return str(value[7:].decode("latin-1").strip())
    offers = [offer for offer in scope["subprotocols"] if offer.startswith("bearer.")]
    return offers[0].removeprefix("bearer.") if offers else ""
