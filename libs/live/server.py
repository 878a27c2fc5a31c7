"""daphne as we run it: `python -m live.server (--unix-socket PATH | --bind HOST --port N)
config.asgi:application`.

Beyond daphne itself: a socket that reads too slowly makes `send` wait (so that its queue fills and
it is cut) instead of filling memory, one that sends too much is closed, and read no further; who
finds no place is told with 1013 to come back, and at a stop everybody is with 1012.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import re
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from daphne.server import Server  # isort: skip - installs the asyncio reactor before anything imports one
from autobahn.websocket.protocol import WebSocketProtocol as States
from autobahn.websocket.types import ConnectionDeny, ConnectionRequest
from daphne.endpoints import build_endpoint_description_strings
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from kit.logs import report_crashes
from kit.pace import Bucket
from twisted.internet import defer, reactor, task
from twisted.python.failure import Failure

from live.places import CROWDED, Places, raise_open_files
from live.sendqueue import WRITE_NOW
from live.socket import TOO_MANY, TRY_AGAIN_LATER, spoken

log = logging.getLogger("live")

STUCK = 20.0  # seconds that a full send buffer may stay full
BACKLOG = (
    1024  # connections that wait to be accepted: all clients come back at once after a restart
)
FAREWELL = 0.5  # seconds for close frames to leave at a stop
# Frames that a client may send, at once and per second: pings, pongs and parts of messages too, and
# each kB once more. A consumer counts messages, and more closely.
FRAMES, FRAMES_PER_SECOND = 100.0, 50.0
Ready = Callable[[], None] | None
TOKENS = re.compile(r"[!#$&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2, without percent signs


class Flow(WebSocketProtocol):  # type: ignore[misc]
    """Knows whether the transport's send buffer is full (Twisted's streaming producer protocol),
    and reads no more than its client may send.
    """

    # Seconds for the answer to a close, after which all is dropped, what was not sent yet too.
    # autobahn cuts the time of its end to a whole second: of 1 might nothing be left.
    closeHandshakeTimeout = 2  # noqa: N815 - autobahn's name

    writable: asyncio.Event
    has_place = False
    deaf = False  # whether nothing is read any more

    def onConnect(self, request: ConnectionRequest) -> Any:  # noqa: N802 - autobahn's name
        if not all(map(TOKENS.fullmatch, request.protocols)):
            raise ConnectionDeny(400, "malformed request")
        self.places: Places = self.factory.server_class.places
        self.has_place = self.places.take(self)
        self.frames = Bucket(FRAMES, FRAMES_PER_SECOND)
        return super().onConnect(request) if self.has_place else spoken(request.protocols)

    def failHandshake(  # noqa: N802
        self,
        reason: str,
        code: int = 400,
        responseHeaders: Any = None,  # noqa: N803
    ) -> None:
        """Refuse a handshake in the words of its status; autobahn's repeat what the client sent."""
        super().failHandshake(HTTPStatus(code).phrase, code, responseHeaders)

    def onOpen(self) -> None:  # noqa: N802
        if self.has_place:
            self.places.answered(self)
            super().onOpen()
        else:
            self.turn_away(TRY_AGAIN_LATER, "too_many_connections")

    def onFrameBegin(self) -> None:  # noqa: N802
        super().onFrameBegin()
        if self.frames.take(1 + self.current_frame.length // 1024):
            self.turn_away(TOO_MANY, "too_many_requests")

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if not self.deaf:
            super().dataReceived(data)

    def turn_away(self, code: int, reason: str) -> None:
        """Close, and read nothing more, not even the client's answer: within two seconds autobahn
        drops the connection.
        """
        self.deaf, self.data = True, b""
        self.transport.pauseProducing()
        if self.state == States.STATE_OPEN:
            self.sendClose(code, reason)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        if not self.deaf:
            super().onMessage(payload, isBinary)

    def onClose(self, *of: Any) -> None:  # noqa: N802
        if self.has_place:
            super().onClose(*of)

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        super().connectionMade()
        self.writable = asyncio.Event()
        self.writable.set()
        self.stuck: Any = None
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)

    def pauseProducing(self) -> None:  # noqa: N802
        self.writable.clear()
        if self.stuck is None:
            self.stuck = reactor.callLater(STUCK, self.transport.abortConnection)

    def resumeProducing(self) -> None:  # noqa: N802
        self.writable.set()
        self._forget_stuck()

    def stopProducing(self) -> None:  # noqa: N802
        self.writable.set()

    def write_now(self, message: dict[str, Any]) -> bool:
        """Hand a ready frame to the socket without waiting for the reactor's next turn; False when
        the message has to take the way through `send`.
        """
        transport, frame = self.transport, message.get("frame")
        if frame is None or self.state != States.STATE_OPEN or not self.writable.is_set():
            return False
        if transport.dataBuffer or transport._tempDataLen:  # something is still to go out before
            return False
        written = transport.writeSomeData(frame)
        if not isinstance(written, int):
            return False  # the connection is lost, which the reactor finds out by the same way
        if written < len(frame):
            transport.write(frame[written:])
        return True

    def handle_reply(self, message: dict[str, Any]) -> None:
        """daphne drops the reason of a close; ours goes to the client."""
        if message["type"] == "websocket.close" and self.state == States.STATE_OPEN:
            self.sendClose(message.get("code") or 1000, message.get("reason"))
        else:
            super().handle_reply(message)

    def sendClose(self, code: int, reason: str | None = None) -> None:  # noqa: N802
        """autobahn keeps 1012 and 1013 from applications; a server may say them (RFC 6455, IANA's
        close codes).
        """
        self.sendCloseFrame(code=code, reasonUtf8=(reason or "").encode())

    def connectionLost(self, reason: Failure) -> None:  # noqa: N802
        self.writable.set()
        self._forget_stuck()
        super().connectionLost(reason)
        if self.has_place:
            self.places.leave(self)

    def _forget_stuck(self) -> None:
        if self.stuck is not None and self.stuck.active():
            self.stuck.cancel()
        self.stuck = None


