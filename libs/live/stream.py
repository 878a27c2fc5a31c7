"""The consumer of a stream: snapshot, then every change once and in order, whatever gets lost on
the way.

Rules (docs/protocol.md): join the group before reading; drop what the snapshot already holds; on a
gap ask the database; a watch compares with the database every two seconds, so that a message lost
at the very end is found too.
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import parse_qs

import orjson
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.db import DatabaseError
from kit import metrics
from kit.errors import ApiError, BadRequest

from live.database import shared
from live.frames import Event, Snapshot, frame, wire
from live.sendqueue import WRITE_NOW, SendQueue
from live.watch import watch

log = logging.getLogger("live")

EXPIRED, TRY_AGAIN_LATER = 4401, 1013


class Source(Protocol):
    """Reads a kind of stream from the database; called in a thread."""

    def snapshot(self, stream: str) -> Snapshot:
        """The whole stream; raises NotFound."""

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        """The events after `since`, or None when they cannot be told: too many, pruned, another
        epoch.
        """

    def heads(self, streams: Sequence[str]) -> dict[str, int]:
        """The current `seq` of each stream."""


class StreamConsumer(ABC, AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket on one stream. Subclasses set `source` and `group`, and say in `admit` which
    stream it is.
    """

    source: Source
    group = "{}"  # Channels group of a stream

    @abstractmethod
    async def admit(self) -> tuple[str, float]:
        """The stream, and the Unix time until which the caller may listen; raises ApiError to
        refuse.
        """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # Messages of the channel layer come through `deliver`, so there is one thing to wait for,
        # not two.
        self.scope, self.base_send = scope, send
        self.channel_layer = get_channel_layer()
        self.channel_name = await self.channel_layer.new_channel()
        self.stream = ""
        self.seq: int | None = None
        self.epoch = ""
        self.loading: asyncio.Task[None] | None = None
        self.stale = False
        self.started = False  # nothing is delivered before the client's own wish was read
        self.queue = SendQueue(send, self._cut, scope.get("extensions", {}).get(WRITE_NOW))
        self.expiry: asyncio.TimerHandle | None = None
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
        try:
            stream, until = await self.admit()
            since, epoch = self.asked()
        except ApiError as refused:
            await self.refuse(refused)
            return
        except DatabaseError as error:
            log.error("a listener was not admitted: %s", error)
            await self.accept(self._protocol())
            await self.close(TRY_AGAIN_LATER, "service_unavailable")
            return
        metrics.listeners.inc()
        self.stream = stream
        self.channel_layer.attach(self.channel_name, self.deliver)
        await self.channel_layer.group_add(self.group.format(stream), self.channel_name)
        await self.accept(self._protocol())
        if until != float("inf"):
            self.expiry = asyncio.get_running_loop().call_later(
                max(0.0, until - time.time()), self._expire
            )
        watch(self.source).add(stream, self)
        self.started = True
        self.resume(since, epoch)

    async def refuse(self, refused: ApiError) -> None:
        """Accept and close with 4000 + the HTTP status: a close before accepting reaches a browser
        as 1006.
        """
        await self.accept(self._protocol())
        await self.close(4000 + refused.status, refused.reason)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """`{"type":"resume","since":n,"epoch":e}` asks for what was missed; `{"type":"ping"}` is
        answered.
        """
        try:
            said = orjson.loads(text_data or "")
            kind = said["type"]
            if kind == "resume":
                self.resume(int(said["since"]), str(said["epoch"]))
            elif kind == "ping":
                self.queue.push(wire('{"type":"pong"}'))
            else:
                raise ValueError(kind)
        except (ValueError, KeyError, TypeError):
            await self.close(4400, "malformed_json")

    def deliver(self, message: dict[str, Any]) -> None:
        """A message of the group: the next event goes out, an old one is dropped, a gap is filled
        from the database.
        """
        if self.queue.closed or not self.started:
            return
        if message["type"] != "live.event":
            self.load()
        elif self.loading is not None or self.seq is None:
            self.stale = True
        elif message["seq"] == self.seq + 1:
            self.seq = message["seq"]
            self.queue.push(message["wire"])
        elif message["seq"] > self.seq:
            self.load()

    def behind(self, head: int) -> None:
        """The watch has seen this `seq` in the database."""
        if self.loading is None and (self.seq is None or head != self.seq):
            self.load()

    def resume(self, since: int | None, epoch: str) -> None:
        """Go on after `since`, or start with a snapshot when it is None."""
        if self.loading is None:
            self.seq, self.epoch = since, epoch
            self.load()

    def load(self) -> None:
        """Bring the socket up to date from the database; one load at a time, another after it when
        needed.
        """
        self.stale = True
        if self.loading is None:
            self.loading = asyncio.create_task(self._load())

    async def _load(self) -> None:
        try:
            while self.stale and not self.queue.closed:
                await self.queue.drained()  # so that never more than one catch-up waits
                self.stale = False
                await self.catch_up()
        except ApiError as gone:
            await self.close(4000 + gone.status, gone.reason)
        except DatabaseError as error:
            log.error("a listener was not brought up to date: %s", error)
            await self.close(TRY_AGAIN_LATER, "service_unavailable")
        finally:
            self.loading = None

    async def catch_up(self) -> None:
        """Send the events after `seq`, or a snapshot. Sockets that ask for the same share one
        query.
        """
        events = None
        if self.seq is not None:
            events = await shared(self.source.events, self.stream, self.seq, self.epoch)
        if events is None:
            whole = await shared(self.source.snapshot, self.stream)
            self.seq, self.epoch = whole.seq, whole.epoch
            self.queue.push(wire(frame("snapshot", whole.seq, whole.epoch, whole.data)))
            return
        if events:
            self.queue.push(*[wire(event.text) for event in events])
            self.seq = events[-1].seq

    def _protocol(self) -> str | None:
        """The first subprotocol offered that is not the token."""
        offers = [name for name in self.scope["subprotocols"] if not name.startswith("bearer.")]
        return offers[0] if offers else None

    def asked(self) -> tuple[int | None, str]:
        """Where the client wants to go on: `?since=…&epoch=…`; None for a snapshot."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        since, epoch = query.get("since", [""])[0], query.get("epoch", [""])[0]
        if not since:
            return None, ""
        if not since.isdigit() or len(since) > 18:
            raise BadRequest("erroneous_value")
        return int(since), epoch

    def _expire(self) -> None:
        self.queue.close()
        self.closing = asyncio.create_task(self.close(EXPIRED, "token_expired"))

    async def _cut(self) -> None:
        await self.close(TRY_AGAIN_LATER, "too_slow")

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def _clean_up(self) -> None:
        self.queue.close()
        if self.expiry is not None:
            self.expiry.cancel()
        if self.loading is not None:
            self.loading.cancel()
        if self.stream:
            metrics.listeners.dec()
            watch(self.source).remove(self.stream, self)
            self.channel_layer.detach(self.channel_name)
            await self.channel_layer.group_discard(
                self.group.format(self.stream), self.channel_name
            )


def offered_token(scope: dict[str, Any]) -> str:
    """The access token of a handshake: `Authorization: Bearer …`, or, as browsers can send no
    header, the subprotocol `bearer.<token>` beside another one, which is accepted. Empty when there
    is none.
    """
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return str(value[7:].decode("latin-1").strip())
    offers = [offer for offer in scope["subprotocols"] if offer.startswith("bearer.")]
    return offers[0].removeprefix("bearer.") if offers else ""
