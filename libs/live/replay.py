"""Reads recorded events back: what a source of streams needs besides its snapshot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from live.frames import Event, Snapshot, frame
from live.recorder import Stream, column, column_type

RESUME_LIMIT = 1000  # events; who has missed more gets a snapshot


class Recorded(NamedTuple):
    """An event as it was recorded; `data` is JSON."""

    seq: int
    kind: str
    data: str


class RecordedSource(ABC):
    """A Source (live.source) of recorded streams; a service adds the query of its snapshot."""

    stream: Stream

    @abstractmethod
    def snapshot(self, stream: str) -> Snapshot:
        """The whole stream; raises NotFound."""

    def seen(self, stream: str, events: Sequence[Recorded]) -> list[str]:
        """The data of each of these events, as JSON: what was recorded. A source made for one
        listener (live.personal) may say something else, and read it now.
        """
        return [event.data for event in events]

    def events(self, stream: str, since: int, epoch: str) -> list[Event] | None:
        """The events after number `since`, or None unless they are all there and at most 1000."""
        rows = _rows(self._events, [since, since + RESUME_LIMIT, stream])
        if not rows:
            return None
        head, current = rows[0][:2]
        events = [Recorded(*row[2:]) for row in rows if row[2] is not None]
        numbers = [event.seq for event in events]
        if epoch != current or since > head or numbers != list(range(since + 1, head + 1)):
            return None
        return [
            Event(event.seq, frame(event.kind, event.seq, current, data))
            for event, data in zip(events, self.seen(stream, events), strict=True)
        ]

    def heads(self, streams: Sequence[str]) -> dict[str, int]:
        """The number of the last event of each stream that exists."""
        return dict(_rows(self._heads, [list(streams)]))

    @cached_property
    def _events(self) -> str:
        at = self.stream
        number = column(at.events, at.number)
        return f"""
SELECT r.seq, r.epoch, e.{number}, e.kind, e.data FROM {at.table} r
LEFT JOIN {at.event_table} e ON e.{column(at.events, at.link)} = r.{column(at.row, "pk")}
                            AND e.{number} > %s AND e.{number} <= %s
WHERE r.{column(at.row, at.name)} = %s ORDER BY e.{number}
"""  # noqa: S608 - names of our own models

    @cached_property
    def _heads(self) -> str:
        at = self.stream
        name = column(at.row, at.name)
        names = f"%s::{column_type(at.row, at.name)}[]"
        return f"SELECT {name}::text, seq FROM {at.table} WHERE {name} = ANY({names})"  # noqa: S608


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
