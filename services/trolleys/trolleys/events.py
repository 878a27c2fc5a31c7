"""The streams of trolleys: that of a session, named by its code, and the board of a location."""

from __future__ import annotations

from live.recorder import Recorder, Stream

from trolleys.models import Board, BoardEvent, Session, SessionEvent

SESSION = Stream(Session, name="code", group="trolley_{}", events=SessionEvent, link="session")
BOARD = Stream(Board, name="location_id", group="trolley_board_{}", events=BoardEvent, link="board")

session_recorder = Recorder(own=SESSION)
board_recorder = Recorder(own=BOARD)
