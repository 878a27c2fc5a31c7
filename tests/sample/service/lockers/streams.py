"""The stream of a locker."""

from __future__ import annotations

from kit.errors import NotFound
from live.frames import Snapshot
from live.recorder import Recorder, Stream
from live.replay import RecordedSource

from lockers.models import Locker, LockerEvent
from lockers.wire import locker_json

LOCKER = Stream(Locker, name="name", group="locker_{}", events=LockerEvent, link="locker")
recorder = Recorder(own=LOCKER)


class LockerSource(RecordedSource):
    """Streams named by lockers' names."""

    stream = LOCKER

    def snapshot(self, stream: str) -> Snapshot:
        locker = Locker.objects.filter(name=stream).first()
        if locker is None:
            raise NotFound("locker_not_found")
        return Snapshot(locker.seq, locker.epoch, locker_json(locker).decode())
