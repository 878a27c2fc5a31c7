"""From the sending of a change to the frame at each of many listeners."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tools.bench.load import Target

CONNECT_AT_ONCE = 50
WARM = 5  # changes: new connections are slow at first, on either side


class Gathering:
    """Waits until so many frames have come, whoever they come to."""

    def __init__(self) -> None:
        self._missing = 0
        self._all = asyncio.Event()

    def expect(self, frames: int) -> None:
        self._missing += frames
        self._all.clear()

    def came(self) -> None:
        self._missing -= 1
        if self._missing == 0:
            self._all.set()

    async def complete(self) -> None:
        async with asyncio.timeout(30):
            await self._all.wait()


class Listener(asyncio.Protocol):
    """Notes when its latest websocket frame (RFC 6455) came; reads no further into them."""

    def __init__(self, handshake: bytes, gathering: Gathering) -> None:
        self._handshake = handshake
        self._gathering = gathering
        self._buffer = b""
        self._upgraded = not handshake
        self.latest = 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        if self._handshake:
            transport.write(self._handshake)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, separator, rest = self._buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                raise ConnectionError(head.decode("latin-1"))
            self._upgraded, self._buffer = True, rest
        while (size := self._frame()) and len(self._buffer) >= size:
            if self._buffer[0] & 0x0F == 1:  # text; pings are not counted
                self.latest = time.perf_counter()
                self._gathering.came()
            self._buffer = self._buffer[size:]

    def _frame(self) -> int:
        """Bytes of the frame at the start of the buffer; 0 while its head is not complete."""
        if len(self._buffer) < 2:
            return 0
        length = self._buffer[1]
        if length < 126:
            return 2 + length
        width = 2 if length == 126 else 8
        if len(self._buffer) < 2 + width:
            return 0
        return 2 + width + int.from_bytes(self._buffer[2 : 2 + width], "big")


def handshake(path: str, token: str = "") -> bytes:
    """A websocket's opening request, with an access token if there is one."""
    key = base64.b64encode(os.urandom(16)).decode()
    signed = f"Authorization: Bearer {token}\r\n" if token else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{signed}\r\n"
    ).encode()


@dataclass
class Audience:
    """Open listeners, and the frames that they wait for together."""

    listeners: list[Listener]
    gathering: Gathering

    def close(self) -> None:
        for listener in self.listeners:
            if listener.transport is not None:
                listener.transport.abort()


async def listen(targets: Sequence[Target], path: str, count: int) -> Audience:
    """Open so many listeners, in turn at these targets; each has its first frame (the snapshot)
    when there is a path.
    """
    opening = handshake(path) if path else b""
    where = itertools.cycle(targets)
    return await listen_each([(next(where), opening) for _ in range(count)])


async def listen_each(places: Sequence[tuple[Target, bytes]]) -> Audience:
    """Open a listener for each target and opening request; each that asks has its first frame."""
    audience = Audience([], Gathering())
    audience.gathering.expect(sum(bool(opening) for _, opening in places))
    for first in range(0, len(places), CONNECT_AT_ONCE):
        batch = places[first : first + CONNECT_AT_ONCE]
        connecting = (_connect(target, opening, audience.gathering) for target, opening in batch)
        audience.listeners += await asyncio.gather(*connecting)
    if any(opening for _, opening in places):
        await audience.gathering.complete()
    return audience


async def _connect(target: Target, opening: bytes, gathering: Gathering) -> Listener:
    loop = asyncio.get_running_loop()

    def make() -> Listener:
        return Listener(opening, gathering)

    if target.socket:
        return (await loop.create_unix_connection(make, target.socket))[1]
    return (await loop.create_connection(make, "127.0.0.1", target.port))[1]


async def delays(
    audience: Audience, change: Callable[[], Awaitable[None]], times: int, pause: float = 0.02
) -> list[float]:
    """Seconds from the sending of each change to each listener's frame; one at a time, with a pause
    behind it, after a few that are not counted.
    """
    found = []
    for turn in range(-WARM, times):
        audience.gathering.expect(len(audience.listeners))
        sent = time.perf_counter()
        await change()
        await audience.gathering.complete()
        if turn >= 0:
            found += [listener.latest - sent for listener in audience.listeners]
        await asyncio.sleep(pause)
    return found


class Sender:
    """Sends prepared bytes over one kept connection, without waiting for answers."""

    def __init__(self, target: Target) -> None:
        self._target = target

    async def open(self) -> Sender:
        if self._target.socket:
            self._reader, self._writer = await asyncio.open_unix_connection(self._target.socket)
        else:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._target.port
            )
        self._drain = asyncio.create_task(self._discard())
        return self

    async def _discard(self) -> None:
        while await self._reader.read(65536):
            pass

    async def send(self, what: bytes) -> None:
        self._writer.write(what)
        await self._writer.drain()

    def close(self) -> None:
        self._drain.cancel()
        self._writer.close()
