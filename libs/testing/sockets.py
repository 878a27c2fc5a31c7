"""A service's websockets in its own tests: its ASGI application, spoken to over ASGI."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, ClassVar, ParamSpec, TypeVar

from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.db import connection

WITHIN = 20.0  # seconds: on a machine that has much else to do
P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As another process would: in a thread, with a connection that is closed afterwards."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


class Socket:
    """A socket of a client. A subclass names the application; `close_all` ends what is left."""

    application: ClassVar[Any]
    opened: ClassVar[list[WebsocketCommunicator]] = []

    def __init__(self, path: str, **options: Any) -> None:
        self.wire = WebsocketCommunicator(self.application, path, **options)
        Socket.opened.append(self.wire)
        self.accepted = False
        self.detail: Any = None  # the subprotocol, or the code of a refusal

    async def open(self) -> Any:
        """Shake hands; `accepted` says how that ended."""
        self.accepted, self.detail = await self.wire.connect(timeout=WITHIN)
        return self

    async def send(self, **frame: Any) -> None:
        await self.wire.send_to(json.dumps(frame))

    async def frame(self, seconds: float = WITHIN) -> Any:
        """The next frame, read as JSON."""
        return json.loads(await self.wire.receive_from(timeout=seconds))

    async def frames(self, count: int) -> list[Any]:
        return [await self.frame() for _ in range(count)]

    async def close_of(self) -> tuple[int, str | None]:
        """Code and reason of the close; frames before it are passed over."""
        while True:
            message = await self.wire.receive_output(timeout=WITHIN)
            if message["type"] == "websocket.close":
                return message["code"], message.get("reason")

    async def close_code(self) -> int:
        return (await self.close_of())[0]

    async def silent(self, seconds: float = 0.2) -> bool:
        """Whether nothing comes for so long."""
        return bool(await self.wire.receive_nothing(timeout=seconds))

    async def close(self) -> None:
        Socket.opened.remove(self.wire)
        await self.wire.disconnect()


async def close_all() -> None:
    """After a test: its sockets, and the hub of its event loop."""
    for wire in Socket.opened:
        if not wire.future.done():
            await wire.disconnect()
    Socket.opened.clear()
    await get_channel_layer().hub().close()
