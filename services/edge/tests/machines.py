"""Machines for tests: the service's ASGI application, spoken to over the machine's own socket."""

import asyncio
import json
from pathlib import Path

import pytest
from config.asgi import application
from devices import holder
from jsonschema import Draft202012Validator
from testing.sockets import WITHIN, Socket, close_all
from world import KEY, MACHINE

SCHEMA = Path(__file__).parents[3] / "docs/events/vending-devices.schema.json"
DEFINITIONS = json.loads(SCHEMA.read_text())["$defs"]
DOWN = Draft202012Validator({"$ref": "#/$defs/down", "$defs": DEFINITIONS})
HEADERS = [(b"origin", b"file://"), (b"user-agent", b"arduino-WebSocket-Client")]
LONGEST = 256  # bytes, the buffer of the real machine


class Machine(Socket):
    """A machine's socket as its firmware opens it; each frame that it gets is as described."""

    application = application

    def __init__(self, path="/ws"):
        super().__init__(path, headers=HEADERS, subprotocols=["arduino"])

    async def frame(self, *args):
        text = await self.wire.receive_from(timeout=args[0] if args else WITHIN)
        assert len(text.encode()) <= LONGEST
        frame = json.loads(text)
        DOWN.validate(frame)
        return frame

    async def text(self, text):
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def says(self, *kinds):
        """Send frames that say nothing but what they are."""
        for kind in kinds:
            await self.send(type=kind)

    async def register(self, machine_id=MACHINE, key=KEY):
        await self.send(type="register", machine_id=machine_id, api_key=key)

    async def code(self):
        """What it is told to display; nothing else may come before."""
        await self.says("fetch_display")
        frame = await self.frame()
        assert frame["type"] == "display_code"
        return frame["value"]


@pytest.fixture
async def quick(monkeypatch):
    """A holder that looks every 50 ms, and sockets that end with the test."""
    monkeypatch.setattr(holder, "PERIOD", 0.05)
    yield
    await close_all()
    async with asyncio.timeout(WITHIN):
        while holder.holder()._task is not None:
            await asyncio.sleep(0.02)


@pytest.fixture
def dial(quick):
    """Opens sockets that have not registered."""

    async def make(path="/ws"):
        socket = await Machine(path).open()
        assert socket.accepted
        return socket

    return make


@pytest.fixture
def connect(dial, machine):
    """Opens sockets on which a machine, M001 unless named, has registered."""

    async def make(machine_id=MACHINE, key=KEY):
        socket = await dial()
        await socket.register(machine_id, key)
        return socket

    return make
