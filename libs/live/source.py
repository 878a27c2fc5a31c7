"""What a stream is read from, and who listens to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from live.frames import Event, Snapshot


class Source(Protocol):
    """Reads one kind of stream from the database; its methods are called in a thread."""

    def snapshot(self, stream: str) -> Snapshot:
        """The whole stream; raises NotFound."""

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        """The events after number `since`, oldest first. None when they are not all there: too many
        for a catch-up, pruned, of another epoch.
        """

    def heads(self, streams: Sequence[str]) -> dict[str, int]:
        """The number of the last event of each stream; 0 for one without events."""


class Listener(Protocol):
    """Somebody who follows a stream and can bring itself up to date."""

    def behind(self, head: int) -> None:
        """The database holds events up to number `head`."""
