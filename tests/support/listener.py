"""A browser on a live stream: keeps its place, comes back by itself, asks again when it sees a gap.

It works as docs/protocol.md wants clients to, and besides writes down everything that it was told.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds before coming back, doubled each time
STEADY = 5.0  # seconds after which a connection was a good one: the next pause is short again
ABNORMAL = 1006
FINAL = {4400, 4403, 4404}  # refusals: trying again would change nothing
PATIENCE = 5.0  # seconds


@dataclass(frozen=True)
class Frame:
    """One frame of a stream."""

    kind: str
    seq: int
    data: Any


class Listener:
    """Listens in a thread of its own until `close`; `token` is asked for at each connection."""

    def __init__(
        self,
        address: str,
        *,
        token: Callable[[], str] | None = None,
        since: tuple[int, str] | None = None,
    ) -> None:
        self._address, self._token = address, token
        self.seq, self.epoch = since or (-1, "")
        self.frames: list[Frame] = []
        self.cuts: list[int] = []  # close codes, 1006 for a connection that broke
        self.gaps = self.repeats = 0
        self.connected = False
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._home = threading.Event()  # cleared while the phone is out of reach
        self._home.set()
        self._socket: ClientConnection | None = None
        self._thread = threading.Thread(target=self._live, name=f"listener {address}", daemon=True)
        self._thread.start()

    # ---- What a test asks -------------------------------------------------------------------

    def wait(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> None:
        """Until `condition` holds, looked at after each frame and each cut."""
        with self._changed:
            held = self._changed.wait_for(condition, seconds)
        assert held, f"not within {seconds:g} s: {what}; at seq {self.seq}, cuts {self.cuts}"

    def reach(self, seq: int, seconds: float = PATIENCE) -> None:
        self.wait(lambda: self.seq >= seq, f"seq {seq}", seconds)

    def told(self, kind: str) -> Frame:
        """The event of this kind, once it is the last that came."""
        self.wait(lambda: self.events and self.events[-1].kind == kind, kind)
        return self.events[-1]

    @property
    def events(self) -> list[Frame]:
        return [frame for frame in self.frames if frame.kind != "snapshot"]

    @property
    def seqs(self) -> list[int]:
        """The numbers of all events, as they came."""
        return [frame.seq for frame in self.events]

    @property
    def snapshots(self) -> list[Frame]:
        return [frame for frame in self.frames if frame.kind == "snapshot"]

    @property
    def orders(self) -> list[int]:
        """The ids of the orders that its page would show: of the last snapshot and since."""
        shown: list[int] = []
        for frame in self.frames:
            if frame.kind == "snapshot":
                shown = [order["id"] for order in frame.data["orders"]]
            elif frame.kind == "order.created":
                shown.append(frame.data["id"])
        return shown

    # ---- What a test does -------------------------------------------------------------------

    def cut(self) -> None:
        """Lose the network without a word, until `come_back`."""
        self._home.clear()
        assert self._socket is not None
        wire = self._socket.socket
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.shutdown(socket.SHUT_RDWR)
        self.wait(lambda: not self.connected, "it is cut off")

    def come_back(self) -> None:
        self._home.set()

    def close(self) -> None:
        self._ended.set()
        self._home.set()
        if self._socket is not None:
            self._socket.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    # ---- What a browser does ----------------------------------------------------------------

    def _live(self) -> None:
        pause, began = FIRST_PAUSE, time.monotonic()
        while self._home.wait() and not self._ended.is_set():
            try:
                with self._connect() as self._socket:
                    began = time.monotonic()
                    self._note(connected=True)
                    self._read(self._socket)
            except (OSError, EOFError, WebSocketException):
                self._note(connected=False)
            if self.cuts and self.cuts[-1] in FINAL:
                return
            if time.monotonic() - began > STEADY:
                pause = FIRST_PAUSE
            self._ended.wait(pause * random.uniform(0.5, 1))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _connect(self) -> AbstractContextManager[ClientConnection]:
        query = {"since": self.seq, "epoch": self.epoch} if self.seq >= 0 else {}
        offers = ["aisle", f"bearer.{self._token()}"] if self._token else None
        return connect(
            f"{self._address}?{urlencode(query)}",
            subprotocols=offers,  # type: ignore[arg-type]
            max_size=None,
            proxy=None,
            open_timeout=5,
            close_timeout=1,
        )

    def _read(self, wire: ClientConnection) -> None:
        try:
            while True:
                self._take(wire, json.loads(wire.recv()))
        except ConnectionClosed as closed:
            self._note(connected=False, cut=closed.rcvd.code if closed.rcvd else ABNORMAL)

    def _take(self, wire: ClientConnection, said: dict[str, Any]) -> None:
        if "seq" not in said:  # of no stream, as what changes on a menu
            return
        frame = Frame(said["type"], said["seq"], said["data"])
        another = frame.kind != "snapshot" and said["epoch"] != self.epoch
        gap = another or (frame.kind != "snapshot" and frame.seq > self.seq + 1)
        old = not gap and frame.kind != "snapshot" and frame.seq <= self.seq
        with self._changed:
            self.gaps += gap
            self.repeats += old
            if not (gap or old):
                self.frames.append(frame)
                self.seq, self.epoch = frame.seq, said["epoch"]
            self._changed.notify_all()
        if gap:
            with contextlib.suppress(ConnectionClosed):
                wire.send(json.dumps({"type": "resume", "since": self.seq, "epoch": self.epoch}))

    def _note(self, *, connected: bool, cut: int | None = None) -> None:
        with self._changed:
            self.connected = connected
            if cut is not None and not self._ended.is_set():
                self.cuts.append(cut)
            self._changed.notify_all()


class OldListener:
    """A client of the original: whole sessions on `/ws/session/<code>/`, nothing else."""

    def __init__(self, address: str) -> None:
        self._open = contextlib.ExitStack()
        self._socket = self._open.enter_context(
            connect(address, proxy=None, max_size=None, open_timeout=5, close_timeout=1)
        )

    def frame(self, seconds: float = PATIENCE) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._socket.recv(seconds))
        return said

    def frame_with(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first frame that fulfils it: changes in quick succession make one frame."""
        deadline = time.monotonic() + PATIENCE
        while not condition(said := self.frame(deadline - time.monotonic())):
            pass
        return said

    def close(self) -> None:
        self._open.close()
