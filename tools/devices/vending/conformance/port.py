"""A port that speaks HTTP and websocket as the suite does for machines, in one thread and without a
framework, so that each byte of a device can be looked at.
"""

from __future__ import annotations

import asyncio
import http
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

LARGEST = 65_536  # bytes of a frame or a body
WITHIN = 10.0  # seconds for the head and the body of a request


@dataclass
class Call:
    """A call; `headers` by lower-case name, `body` is the parsed JSON or the text."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    at: float = field(default_factory=time.monotonic)


@dataclass
class Heard:
    """A frame of a device: its text, or None for a binary one, and its object if it is one."""

    text: str | None
    frame: dict[str, Any] | None
    at: float = field(default_factory=time.monotonic)

    @property
    def kind(self) -> str:
        """Its `type` and for a status its value: `register`, `status active`, empty for junk."""
        frame = self.frame or {}
        kind = str(frame.get("type", ""))
        return f"status {frame.get('value')}" if kind == "status" else kind


class Wire:
    """A device's websocket, at the server's end."""

    def __init__(self, writer: asyncio.StreamWriter, request: Call) -> None:
        self.request, self.heard = request, list[Heard]()
        self.opened_at, self.closed_at = time.monotonic(), 0.0
        self.pongs = 0
        self._writer = writer
        self._protocol = ServerProtocol(subprotocols=None, max_size=LARGEST)

    @property
    def is_open(self) -> bool:
        return not self.closed_at

    def send(self, frame: dict[str, Any] | str) -> None:
        """Send an object, or a text as it is; nothing when it is closed."""
        text = frame if isinstance(frame, str) else json.dumps(frame, separators=(",", ":"))
        if self._protocol.state is State.OPEN:
            self._protocol.send_text(text.encode())
            self._flush()

    def ping(self) -> None:
        """A ping of the protocol, which the websocket library of a device answers by itself."""
        self._protocol.send_ping(b"aisle")
        self._flush()

    def close(self, code: int) -> None:
        """Close it with this code."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code)
            self._flush()

    def drop(self) -> None:
        """Break it without a word."""
        self._writer.transport.abort()

    def accept(self, head: bytes) -> bool:
        """Answer the handshake; False for what is none."""
        self._protocol.receive_data(head)
        for event in self._protocol.events_received():
            # The reply names no subprotocol: the one of the Arduino library need not be echoed.
            response = self._protocol.accept(event)  # type: ignore[arg-type]
            self._protocol.send_response(response)
        self._flush()
        return self._protocol.state is State.OPEN

    async def listen(self, reader: asyncio.StreamReader, hear: Callable[[Heard], None]) -> None:
        """Tell what comes, until the end of the connection."""
        try:
            while data := await reader.read(LARGEST):
                self._protocol.receive_data(data)
                for event in self._protocol.events_received():
                    if isinstance(event, Frame):
                        self._take(event, hear)
                self._flush()
                if self._protocol.close_expected():
                    break
        except (OSError, WebSocketException):
            """Broken, which is an end as well."""
        finally:
            self.closed_at = time.monotonic()
            self._writer.close()

    def _take(self, frame: Frame, hear: Callable[[Heard], None]) -> None:
        if frame.opcode is Opcode.PONG:
            self.pongs += 1
        elif frame.opcode in {Opcode.TEXT, Opcode.BINARY}:
            heard = read(bytes(frame.data) if frame.opcode is Opcode.TEXT else None)
            self.heard.append(heard)
            hear(heard)

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)


def read(data: bytes | None) -> Heard:
    """What a frame says."""
    if data is None:
        return Heard(None, None)
    text = data.decode(errors="replace")
    with suppress(ValueError):
        frame = json.loads(text)
        if isinstance(frame, dict):
            return Heard(text, frame)
    return Heard(text, None)


Respond = Callable[[Call], Awaitable[tuple[int, object]]]
Connected = Callable[[Wire], None]
Hear = Callable[[Wire, Heard], None]


class Port:
    """Listens; `respond` answers calls, `connected` and `hear` are told of sockets and frames."""

    def __init__(self, respond: Respond, connected: Connected, hear: Hear) -> None:
        self._respond, self._connected, self._hear = respond, connected, hear
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[Any] | None, asyncio.StreamWriter] = {}
        self.number = 0

    async def open(self, host: str = "127.0.0.1", number: int = 0) -> None:
        """Begin to listen; 0 takes a free port. Raises OSError for one that is taken."""
        self._server = await asyncio.start_server(self._serve, host, number, limit=LARGEST)
        self.number = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Break all connections, and wait until they have ended."""
        if self._server is not None:
            self._server.close()
        for writer in self._open.values():
            writer.transport.abort()
        while works := [work for work in self._open if work is not None]:
            await asyncio.wait(works)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        work = asyncio.current_task()
        self._open[work] = writer
        try:
            await self._answer(reader, writer)
        finally:
            del self._open[work]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                async with asyncio.timeout(WITHIN):
                    head = await reader.readuntil(b"\r\n\r\n")
                    call = await _call(head, reader)
                if call.headers.get("upgrade", "").lower() == "websocket":
                    await self._upgrade(head, call, reader, writer)
                    break
                status, body = await self._respond(call)
                writer.write(_response(status, body))
                await writer.drain()
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            """Nothing more comes, or no HTTP."""
        except asyncio.LimitOverrunError:
            writer.write(_response(413, {"detail": "Too large"}))
        finally:
            writer.close()

    async def _upgrade(
        self, head: bytes, call: Call, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if call.path != "/ws":
            writer.write(_response(404, {"detail": "Not Found"}))
            return
        wire = Wire(writer, call)
        with suppress(InvalidHandshake):
            if wire.accept(head):
                self._connected(wire)
                await wire.listen(reader, lambda heard: self._hear(wire, heard))


async def _call(head: bytes, reader: asyncio.StreamReader) -> Call:
    """The call with this head; raises ValueError for what is no HTTP."""
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= LARGEST:
        raise ValueError("a body of this size")
    content = (await reader.readexactly(length)).decode(errors="replace")
    body: Any = content
    with suppress(ValueError):
        body = json.loads(content)
    path, _, query = target.partition("?")
    return Call(method, path, dict(parse_qsl(query)), headers, body)


def _response(status: int, body: object) -> bytes:
    content = json.dumps(body).encode()
    lines = [
        f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        "Connection: keep-alive",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content
