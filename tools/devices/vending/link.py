"""The socket of a played vending machine, and what goes over it by itself: the three frames of a
new connection, and a sign of life each second while the machine is unlocked.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

from tools.devices.vending.board import Moment

if TYPE_CHECKING:
    from tools.devices.vending.esp32 import Esp32

BUFFER = 256  # bytes of a frame that the sketch's JSON parser has room for
ORIGIN, SUBPROTOCOL = Origin("file://"), Subprotocol("arduino")
AGENT = "arduino-WebSocket-Client"


class Link:
    """Connects again and again, as long as the machine lives."""

    def __init__(self, machine: Esp32) -> None:
        self._machine = machine
        self._wire: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ghosts: list[ClientConnection] = []

    @property
    def is_up(self) -> bool:
        return self._wire is not None

    async def stay(self) -> None:
        """Until it is cancelled."""
        machine = self._machine
        while True:
            await machine.network.wait()
            try:
                await self._connect()
            except (OSError, TimeoutError, WebSocketException) as trouble:
                machine.say(f"WS not connected: {type(trouble).__name__}")
            await asyncio.sleep(machine.timing.reconnect)

    async def send(self, **frame: object) -> None:
        """Send a frame, or lose it without a word where there is no connection."""
        if self._wire is None or self._wire in self._ghosts:
            return
        try:
            await self._wire.send(json.dumps(frame, separators=(",", ":")))
        except ConnectionClosed:
            return
        self._machine.counted.frames_sent += 1

    def lose(self, *, silently: bool) -> None:
        """End the connection without a closing frame; `silently` leaves the server with a ghost: a
        connection on which nothing comes any more, and which answers no ping.
        """
        if self._wire is None or self._reading is None:
            return
        if silently:
            self._wire.transport.pause_reading()
            self._ghosts.append(self._wire)
        else:
            self._wire.transport.abort()
        self._reading.cancel()  # what has come and was not read is lost as well

    def bury(self) -> None:
        """End the ghosts."""
        for ghost in self._ghosts:
            ghost.transport.abort()
        self._ghosts.clear()

    async def _connect(self) -> None:
        """One connection, until it breaks."""
        machine = self._machine
        self._wire = wire = await self._open()
        machine.counted.connections += 1
        machine.say("WS connected")
        self._reading = asyncio.create_task(self._read(wire))
        works = [self._reading, asyncio.create_task(self._talk())]
        try:
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._wire = None
            for work in works:
                work.cancel()
            ends = await asyncio.gather(*works, return_exceptions=True)
            await self._leave(wire)
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _open(self) -> ClientConnection:
        return await connect(
            self._machine.url.replace("http", "ws", 1) + "/ws",
            origin=ORIGIN,
            subprotocols=[SUBPROTOCOL],
            user_agent_header=AGENT,
            compression=None,
            ping_interval=None,
            open_timeout=self._machine.timing.handshake,
            close_timeout=1,
            proxy=None,
        )

    async def _leave(self, wire: ClientConnection) -> None:
        machine = self._machine
        if wire not in self._ghosts:
            await wire.close()
            machine.counted.closed_with.append(wire.close_code or 1006)
        machine.say("WS disconnected")
        machine.touch()

    async def _talk(self) -> None:
        machine = self._machine
        machine.unlock()
        await machine.send(type="register", machine_id=machine.machine_id, api_key=machine.key)
        await machine.send(type="status", value="unlocked")
        await machine.send(type="fetch_display")
        machine.say("register, status unlocked and fetch_display sent")
        machine.touch()
        await machine.reach(Moment.REGISTERED)
        await self._live()

    async def _live(self) -> None:
        """A sign of life each second and a question for the code every five minutes, but nothing
        while the machine is locked.
        """
        machine, loop = self._machine, asyncio.get_running_loop()
        fetched = loop.time()
        while True:
            await asyncio.sleep(machine.timing.status)
            if machine.locked:
                continue
            await machine.send(type="status", value="active")
            if loop.time() - fetched >= machine.timing.fetch:
                fetched = loop.time()
                await machine.send(type="fetch_display")

    async def _read(self, wire: ClientConnection) -> None:
        machine = self._machine
        try:
            async for text in wire:
                machine.counted.frames += 1
                frame = parsed(text)
                if frame is None:
                    machine.counted.frames_dropped += 1
                else:
                    await machine.obey(frame)
                machine.touch()
        except ConnectionClosed:
            """It comes back."""


def parsed(text: str | bytes) -> dict[str, Any] | None:
    """The object of a frame; None for what the sketch cannot read."""
    if not isinstance(text, str) or len(text.encode()) > BUFFER:
        return None
    try:
        frame = json.loads(text)
    except ValueError:
        return None
    return frame if isinstance(frame, dict) else None
