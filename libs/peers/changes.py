"""Following a feed of changes, behind the requests of a process: copies of what a peer knows stay
fresh, and no request waits for the peer.

One thread per process asks the feed each second, for as long as the copies are in use. While the
peer does not answer nothing counts as fresh, and requests ask for what they need by themselves.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from kit.errors import ApiError, Unavailable

log = logging.getLogger(__name__)

FRESH = 2.0  # seconds after which what the feed last said is too old
EVERY = 1.0  # seconds between two questions


class Page(Protocol):
    """An answer of a feed: `more` says that there are other changes after `cursor`."""

    @property
    def cursor(self) -> str: ...
    @property
    def more(self) -> bool: ...


P = TypeVar("P", bound=Page)


def _nothing() -> None:
    """All copies are made by requests."""


@dataclass
class Follower(Generic[P]):
    """Follows one feed.

    `ask` asks for what has changed after a cursor, or with None for the cursor of now; it raises
    Unavailable while the peer is down, and another ApiError for a cursor that is not known any
    more. `take` applies a page of changes to the copies. `begin` is called whenever a new cursor
    was taken, with the time (monotonic) before: copies that were asked for earlier may have missed
    something. `complete` is called in each round before the changes are asked for, to copy what is
    not copied yet. The thread goes on while `in_use` says so.
    """

    name: str
    ask: Callable[[str | None], P]
    take: Callable[[P], None]
    begin: Callable[[float], None]
    in_use: Callable[[], bool]
    complete: Callable[[], None] = _nothing
    cursor: str | None = None
    fresh_until: float = 0.0  # monotonic
    wake: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def fresh(self) -> bool:
        """Whether the copies are at most FRESH seconds behind the peer."""
        return time.monotonic() < self.fresh_until

    def ensure(self) -> None:
        """Have the thread run from now on; called after what makes `in_use` true."""
        with self.lock:  # a thread that is about to end has looked at `in_use` under it
            if self.thread is None:
                self.thread = threading.Thread(target=self._work, name=self.name, daemon=True)
                self.thread.start()

    def hurry(self) -> None:
        """Have the next round begin at once: there is something to complete."""
        self.wake.set()

    def follow(self) -> None:
        """Ask for all that has changed since the last time. A peer that is down is asked again the
        next time; what `take`, `begin` and `complete` raise is raised.
        """
        try:
            cursor = self.cursor
            if cursor is None:
                asked = time.monotonic()
                cursor = self.ask(None).cursor
                self.begin(asked)
                self.cursor = cursor
            self.complete()
            self._read(cursor)
        except Unavailable:
            pass  # nothing is fresh in two seconds, and requests find out by themselves
        except ApiError:  # the peer's database was set back: begin anew
            self._set_back()

    def round(self) -> None:
        """The same for the thread, which goes on whatever happens."""
        try:
            self.follow()
        except Exception:
            log.exception("%s: changes were not read", self.name)

    def forget(self) -> None:
        """Begin anew at once."""
        self._set_back()
        self.hurry()

    def _set_back(self) -> None:
        self.cursor, self.fresh_until = None, 0.0

    def _read(self, cursor: str) -> None:
        asked, more = time.monotonic(), True
        while more:
            page = self.ask(cursor)
            self.take(page)
            more = page.more and page.cursor != cursor  # nonsense: it would never end
            self.cursor = cursor = page.cursor
        self.fresh_until = asked + FRESH

    def _work(self) -> None:
        """Ask each second while the copies are in use."""
        while self._goes_on():
            self.wake.clear()
            self.round()
            self.wake.wait(EVERY)

    def _goes_on(self) -> bool:
        with self.lock:
            if not self.in_use():
                self.thread = None
                return False
            return True
