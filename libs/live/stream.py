"""The consumer of a stream: snapshot, then every change once and in order, whatever gets lost on
the way.

Rules (docs/protocol.md): join the group before reading; drop what the snapshot already holds; on a
gap ask the database; a watch compares with the database every two seconds, so that a message lost
at the very end is found too.
"""

from __future__ import annotations

import asyncio
import random
from abc import abstractmethod
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError
from kit import metrics
from kit.errors import ApiError, BadRequest, Unavailable

from live.database import ask_elsewhere, shared
from live.frames import Snapshot, frame
from live.socket import Socket
from live.source import Source
from live.watch import watch

SINCE_DIGITS = 18  # of a number, which fit a bigint
RESUME_COST = 5  # frames: what one `resume` counts as, since it costs a query
NOT_ALLOWED = 4403


class StreamConsumer(Socket):
    """One socket on one stream. Subclasses set `source` and `group`, and say in `subscription`
    which stream it is.
    """

    stream: str
    seq: int | None  # of the last event that was sent
    epoch: str
    loading: asyncio.Task[None] | None
    stale: bool  # whether something may have happened since the last load began

    source: Source
    group = "{}"  # Channels group of a stream
    resumable = True  # whether a client may go on from the `since` of its address
    asks_again: float | None = None  # seconds; at most so long a caller listens unasked
    _asking: asyncio.Task[None] | None = None

    @abstractmethod
    async def subscription(self) -> tuple[str, float]:
        """The stream, and the Unix time until which the caller may listen; raises ApiError to
        refuse.
        """

    def still_allowed(self) -> bool:
        """Whether the caller may go on listening, asked every `asks_again` seconds in a thread. An
        Unavailable leaves everything as it is until it is asked again.
        """
        return True

    def reader(self) -> Source:
        """What this socket's snapshot and missed events are read from."""
        return self.source

    def show(self, whole: Snapshot) -> None:
        """Send a snapshot."""
        self.push(frame("snapshot", whole.seq, whole.epoch, whole.data))

    def forward(self, message: dict[str, Any]) -> None:
        """Send an event that follows on what the client has."""
        self.seq = message["seq"]
        self.queue.push(message["wire"])

    async def admit(self) -> float:
        self.seq, self.epoch, self.loading, self.stale = None, "", None, False
        self.stream, until = await self.subscription()
        self._start = self._asked() if self.resumable else (None, "")
        await self.join(self.group.format(self.stream))
        return until

    async def opened(self) -> None:
        metrics.listeners.inc()
        watch(self.source).add(self.stream, self)
        self.resume(*self._start)
        if self.asks_again is not None:
            self._asking = asyncio.create_task(self._ask_again(self.asks_again))

    async def left(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        metrics.listeners.dec()
        watch(self.source).remove(self.stream, self)
        if self.loading is not None:
            self.loading.cancel()

    async def handle(self, message: dict[str, Any]) -> None:
        """`{"type":"resume","since":n,"epoch":e}` asks for what was missed."""
        try:
            if message["type"] != "resume":
                raise ValueError(message["type"])
            since, epoch = _number(message["since"]), str(message["epoch"])
        except (ValueError, KeyError):
            raise BadRequest("malformed_json") from None
        self.spend(RESUME_COST - 1)
        self.resume(since, epoch)

    def deliver(self, message: dict[str, Any]) -> None:
        """The next event goes out, an old one is dropped, a gap is filled from the database."""
        if message["type"] != "live.event":
            self.load()
        elif self.loading is not None or self.seq is None:
            self.stale = True
        elif message["seq"] == self.seq + 1:
            self.forward(message)
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
                await self._catch_up()
        except (ApiError, DatabaseError) as error:
            await self.fail(error)
        finally:
            self.loading = None

    async def _ask_again(self, seconds: float) -> None:
        while True:
            # Sockets that came back together are not to ask together for ever.
            await asyncio.sleep(seconds * random.uniform(0.6, 1))
            try:
                allowed = await ask_elsewhere(self.still_allowed)
            except Unavailable:
                continue
            if not allowed:
                self.end(NOT_ALLOWED, "not_allowed")
                return

    async def _catch_up(self) -> None:
        """Send the events after `seq`, or a snapshot. Sockets that ask for the same share one
        query.
        """
        events, reader = None, self.reader()
        if self.seq is not None:
            events = await shared(reader.events, self.stream, self.seq, self.epoch)
        if events is None:
            whole = await shared(reader.snapshot, self.stream)
            self.seq, self.epoch = whole.seq, whole.epoch
            self.show(whole)
        elif events:
            self.push(*[event.text for event in events])
            self.seq = events[-1].seq

    def _asked(self) -> tuple[int | None, str]:
        """Where the client wants to go on: `?since=…&epoch=…`; None for a snapshot."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        since, epoch = query.get("since", [""])[0], query.get("epoch", [""])[0]
        if not since:
            return None, ""
        try:
            return _number(since), epoch
        except ValueError:
            raise BadRequest("erroneous_value") from None


def _number(value: object) -> int:
    """A number of the stream: an integer, or its ASCII digits, as an address holds them. Raises
    ValueError. (`int` alone takes digits of all scripts, 3.7 and True; `isdigit` takes "²".)
    """
    text = str(value)
    if type(value) not in (int, str) or not text.isascii() or not text.isdigit():
        raise ValueError(value)
    if len(text) > SINCE_DIGITS:
        raise ValueError(value)
    return int(text)
