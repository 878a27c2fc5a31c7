"""Listeners for tests: the service's ASGI application, spoken to over its own protocol."""

import asyncio
import json

from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from config.asgi import application
from django.db import connection
from orders.actions import orders
from world import line


async def in_thread(work, *args, **kwargs):
    """As an http process would: in a thread, with a connection that is closed afterwards."""

    def run():
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


async def place(code, times=1):
    def run():
        for _ in range(times):
            orders.order_create(code=code, line=line())

    await in_thread(run)


class Socket:
    """A listener; closes itself at the end of the test."""

    opened = []

    def __init__(self, path, **options):
        self.wire = WebsocketCommunicator(application, path, **options)
        Socket.opened.append(self.wire)

    async def open(self):
        self.accepted, self.detail = await self.wire.connect(timeout=5)
        return self

    async def frame(self):
        return json.loads(await self.wire.receive_from(timeout=5))

    async def frames(self, count):
        return [await self.frame() for _ in range(count)]

    async def close_code(self):
        while True:
            message = await self.wire.receive_output(timeout=5)
            if message["type"] == "websocket.close":
                return message["code"]

    async def silent(self):
        return await self.wire.receive_nothing(timeout=0.2)

    async def close(self):
        Socket.opened.remove(self.wire)
        await self.wire.disconnect()


async def close_all():
    for wire in Socket.opened:
        if not wire.future.done():
            await wire.disconnect()
    Socket.opened.clear()
    await get_channel_layer().hub().close()


async def listen(code, query=""):
    socket = await Socket(f"/ws/orders/{code}/{query}").open()
    assert socket.accepted
    return socket
