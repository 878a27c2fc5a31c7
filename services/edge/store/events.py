"""The streams of the store: that of a visit, and the board of the store."""

from __future__ import annotations

from live.recorder import Recorder, Stream

from store.models import Store, StoreEvent, Visit, VisitEvent

VISIT = Stream(Visit, name="id", group="store_visit_{}", events=VisitEvent, link="visit")
BOARD = Stream(Store, name="name", group="store_board_{}", events=StoreEvent, link="store")

visit_recorder = Recorder(own=VISIT)
board_recorder = Recorder(own=BOARD)
