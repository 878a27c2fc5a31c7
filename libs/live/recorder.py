"""Records events: a change, its numbers and its event are one transaction.

A row that is followed live counts its events, and so does the board that shows many such rows at
once, where there is one. Both numbers and the event are written by one statement, which locks the
own row first and then the board's, always in that order. After the commit the event goes to the
Channels groups of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, Model
from django.db.transaction import TransactionManagementError
from kit.prepared import Prepared, Row, Value

from live.frames import Event, frame
from live.models import RecordedEvent, StreamRow, new_epoch
from live.publisher import publish


@dataclass(frozen=True)
class Stream:
    """Where the streams of a kind are: the model whose rows count, and the model of their events.

    `name` is the row's field that clients know a stream by, `group` the Channels group with `{}`
    for that name. `link` is the event's field that holds the row's primary key, `number` the one
    that holds the place in the stream. The own row of a board's events has a field `link` too.
    """

    row: type[StreamRow]
    name: str
    group: str
    events: type[RecordedEvent]
    link: str
    number: str = "seq"

    @property
    def table(self) -> str:
        return self.row._meta.db_table

    @property
    def event_table(self) -> str:
        return self.events._meta.db_table


class Change(NamedTuple):
    """An event that was written: its place in its own stream and in the board's, if there is one.

    `data` is JSON. `extra` holds the columns that a statement of a service returns besides.
    """

    kind: str
    name: str
    seq: int
    epoch: str
    board_name: str | None
    board_seq: int | None
    board_epoch: str | None
    data: str
    extra: Row = ()


class Recorder:
    """Writes the events of the streams `own`, and the same ones into the streams `board`."""

    def __init__(self, *, own: Stream, board: Stream | None = None) -> None:
        self._own, self._board = own, board
        key = f"{column(own.row, 'pk')} = %(key)s::{column_type(own.row, 'pk')}"
        counted = f"UPDATE {own.table} SET seq = seq + 1 WHERE {key} RETURNING *"  # noqa: S608
        present = f"SELECT * FROM {own.table} WHERE {key}"  # noqa: S608 - names of our own models
        payload = "payload AS (SELECT %(data)s::text AS data)"
        self._record = self.statement(f"record_{own.table}", f"own AS ({counted}), {payload}")
        self._begin = self.statement(f"begin_{own.table}", f"own AS ({present}), {payload}")

    def record(self, row: StreamRow, kind: str, data: bytes) -> None:
        """Write an event of `row`, in the transaction of its change, and publish it on commit.
        `data` is JSON. The change locks the row beforehand, so that events are in its order.
        """
        self.announce([self.add(row, kind, data)])

    def add(self, row: StreamRow, kind: str, data: bytes) -> Change:
        """Like record, for a write of several events: it announces them all together."""
        return self._write(self._record, row, kind, data)

    def begin(self, row: StreamRow, kind: str, data: bytes) -> None:
        """Record the event by which a row appears on its board. In its own stream, which begins
        only now, it has the number 0: whoever follows that stream starts with a snapshot.
        """
        self.announce([self._write(self._begin, row, kind, data)])

    def _write(self, statement: Prepared, row: StreamRow, kind: str, data: bytes) -> Change:
        if not connection.in_atomic_block:
            raise TransactionManagementError("an event belongs into the transaction of its change")
        changes = self.run(statement, key=str(row.pk), kind=kind, data=data.decode())
        if not changes:
            raise LookupError(f"{row!r} is not stored, or its board is not")
        row.seq = changes[0].seq  # whoever saves the whole row must not set it back
        return changes[0]

    def statement(
        self, name: str, change: str, *, count: str = "", returning: Sequence[str] = ()
    ) -> Prepared:
        """A change and its record as one prepared statement, for writes that a benchmark touches.

        `change` is a list of common table expressions. One is `own`, which counts the own row on
        and returns all of it; one is `payload`, with a column `data`. For several events of one
        kind `count` is how many (an SQL expression), and `payload` numbers them from 1 in `n`.
        `returning` names columns of `own` for `Change.extra`. `%(kind)s` is a parameter always.
        """
        offset, order = (f" - {count} + payload.n", " ORDER BY payload.n") if count else ("", "")
        board, joined = self._counted(count or "1")
        columns = [self._columns(offset), *(f"own.{each}" for each in returning)]
        into, values = zip(*self._event(offset), strict=True)
        return Prepared(
            name,
            f"""
