"""Devices for tests: the fleet's ASGI application, spoken to over its own protocol."""

import asyncio
import json

from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.db import connection
from fleet.asgi import application
from fleet.models import Note


async def in_thread(work, *args, **kwargs):
    """As another process would: in a thread, with a connection that is closed afterwards."""

    def run():
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


async def notes():
    """What the fleet has heard, oldest first."""
    return await in_thread(written)


def written():
    return list(Note.objects.order_by("id").values_list("text", flat=True))


async def until(condition, seconds=5.0):
    """Until an async condition holds."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


class Machine:
    """A device's socket."""

    opened = []

    def __init__(self, path):
        self.wire = WebsocketCommunicator(application, path)
        Machine.opened.append(self.wire)

    async def open(self):
        accepted, _ = await self.wire.connect(timeout=5)
        assert accepted
        return self

    async def send(self, **frame):
        await self.wire.send_to(json.dumps(frame))

    async def frame(self, seconds=5.0):
        return json.loads(await self.wire.receive_from(timeout=seconds))

    async def close_of(self):
        """Code and reason; frames before it are passed over."""
        while True:
            message = await self.wire.receive_output(timeout=5)
            if message["type"] == "websocket.close":
                return message["code"], message.get("reason")

    async def silent(self, seconds=0.2):
        return await self.wire.receive_nothing(timeout=seconds)

    async def close(self):
        Machine.opened.remove(self.wire)
        await self.wire.disconnect()


async def close_all():
    for wire in Machine.opened:
        if not wire.future.done():
            await wire.disconnect()
    Machine.opened.clear()
    await get_channel_layer().hub().close()


async def trolley_at(device, key):
    """A trolley's socket that has sent its registration."""
    machine = await Machine(f"/ws/trolleys/{device.external_id}/").open()
    await machine.send(id="r", type="register", data={"key": key})
    return machine


async def registered(device, key):
    machine = await trolley_at(device, key)
    assert await machine.frame() == {"id": "r", "type": "result", "data": {"ok": True}}
    return machine
