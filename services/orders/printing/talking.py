"""One connection to a printer: is it ready, print this, is it printed?

Bytes that TCP has taken are not on paper. A printer that tells its status is asked before and after
a ticket; the last question waits in the printer behind the ticket, so an answer means that all of
it went to paper. Of one that never tells anything is known what TCP knows.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from printing import hosts, states

PATIENCE = 2.0  # seconds to connect, and for an answer
MUTE_PATIENCE = 0.5  # seconds for an answer of a printer that has never given one
SENDING = 10.0  # seconds in which a printer takes a ticket
QUIET = 0.3  # seconds after which no further answer comes
LINGER = 0.2  # seconds between the last byte and the end of the connection

ONLINE, CAUSE, PAPER = (b"\x10\x04" + bytes([number]) for number in (1, 2, 4))  # DLE EOT
PRINTED = b"\x1dr\x01"  # GS r: answered when all before it is done


class Trouble(Exception):
    """Why a printer prints nothing; `reason` is one of `states.TROUBLES`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Door:
    """Where a printer is, and whether it has ever told its status."""

    host: str
    port: int
    answers: bool


class Talk:
    """A connection, from `connect` until it is closed."""

    def __init__(self, wire: socket.socket, *, answers: bool) -> None:
        self._wire = wire
        self.answers = answers

    @classmethod
    def connect(cls, door: Door) -> Talk:
        """Raises Trouble for a printer that is not there."""
        try:
            family, address = hosts.resolve(door.host, door.port)
            wire = socket.socket(family, socket.SOCK_STREAM)
        except hosts.Refused as refused:
            raise Trouble(states.REFUSED) from refused
        except (OSError, UnicodeError) as unknown:
            raise Trouble(states.UNREACHABLE) from unknown
        wire.settimeout(PATIENCE)
        try:
            wire.connect((address, door.port))
        except OSError as away:
            wire.close()
            raise Trouble(states.UNREACHABLE) from away
        return cls(wire, answers=door.answers)

    def close(self) -> None:
        """End it so that what was sent last arrives."""
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_WR)
            self._wire.settimeout(LINGER)
            while self._wire.recv(64):
                pass
        self._wire.close()

    def require_ready(self) -> None:
        """Raise Trouble for a printer that says it cannot print, or says nothing and did before."""
        online = self._ask(ONLINE, _is_status)
        if online is None:
            if self.answers:
                raise Trouble(states.SILENT)
            return
        self.answers = True
        paper = self._ask(PAPER, _is_status)
        if paper is not None and paper & 0x60:
            raise Trouble(states.PAPER)
        if online & 0x08:
            cause = self._ask(CAUSE, _is_status)
            raise Trouble(states.PAPER if cause is not None and cause & 0x20 else states.OFFLINE)

    def settle(self) -> None:
        """Let the printer finish what it was sent before, and take all its answers to that: none of
        them is to be taken for one to what comes next.
        """
        if self.answers and self._ask(PRINTED, _is_paper_status) is not None:
            self._wire.settimeout(QUIET)
            with suppress(TimeoutError):
                while self._wire.recv(64):
                    pass

    def print(self, ticket: bytes) -> Talk:
        """Print a ticket; returns itself. Raises Trouble where it is not known to be on paper: it
        may be there all the same.
        """
        self._send(ticket)
        if self.answers and self._ask(PRINTED, _is_paper_status) is None:
            self.require_ready()  # it may not know the question
        return self

    def _ask(self, question: bytes, is_answer: Callable[[int], bool]) -> int | None:
        """The byte that answers; None when there is none in time. What a printer tells unasked has
        other fixed bits.
        """
        self._send(question)
        self._wire.settimeout(PATIENCE if self.answers else MUTE_PATIENCE)
        try:
            while told := self._wire.recv(1):
                if is_answer(told[0]):
                    return told[0]
        except TimeoutError:
            return None
        except OSError as cut:
            raise Trouble(states.INTERRUPTED) from cut
        raise Trouble(states.INTERRUPTED)

    def _send(self, text: bytes) -> None:
        self._wire.settimeout(SENDING)
        try:
            self._wire.sendall(text)
        except OSError as cut:
            raise Trouble(states.INTERRUPTED) from cut


def _is_status(told: int) -> bool:
    return told & 0x93 == 0x12


def _is_paper_status(told: int) -> bool:
    return told & 0x90 == 0
