"""As much of websockets (RFC 6455) as a simulated machine needs. Its frames are masked with zeros,
which leaves them readable and costs nothing.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
WHOLE, MASKED = 0x80, 0x80
LONG = 126  # this length says that two more bytes follow with the real one


def frame(opcode: int, payload: bytes) -> bytes:
    """A whole frame of a client, of up to 64 KiB."""
    first = WHOLE | opcode
    if len(payload) < LONG:
        return struct.pack("!BB4x", first, MASKED | len(payload)) + payload
    return struct.pack("!BBH4x", first, MASKED | LONG, len(payload)) + payload


def message(**fields: object) -> bytes:
    """A text frame with a JSON object."""
    return frame(TEXT, json.dumps(fields, separators=(",", ":")).encode())


class Reader:
    """Cuts what a server has sent into frames."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The opcode and payload of each frame that is whole by now."""
        self._buffer += data
        while (cut := self._next()) is not None:
            yield cut

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        start, length = 2, buffer[1]
        if length == LONG:
            start, length = 4, int.from_bytes(buffer[2:4], "big")
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[0] & 0x0F, buffer[start : start + length]
