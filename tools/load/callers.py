"""Who has something done at machines while they are watched: by HTTP, as customers and operators
do it, or at the raw server.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, unix_connect

from tools.bench.load import Target, request
from tools.load.machines import Machine

Work = Callable[[], Coroutine[Any, Any, None]]  # a call, until it is answered


class Refused(RuntimeError):
    """A call was answered with something else than 200."""


class Caller(Protocol):
    """Calls, each of which has one frame written to a machine."""

    def call(self, machine: Machine) -> tuple[str, Work]:
        """The type of the frame, and the next call that leads to it."""

    async def after(self, machine: Machine) -> None:
        """Undo what the call has left, if it was a lock."""

    def close(self) -> None: ...


class HttpCaller:
    """Over one kept connection: each second call locks the machine by its code, the others set
    its stock.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, authorization: str
    ) -> None:
        self._reader, self._writer = reader, writer
        self._signed = (f"Authorization: {authorization}",)
        self._turns = itertools.count(1)
        self._client = f"load-{secrets.token_hex(8)}"

    @classmethod
    async def open(cls, target: Target, authorization: str) -> HttpCaller:
        """A caller there who is an operator by this header."""
        if target.socket:
            pair = await asyncio.open_unix_connection(target.socket)
        else:
            pair = await asyncio.open_connection("127.0.0.1", target.port)
        return cls(*pair, authorization)

    def call(self, machine: Machine) -> tuple[str, Work]:
        turn, name = next(self._turns), machine.identity.machine_id
        if turn % 2:
            body = {"client_id": self._client, "code": machine.code}
            return "lock", lambda: self._post("/api/lock-by-code", body)
        path = f"/api/machine/{name}/update-stock"
        return "stock_update", lambda: self._post(path, {"stock": 1 + turn % 1000})

    async def after(self, machine: Machine) -> None:
        if not machine.locked:
            return
        unlocked = machine.expect("display_code")
        path = f"/api/machine/{machine.identity.machine_id}/unlock"
        await self._post(path, {"client_id": self._client})
        await unlocked

    def close(self) -> None:
        self._writer.close()

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        self._writer.write(request("POST", path, json.dumps(body), self._signed))
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        said = await self._reader.readexactly(int(length))
        if head.split()[1] != "200":
            raise Refused(f"{path}: {head.split()[1]} {said.decode()}")


class RawCaller:
    """At the raw server, over a socket of its own."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire

    @classmethod
    async def open(cls, target: Target) -> RawCaller:
        return cls(await unix_connect(target.socket, "ws://localhost/", compression=None))

    def call(self, machine: Machine) -> tuple[str, Work]:
        frame = {"type": "stock_update", "stock": 10}
        order = {"type": "order", "machine_id": machine.identity.machine_id, "frame": frame}

        async def ordered() -> None:
            await self._wire.send(json.dumps(order))
            await self._wire.recv()

        return "stock_update", ordered

    async def after(self, machine: Machine) -> None:
        """It has no locks."""

    def close(self) -> None:
        self._wire.transport.abort()
