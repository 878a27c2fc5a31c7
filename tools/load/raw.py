"""The limit: the `websockets` library on asyncio, and nothing else. It reads what machines say, and
writes a frame to one of them when somebody asks for it. No keys, no database, no Redis.

`python -m tools.load.raw PATH` listens on a unix socket.
"""

from __future__ import annotations

import asyncio
import json
import sys

from websockets.asyncio.server import ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed

CODE = '{"type":"display_code","value":"123456"}'
MOST = 5000  # connections that wait to be accepted

machines: dict[str, ServerConnection] = {}


async def serve_one(wire: ServerConnection) -> None:
    """A machine, or somebody who has frames written to machines."""
    try:
        async for text in wire:
            told = json.loads(text)
            match told["type"]:
                case "register":
                    machines[told["machine_id"]] = wire
                case "fetch_display":
                    await wire.send(CODE)
                case "order":
                    await machines[told["machine_id"]].send(json.dumps(told["frame"]))
                    await wire.send("done")
    except ConnectionClosed:
        """It is gone."""


async def serve(path: str) -> None:
    """Until the process is ended."""
    async with unix_serve(serve_one, path, compression=None, ping_interval=20, backlog=MOST):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