class LiveServer(Server):  # type: ignore[misc]
    """daphne with flow control, a bounded number of sockets and a farewell."""

    def __init__(self, *args: Any, sockets: int, ready: Ready = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = Places(sockets)
        self.ports: list[Any] = []
        self.ready = ready

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.ports.append(port)
        if self.ready is not None:
            self.ready()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        scope["root_path"] = ""  # daphne takes it from a header that any client may send
        if isinstance(protocol, Flow):
            extensions = {WRITE_NOW: protocol.write_now, CROWDED: self.places.crowded}
            scope["extensions"] = extensions
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if "frame" in message:
            if protocol.state == States.STATE_OPEN:
                protocol.transport.write(message["frame"])
        else:
            await super().handle_reply(protocol, message)
        if message["type"] == "websocket.send" and not protocol.writable.is_set():
            await protocol.writable.wait()

    def kill_all_applications(self) -> defer.Deferred[Any]:
        for port in self.ports:
            port.stopListening()  # who is told to come back must not find us again
        for protocol in list(self.connections):
            if getattr(protocol, "state", None) == States.STATE_OPEN:
                protocol.sendClose(code=1012, reason="restart")
        farewell = task.deferLater(reactor, FAREWELL, lambda: None)
        farewell.addCallback(lambda _: super(LiveServer, self).kill_all_applications())
        return farewell


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="live.server")
    parser.add_argument("--unix-socket")
    parser.add_argument("--bind")
    parser.add_argument("--port", type=int)
    parser.add_argument("application", help="module:name of the ASGI application")
    options = parser.parse_args(arguments)
    report_crashes()
    if options.unix_socket:
        Path(options.unix_socket).unlink(missing_ok=True)  # one that a killed process has left
    sys.path.insert(0, ".")
    module, _, name = options.application.partition(":")
    application = getattr(__import__(module, fromlist=[name]), name)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: the collector need not walk through it again
    at = {"host": options.bind, "port": options.port, "unix_socket": options.unix_socket}
    live_server(application, **at).run()


def live_server(
    application: Any,
    *,
    signal_handlers: bool = True,
    ready: Ready = None,
    **at: Any,
) -> LiveServer:
    """The server of an ASGI application `at` a host and port, or a unix socket. `ready` is called
    once somebody can connect.
    """
    WebSocketFactory.protocol = Flow
    endpoints = build_endpoint_description_strings(**at)
    return LiveServer(
        application=application,
        sockets=raise_open_files(settings.WS_SOCKETS),
        endpoints=[f"{endpoint}:backlog={BACKLOG}" for endpoint in endpoints],
        signal_handlers=signal_handlers,
        ready=ready,
        websocket_timeout=-1,
        ping_interval=20,
        ping_timeout=30,
        websocket_max_message_size=64 * 1024,
        websocket_max_frame_size=64 * 1024,
        server_name="aisle",
    )


if __name__ == "__main__":
    main()
