"""A stream that each listener sees in its own way, as its data is when it is read."""

from __future__ import annotations

from typing import Any

from live.source import Source
from live.stream import StreamConsumer


class PersonalConsumer(StreamConsumer):
    """One socket that reads its stream from `own`, a source made for this listener, which
    `subscription` sets. A message only says that there is something to read; `source`, which all
    sockets share, is asked how far streams are.
    """

    own: Source

    def reader(self) -> Source:
        return self.own

    def forward(self, message: dict[str, Any]) -> None:
        self.load()
