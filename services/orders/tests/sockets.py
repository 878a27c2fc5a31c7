"""Listeners for tests: the service's ASGI application, spoken to over its own protocol."""

from config.asgi import application
from orders.actions import orders
from testing.sockets import Socket, in_thread
from world import line


async def place(code, times=1):
    def run():
        for _ in range(times):
            orders.order_create(code=code, line=line())

    await in_thread(run)


class Listener(Socket):
    """Somebody who follows a stream."""

    application = application


async def listen(code, query=""):
    socket = await Listener(f"/ws/orders/{code}/{query}").open()
    assert socket.accepted
    return socket
