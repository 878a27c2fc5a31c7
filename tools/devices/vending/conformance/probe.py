"""What plays a machine and a customer against a server, with every frame at hand."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tools.devices.vending.calls import Answer, call
from tools.devices.vending.conformance import schema
from tools.devices.vending.conformance.report import Fault, Hopeless, Unchecked, demand
from tools.devices.vending.link import AGENT, ORIGIN, SUBPROTOCOL

Frame = dict[str, Any]
Is = Callable[[Frame], object]


class Socket:
    """A machine's end of a connection."""

    def __init__(self, wire: ClientConnection, limit: float) -> None:
        self.wire, self.texts = wire, list[str]()
        self._limit = limit
        self._frames = list[Frame]()  # not yet looked at

    async def send(self, **frame: object) -> None:
        """Send a frame; that it was closed before says who waits for an answer."""
        await self.write(json.dumps(frame))

    async def write(self, content: str | bytes) -> None:
        """Send a text or a binary frame as it is."""
        with suppress(ConnectionClosed):
            await self.wire.send(content)

    async def frame(self, kind: str, holds: Is = lambda _: True) -> Frame:
        """The next frame of this type for which something holds; raises Fault without one. What
        comes before it is passed over.
        """
        try:
            async with asyncio.timeout(self._limit):
                while True:
                    found = await self._next()
                    if found.get("type") == kind and holds(found):
                        return found
        except TimeoutError:
            raise Fault(f"no `{kind}` within {self._limit:g} s") from None
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else 1006
            raise Fault(f"closed with {code} instead of `{kind}`") from None

    async def nothing(self, kind: str, seconds: float) -> None:
        """Raise Fault when a frame of this type comes."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if (found := await self._next()).get("type") == kind:
                        raise Fault(f"sends {json.dumps(found)}")
        except (TimeoutError, ConnectionClosed):
            return

    async def closed(self) -> int:
        """The code with which it is closed; raises Fault when it is not."""
        try:
            async with asyncio.timeout(self._limit):
                while True:
                    await self._next()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        except TimeoutError:
            raise Fault(f"is not closed within {self._limit:g} s") from None

    async def _next(self) -> Frame:
        text = await self.wire.recv()
        if not isinstance(text, str):
            raise Fault("sends a binary frame")
        self.texts.append(text)
        wrong = schema.trouble("down", text)
        demand(not wrong, wrong)
        return dict(json.loads(text))


@dataclass
class Server:
    """The server that is checked, and the machine that is played there. Times are in seconds."""

    url: str
    machine_id: str
    key: str
    limit: float = 5.0  # for an answer
    silence: float = 1.5  # how long nothing must come
    slow: bool = False  # wait for what comes twice a minute as well
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[Socket]:
        """A connection on which nothing has been sent; raises Hopeless without one."""
        try:
            wire = await connect(
                self.url.replace("http", "ws", 1) + "/ws",
                origin=ORIGIN,
                subprotocols=[SUBPROTOCOL],
                user_agent_header=AGENT,
                compression=None,
                ping_interval=None,
                open_timeout=self.limit,
                close_timeout=1,
                proxy=None,
            )
        except (OSError, TimeoutError, WebSocketException) as trouble:
            raise Hopeless(f"no websocket at /ws: {trouble}") from None
        try:
            yield Socket(wire, self.limit)
        finally:
            await wire.close()

    async def register(self, socket: Socket, **changed: str) -> None:
        """Send what a machine sends at first, all at once."""
        told = {"machine_id": self.machine_id, "api_key": self.key, **changed}
        await socket.send(type="register", **told)
        await socket.send(type="status", value="unlocked")
        await socket.send(type="fetch_display")

    @asynccontextmanager
    async def machine(self) -> AsyncIterator[Socket]:
        """The machine, registered, unlocked, with its code on the display."""
        async with self.socket() as socket:
            await self.register(socket)
            yield socket

    async def call(self, method: str, path: str, body: object = None, key: str = "") -> Answer:
        """The answer to a call; raises Fault without one."""
        try:
            url = path if "://" in path else self.url + path
            return await call(method, url, key=key, body=body, patience=self.limit)
        except (OSError, TimeoutError, ValueError) as trouble:
            raise Fault(f"{method} {path}: {type(trouble).__name__} {trouble}") from None

    async def of_machine(
        self, method: str, path: str, body: object = None, key: str = ""
    ) -> Answer:
        """The same for `/api/machine/{id}` and what is below."""
        return await self.call(method, f"/api/machine/{self.machine_id}{path}", body, key)

    async def shown(self) -> dict[str, Any]:
        """The public status of the machine, as its customer sees it."""
        answer = await self.of_machine("GET", f"/public-status?client_id={self.client_id}")
        demand(answer.status == 200, f"public-status is {answer.status}")
        return dict(answer.body)

    async def lock(self, code: str) -> dict[str, Any]:
        """Lock the machine as its customer; raises Fault."""
        body = {"client_id": self.client_id, "code": code}
        answer = await self.call("POST", "/api/lock-by-code", body)
        demand(answer.status == 200, f"lock-by-code is {answer.status} {answer.body}")
        return dict(answer.body)

    async def unlock(self) -> Answer:
        """Unlock it as its customer."""
        return await self.of_machine("POST", "/unlock", {"client_id": self.client_id})

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[tuple[Socket, Frame, dict[str, Any]]]:
        """The machine while its customer has it: socket, `lock`, and the answer to the lock. It is
        unlocked at the end, unless it is by then.
        """
        async with self.machine() as socket:
            code = (await socket.frame("display_code"))["value"]
            answer = {"code": code, **await self.lock(code)}
            try:
                yield socket, await socket.frame("lock"), answer
            finally:
                await self.unlock()

    async def paid(self, quantity: int) -> dict[str, Any]:
        """The body of a trigger for an order that is paid at the sandbox; raises Unchecked where
        there is none.
        """
        price = (await self.shown()).get("unit_price_paise", 100)
        transaction_id, amount = str(uuid.uuid4()), price * quantity
        bound = {"transaction_id": transaction_id, "client_id": self.client_id}
        metadata = {**bound, "machine_id": self.machine_id}
        order = await self.call("POST", "/create-order", {"amount": amount, "metadata": metadata})
        demand(order.status == 200, f"create-order is {order.status} {order.body}")
        page = (order.body.get("checkout") or {}).get("url")
        if not page:
            raise Unchecked("nothing can be paid here: the order has no page of a sandbox")
        paid = await self.call("POST", page, {"action": "pay"})
        verified = await self.call("POST", "/verify-payment", paid.body)
        demand(verified.status == 200, f"verify-payment is {verified.status} {verified.body}")
        return {**bound, "quantity": quantity, "amount": amount}
