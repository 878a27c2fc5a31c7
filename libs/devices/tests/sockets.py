"""Devices for tests: the fleet's ASGI application, spoken to over its own protocol."""

import asyncio

from fleet.asgi import application
from fleet.models import Note
from testing.sockets import Socket, in_thread


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


class Machine(Socket):
    """A device's socket."""

    application = application

    async def open(self):
        await super().open()
        assert self.accepted
        return self


async def trolley_at(device, key):
    """A trolley's socket that has sent its registration."""
    machine = await Machine(f"/ws/trolleys/{device.external_id}/").open()
    await machine.send(id="r", type="register", data={"key": key})
    return machine


async def registered(device, key):
    machine = await trolley_at(device, key)
    assert await machine.frame() == {"id": "r", "type": "result", "data": {"ok": True}}
    return machine
