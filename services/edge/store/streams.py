"""What listeners of visits and of the store's board read."""

from __future__ import annotations

import orjson
from live.frames import Snapshot
from live.replay import RecordedSource

from store import events
from store.selectors.board import board_shown, store_find
from store.selectors.visits import visit_find, visit_rows


class VisitSource(RecordedSource):
    """Streams named by the ids of visits."""

    stream = events.VISIT

    def snapshot(self, stream: str) -> Snapshot:
        """The visit with its cart; raises 404 `visit_not_found`. The number is read before the
        rest: what is newer comes again as an event, which says how things are.
        """
        visit = visit_find(stream)
        data = orjson.dumps(visit_rows([visit])[0])
        return Snapshot(visit.seq, visit.epoch, data.decode())


class BoardSource(RecordedSource):
    """The one stream of the store."""

    stream = events.BOARD

    def snapshot(self, stream: str) -> Snapshot:
        """The store at a glance. The number is read before the rest, as with a visit."""
        store = store_find()
        return Snapshot(store.seq, store.epoch, orjson.dumps(board_shown(store)).decode())


visit_source = VisitSource()
board_source = BoardSource()
