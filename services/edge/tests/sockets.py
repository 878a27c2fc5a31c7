"""Listeners for tests: the service's ASGI application, spoken to over its own protocol."""

from config.asgi import application
from testing.sockets import Socket


class Listener(Socket):
    """Somebody who follows a stream."""

    application = application


def bearer(token):
    """The header of a handshake."""
    return [(b"authorization", f"Bearer {token}".encode())]
