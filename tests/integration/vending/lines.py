"""Sockets through the gateway, frame by frame: a machine's as its library opens it, a browser's."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.integration.machines.vendor import Json

WITHIN = 15.0  # seconds for a frame, on a machine that is busy
QUIET = 0.4  # seconds in which nothing may come
LAN = "192.168.1.20"  # as the machine's sketch names its server
AGENT = "arduino-WebSocket-Client"


class Line:
    """One socket."""

    def __init__(self, opening: AbstractContextManager[ClientConnection]) -> None:
        self._open = ExitStack()
        self.wire = self._open.enter_context(opening)

    @classmethod
    def of_machine(cls, port: int, path: str = "/ws") -> Line:
        """As the firmware's library does it, from a page of nowhere, at an address of the LAN."""
        opening = connect(
            f"ws://{LAN}:{port}{path}",
            sock=socket.create_connection(("127.0.0.1", port), timeout=WITHIN),
            origin=Origin("file://"),
            subprotocols=[Subprotocol("arduino")],
            user_agent_header=AGENT,
            compression=None,
            open_timeout=WITHIN,
            close_timeout=1,
        )
        return cls(opening)

    @classmethod
    def of_browser(cls, port: int, path: str, token: str = "") -> Line:
        offers = [Subprotocol("aisle"), Subprotocol(f"bearer.{token}")] if token else None
        opening = connect(
            f"ws://127.0.0.1:{port}{path}",
            subprotocols=offers,
            proxy=None,
            open_timeout=WITHIN,
            close_timeout=1,
        )
        return cls(opening)

    def send(self, **frame: Any) -> None:
        self.wire.send(json.dumps(frame))

    def send_in_vain(self, **frame: Any) -> None:
        """Send what nobody hears any more, if it is not closed already: for the other side closes
        it meanwhile.
        """
        with suppress(ConnectionClosed):
            self.send(**frame)

    def frame(self, within: float = WITHIN) -> Json:
        """The next frame; raises TimeoutError when none comes within so many seconds."""
        return dict(json.loads(self.wire.recv(within)))

    def frames(self, count: int) -> list[Json]:
        return [self.frame() for _ in range(count)]

    def until(
        self, kind: str, holds: Callable[[Json], object] = lambda _: True, *, within: float = WITHIN
    ) -> Json:
        """The next frame of a type for which something holds; others before it are passed over."""
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            frame = self.frame(left)
            if frame["type"] == kind and holds(frame):
                return frame
        raise AssertionError(f"no {kind}")

    def is_quiet(self) -> bool:
        """Whether nothing comes for a while, and it stays open."""
        try:
            self.wire.recv(QUIET)
        except TimeoutError:
            return True
        return False

    def closed_with(self) -> int:
        """The code with which it is closed; what comes before is passed over."""
        try:
            while True:
                self.wire.recv(WITHIN)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def close(self) -> None:
        self._open.close()
