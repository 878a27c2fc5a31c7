"""How many sockets a ws process holds at most, and for whom the last places are.

A socket costs some 26 kB. Without a bound the process ends when its memory does, and with it the
sockets of everybody; with one, who comes last is told to come back.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass, field

CROWDED = "aisle.crowded"  # ASGI extension of our server: whether only reserved places are left
SHARE_RESERVED = 0.1  # of all places, for who is signed in and for devices
HANDSHAKES = 1000  # that are being answered at one time: everybody comes back after a restart
OTHER_FILES = 100  # that a process has open besides its sockets


@dataclass
class Places:
    """The sockets of a process; each is taken before its handshake is looked at."""

    limit: int
    taken: int = 0
    handshakes: set[object] = field(default_factory=set)  # that are not answered yet

    def take(self, socket: object) -> bool:
        """A place for a socket that asks to be opened; False where there is none."""
        if self.taken >= self.limit or len(self.handshakes) >= HANDSHAKES:
            return False
        self.taken += 1
        self.handshakes.add(socket)
        return True

    def answered(self, socket: object) -> None:
        """The handshake is over, however it ended."""
        self.handshakes.discard(socket)

    def leave(self, socket: object) -> None:
        """The socket has ended."""
        self.handshakes.discard(socket)
        self.taken -= 1

    def crowded(self) -> bool:
        """Whether only places are left that are reserved."""
        return self.taken > self.limit * (1 - SHARE_RESERVED)


def raise_open_files(sockets: int) -> int:
    """Let this process open as many files as so many sockets need, as far as the system permits;
    gives for how many that is enough.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sockets + OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return min(sockets, needed - OTHER_FILES)