WITH {change},{board}
event AS (INSERT INTO {self._own.event_table} ({", ".join(into)})
          SELECT {", ".join(values)} FROM {joined})
SELECT {", ".join(columns)} FROM {joined}{order}
""",  # noqa: S608 - names of our own models
        )

    def run(self, statement: Prepared, *, kind: str, **values: Value) -> list[Change]:
        """Run such a statement and return its changes in order, which are still to be announced;
        an empty list when it found no own row to change.
        """
        rows = statement.rows({"kind": kind, **values})
        return [Change._make((*row[:8], row[8:])) for row in rows]

    def announce(self, changes: Sequence[Change]) -> None:
        """Publish, in this order and together, once the transaction is committed; at once when
        there is none.
        """
        messages: list[tuple[str, Event]] = []
        for change in changes:
            text = frame(change.kind, change.seq, change.epoch, change.data)
            messages.append((self._own.group.format(change.name), Event(change.seq, text)))
            if self._board is not None and change.board_seq is not None:
                text = frame(change.kind, change.board_seq, change.board_epoch or "", change.data)
                group = self._board.group.format(change.board_name)
                messages.append((group, Event(change.board_seq, text)))
        transaction.on_commit(lambda: publish(messages))

    def prune(self, **rows: object) -> int:
        """Delete the events of own rows that match these lookups; returns how many. Who still asks
        for one of them gets a snapshot.
        """
        lookups = {f"{self._own.link}__{name}": value for name, value in rows.items()}
        return self._own.events._default_manager.filter(**lookups).delete()[0]

    def _counted(self, count: str) -> tuple[str, str]:
        """The expression that counts the board on, and what an event is selected from."""
        board = self._board
        if board is None:
            return "", "own, payload"
        key, link = column(board.row, "pk"), column(self._own.row, board.link)
        counted = f"""
board AS (UPDATE {board.table} SET seq = {board.table}.seq + {count}
          FROM own WHERE {board.table}.{key} = own.{link} RETURNING {board.table}.*),"""  # noqa: S608
        return counted, "own, board, payload"

    def _columns(self, offset: str) -> str:
        """The columns of a Change."""
        own = f"%(kind)s::text, own.{column(self._own.row, self._own.name)}::text"
        own += f", own.seq{offset}, own.epoch"
        if self._board is None:
            return f"{own}, NULL, NULL, NULL, payload.data"
        name = column(self._board.row, self._board.name)
        return f"{own}, board.{name}::text, board.seq{offset}, board.epoch, payload.data"

    def _event(self, offset: str) -> list[tuple[str, str]]:
        """The columns of an event with what goes into them."""
        own, board = self._own, self._board
        columns = [
            (column(own.events, own.link), f"own.{column(own.row, 'pk')}"),
            (column(own.events, own.number), f"own.seq{offset}"),
        ]
        if board is not None:
            columns += [
                (column(board.events, board.link), f"board.{column(board.row, 'pk')}"),
                (column(board.events, board.number), f"board.seq{offset}"),
            ]
        columns += [("kind", "%(kind)s::text"), ("data", "payload.data"), ("created_at", "now()")]
        return columns


@transaction.atomic
def renew_epochs() -> int:
    """Give all streams of the service a new epoch, so that whoever comes back to one starts with a
    snapshot; returns how many streams there are.

    For a database that was set back: the numbers after the backup are given out a second time.
    """
    epoch = new_epoch()  # one for all: it is only ever compared with what a client has seen
    rows = [model for model in apps.get_models() if issubclass(model, StreamRow)]
    return sum(model._default_manager.update(epoch=epoch) for model in rows)


def column(model: type[Model], field: str) -> str:
    """The database column of a model's field; "pk" names the primary key."""
    return str(_field(model, field).column)


def column_type(model: type[Model], field: str) -> str:
    """The SQL type of the column, and of columns that refer to it."""
    return str(_field(model, field).rel_db_type(connection))


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    """The field of this name; one without a column, as a reverse relation, is a mistake."""
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        raise TypeError(f"{model.__name__}.{name} is no column")
    return field
