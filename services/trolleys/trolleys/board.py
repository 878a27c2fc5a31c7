"""The stream of a board: all trolleys of a place, and who waits there."""

from __future__ import annotations

import orjson
from live.frames import Snapshot
from live.replay import RecordedSource

from trolleys import events, selectors
from trolleys.models import Board


class BoardSource(RecordedSource):
    """Streams named by location ids, 0 for trolleys without one. A place where nothing has happened
    yet has an empty stream.

    The number is read before the rows: they may be newer than it, and the events that follow then
    show the same rows once more. Events hold whole rows, so that changes nothing.
    """

    stream = events.BOARD

    def snapshot(self, stream: str) -> Snapshot:
        head = Board.objects.filter(pk=int(stream)).values_list("seq", "epoch").first()
        seq, epoch = head or (0, "")
        data = orjson.dumps(selectors.fleet.board(int(stream)))
        return Snapshot(seq, epoch, data.decode())
