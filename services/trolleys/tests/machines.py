"""Trolleys for tests: the service's ASGI application, spoken to over the trolley's own socket."""

import asyncio

import pytest
from config.asgi import application
from devices import holder, keys
from frames import DOWN
from testing.sockets import WITHIN, Socket, close_all
from trolleys import catalogue

TEA, BREAD = "4006381333931", "4006381333948"  # barcodes


class Machine(Socket):
    """A trolley's socket; every frame that it gets is as docs/events/trolley-devices says."""

    application = application

    async def frame(self, *args):
        frame = await super().frame(*args)
        DOWN.validate(frame)
        return frame

    async def ask(self, number, kind, **data):
        """The data of the result of a frame."""
        await self.send(id=number, type=kind, data=data)
        result = await self.frame()
        assert (result["id"], result["type"]) == (number, "result")
        return result["data"]

    async def scan(self, number, barcode=TEA):
        return await self.ask(number, "scan", barcode=barcode)


@pytest.fixture
async def quick(monkeypatch):
    """A holder that looks every 50 ms, and sockets that end with the test."""
    monkeypatch.setattr(holder, "PERIOD", 0.05)
    yield
    catalogue.forget()
    await close_all()
    async with asyncio.timeout(WITHIN):
        while holder.holder()._task is not None:
            await asyncio.sleep(0.02)


@pytest.fixture
def device_key(trolley):
    return keys.key_create(device=trolley.device)[1]


@pytest.fixture
def connect(quick, trolley, device_key):
    """Makes registered sockets of TROLLEY_01, and says what registering was answered."""

    async def make(slash="/"):
        machine = await Machine(f"/ws/devices/trolleys/{trolley.trolley_id}{slash}").open()
        assert machine.accepted
        return machine, await machine.ask("r", "register", key=device_key)

    return make
