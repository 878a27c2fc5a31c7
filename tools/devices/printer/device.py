"""The printer at its port: takes connections one after the other, and can be in trouble.

with Printer() as printer:
    ...                      # talk to 127.0.0.1 at printer.port
    printer.tickets          # what is on paper
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from tools.devices.printer.paper import Paper

FIRST, LAST = 9100, 9109
QUESTION = b"\x10\x04"  # DLE EOT n: answered at once, whatever else it does


@dataclass
class Mood:
    """How the printer is. `cut_after` ends a connection when so many bytes have come; `stuck` takes
    bytes and does nothing with them; `mute` tells nothing of itself.
    """

    paper_out: bool = False
    cover_open: bool = False
    mute: bool = False
    stuck: bool = False
    cut_after: int | None = None

    def status(self, number: int) -> int:
        """The byte that answers DLE EOT n."""
        bits = {1: 0x08 * self.is_offline, 2: 0x04 * self.cover_open + 0x20 * self.paper_out}
        return 0x12 | bits.get(number, 0x60 * self.paper_out if number == 4 else 0)

    @property
    def is_offline(self) -> bool:
        return self.paper_out or self.cover_open


class Printer:
    """A printer that is on from its beginning to its end, but for `off()`. While it is off-line it
    keeps what it is sent, and prints it when it is on-line again.
    """

    def __init__(self, *, port: int = 0, columns: int = 48) -> None:
        self.mood = Mood()
        self.paper = Paper(columns)
        self.connections = 0
        self._kept = b""
        self._printed = threading.Condition()
        self._listening: socket.socket | None = None
        self.port = port or _free_port()
        self.on()

    def __enter__(self) -> Printer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.off()

    @property
    def tickets(self) -> list[str]:
        """What is on paper, ticket by ticket."""
        return self.paper.tickets

    def wait_for(self, tickets: int, within: float = 10.0) -> bool:
        """Wait until so many are on paper; whether they are, within these seconds."""
        with self._printed:
            return self._printed.wait_for(lambda: len(self.tickets) >= tickets, within)

    def on(self) -> None:
        """Listen at its port."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen()
        self._listening = listening
        threading.Thread(target=self._serve, args=[listening], daemon=True).start()

    def off(self) -> None:
        """Be gone: connections are refused."""
        if self._listening is not None:
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                wire, _ = listening.accept()
                self.connections += 1
                with wire, suppress(OSError):
                    self._listen(wire)

    def _listen(self, wire: socket.socket) -> None:
        """Take what comes; questions about its status are taken out of it."""
        self.paper.on_question = lambda _: self._tell(wire, 0)
        taken = 0
        while text := wire.recv(1024):
            cut_after = self.mood.cut_after
            if cut_after is not None and taken + len(text) > cut_after:
                self._print(text[: cut_after - taken])
                return
            taken += len(text)
            while (place := text.find(QUESTION)) >= 0 and place + 2 < len(text):
                self._tell(wire, self.mood.status(text[place + 2]))
                text = text[:place] + text[place + 3 :]
            self._print(text)

    def _print(self, text: bytes) -> None:
        self._kept += text
        if not (self.mood.is_offline or self.mood.stuck):
            kept, self._kept = self._kept, b""
            with self._printed:
                self.paper.take(kept)
                self._printed.notify_all()

    def _tell(self, wire: socket.socket, status: int) -> None:
        if not (self.mood.mute or self.mood.stuck):
            wire.sendall(bytes([status]))


def _free_port() -> int:
    """A port where printers may be, at which nobody listens; raises OSError when none is left."""
    for port in range(FIRST, LAST + 1):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError(f"no port from {FIRST} to {LAST} is free")
