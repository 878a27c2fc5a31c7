"""The limit for fan-out: asyncio and nothing else. Whatever one client says, all get one prepared
frame.

`python -m tools.bench.raw PATH BYTES` listens on a unix socket.
"""

from __future__ import annotations

import asyncio
import sys

everybody: set[asyncio.Transport] = set()


class Echo(asyncio.Protocol):
    """One connection; the frame is a websocket text frame of the given size."""

    frame = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        everybody.add(transport)

    def data_received(self, data: bytes) -> None:
        for one in everybody:
            one.write(self.frame)

    def connection_lost(self, error: Exception | None) -> None:
        everybody.discard(self._transport)


async def serve(path: str, size: int) -> None:
    """Until the process is ended."""
    Echo.frame = b"\x81\x7e" + size.to_bytes(2, "big") + b"x" * size
    server = await asyncio.get_running_loop().create_unix_server(Echo, path, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
